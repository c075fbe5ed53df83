"""The objects of one kind with their order and history."""

from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.servers.kubernetes.subscription import Subscription
from console.lab.servers.kubernetes.watch_history import WatchHistory


class Collection:
    """Mutable state of one collection; owned by the store."""

    __slots__ = ("history", "objects", "order", "subscribers")

    def __init__(self, window: int, max_bytes: int, oldest: int) -> None:
        self.objects: dict[str, StoredObject] = {}
        self.order: list[str] | None = []
        self.history = WatchHistory(window, max_bytes)
        self.history.oldest = oldest
        self.subscribers: set[Subscription] = set()

    def sorted_objects(self, namespace: str | None) -> list[StoredObject]:
        """The objects (of one namespace), by namespace and name."""
        if self.order is None:
            self.order = sorted(self.objects)
        if namespace:
            prefix = f"{namespace}/"
            return [self.objects[key] for key in self.order if key.startswith(prefix)]
        return [self.objects[key] for key in self.order]

    def objects_at(self, version: int) -> dict[str, StoredObject]:
        """The objects by key as they were at a version.

        Raises:
            VersionExpiredError: that version is forgotten.
        """
        objects = dict(self.objects)
        for change in reversed(self.history.after(version)):
            if change.before is None:
                objects.pop(change.object.key, None)
            else:
                objects[change.object.key] = change.before
        return objects
