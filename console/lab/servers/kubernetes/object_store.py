"""The store behind the lab's API server: an etcd-like, versioned set of objects kept encoded."""

import time
from collections.abc import Callable, Iterable

from console.lab.servers.kubernetes.collection import Collection
from console.lab.servers.kubernetes.defaulting import set_defaults
from console.lab.servers.kubernetes.generation_rule import bumps_generation, keep_identity
from console.lab.servers.kubernetes.json_merge import merge_json
from console.lab.servers.kubernetes.kind_catalog import KindCatalog, default_catalog
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.store_error import (
    ObjectExistsError,
    ObjectNotFoundError,
    UnknownKindError,
    VersionConflictError,
)
from console.lab.servers.kubernetes.store_identity import StoreIdentity
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject
from console.lab.servers.kubernetes.subscription import Subscription
from console.lab.servers.kubernetes.watch_history import Change, ChangeType

Listener = Callable[[Change], None]
Objects = list[JsonObject]
Entries = list[StoredObject]
Changes = list[Change]
FIRST_VERSION = 1000


class ObjectStore(StoreIdentity):
    """All objects of a lab cluster. Confined to one asyncio loop: call it from that loop's thread only.

    `resource` is the collection's key: `pods`, `deployments.apps`. Every returned dict is a fresh copy.
    `clock` gives unix seconds. `history_window` is the number of changes kept per collection for watches.
    """

    def __init__(
        self,
        catalog: KindCatalog | None = None,
        clock: Callable[[], float] = time.time,
        *,
        history_window: int = 5_000,
        seed: int = 0,
    ) -> None:
        super().__init__(clock, seed)
        self.catalog = catalog or default_catalog()
        self._window = history_window
        self._version = FIRST_VERSION
        self._collections: dict[str, Collection] = {}
        self._listeners: list[Listener] = []

    @property
    def resource_version(self) -> int:
        """The version of the last change."""
        return self._version

    def kind_of(self, content: JsonObject) -> ResourceKind:
        """The kind of an object.

        Raises:
            UnknownKindError: it is not served here.
        """
        kind = self.catalog.of_object(content.get("apiVersion", ""), content.get("kind", ""))
        if kind is None:
            raise UnknownKindError(f"no kind {content.get('kind')!r} in version {content.get('apiVersion')!r}")
        return kind

    def create(self, content: JsonObject) -> JsonObject:
        """Add an object; defaults, uid, creation time, generation and version are filled in.

        Raises:
            UnknownKindError, ObjectExistsError: it cannot be added.
        """
        kind = self.kind_of(content)
        set_defaults(kind, content)
        return self.insert(kind, content).content()

    def load(self, contents: Iterable[JsonObject]) -> None:
        """Add many objects without giving them back."""
        for content in contents:
            kind = self.kind_of(content)
            set_defaults(kind, content)
            self.insert(kind, content)

    def insert(self, kind: ResourceKind, content: JsonObject) -> StoredObject:
        """Add an object of a known kind; the content is completed in place.

        Raises:
            ObjectExistsError: the name is taken.
        """
        metadata = content["metadata"]
        key = _key(kind, metadata.get("namespace"), metadata["name"])
        collection = self._collection(kind.key)
        if key in collection.objects:
            raise ObjectExistsError(kind.key, metadata["name"])
        self.complete(kind, metadata)
        metadata["resourceVersion"] = str(self._version + 1)
        added = StoredObject(kind, content)
        collection.objects[key] = added
        collection.order = None
        self._publish(collection, "ADDED", added, None)
        return added

    def complete(self, kind: ResourceKind, metadata: JsonObject) -> None:
        """Fill in what every new object gets: uid, creation time, generation."""
        metadata.setdefault("uid", self.new_uid())
        metadata.setdefault("creationTimestamp", self.now_text())
        if kind.generation:
            metadata.setdefault("generation", 1)

    def find(self, resource: str, namespace: str | None, name: str) -> StoredObject | None:
        """The stored object, or None."""
        kind = self.catalog.by_key(resource)
        collection = self._collections.get(resource)
        return collection.objects.get(_key(kind, namespace, name)) if collection else None

    def stored(self, resource: str, namespace: str | None, name: str) -> StoredObject:
        """The stored object.

        Raises:
            ObjectNotFoundError: there is none of that name.
        """
        found = self.find(resource, namespace, name)
        if found is None:
            raise ObjectNotFoundError(resource, namespace or "", name)
        return found

    def get(self, resource: str, namespace: str | None, name: str) -> JsonObject:
        """A copy of the object.

        Raises:
            ObjectNotFoundError: there is none of that name.
        """
        return self.stored(resource, namespace, name).content()

    def list(self, resource: str, namespace: str | None = None) -> Objects:
        """Copies of all objects of a collection (of one namespace), by namespace and name."""
        return [entry.content() for entry in self.entries(resource, namespace)]

    def count(self, resource: str) -> int:
        """The number of objects of a collection."""
        collection = self._collections.get(resource)
        return len(collection.objects) if collection else 0

    def entries(self, resource: str, namespace: str | None = None) -> Entries:
        """The stored objects of a collection (of one namespace), by namespace and name."""
        return self._collection(resource).sorted_objects(namespace)

    def entries_at(self, resource: str, namespace: str | None, version: int) -> Entries:
        """The stored objects as they were at a version.

        Raises:
            VersionExpiredError: that version is forgotten.
        """
        objects = self._collection(resource).objects_at(version)
        return [objects[key] for key in sorted(objects) if not namespace or objects[key].namespace == namespace]

    def replace(self, content: JsonObject) -> JsonObject:
        """Write an object over the stored one; a `metadata.resourceVersion` in it must be the stored one.

        Raises:
            ObjectNotFoundError, VersionConflictError, UnknownKindError: it cannot be written.
        """
        kind = self.kind_of(content)
        metadata = content["metadata"]
        old = self.stored(kind.key, metadata.get("namespace"), metadata["name"])
        wanted = metadata.get("resourceVersion")
        if wanted and int(wanted) != old.version:
            raise VersionConflictError(f"{kind.key} {metadata['name']!r} is at {old.version}, not at {wanted}")
        return self.update(old, old.content(), content).content()

    def patch(self, resource: str, namespace: str | None, name: str, merge: JsonObject) -> JsonObject:
        """Merge (RFC 7386) into the whole object, status included.

        Raises:
            ObjectNotFoundError: there is none of that name.
        """
        old = self.stored(resource, namespace, name)
        before = old.content()
        return self.update(old, before, merge_json(before, merge)).content()

    def patch_status(self, resource: str, namespace: str | None, name: str, merge: JsonObject) -> None:
        """Merge (RFC 7386) into the object's `status` only: the cheap way for controllers.

        Raises:
            ObjectNotFoundError: there is none of that name.
        """
        old = self.stored(resource, namespace, name)
        content = old.content()
        before = content.get("status")
        after = merge_json(before or {}, merge)
        if after != before:
            content["status"] = after
            self._write(old, content)

    def update(self, old: StoredObject, before: JsonObject, after: JsonObject) -> StoredObject:
        """Store `after` in place of `old` (whose content is `before`): identity kept, generation counted.

        A change of nothing is no change: the old version stays.
        """
        keep_identity(before, after)
        if after == before:
            return old
        if old.kind.generation and bumps_generation(old.kind, before, after):
            after["metadata"]["generation"] = before["metadata"].get("generation", 0) + 1
        return self._write(old, after)

    def overwrite(self, old: StoredObject, content: JsonObject) -> StoredObject:
        """Store a content as it is, also its identity and generation: for what the server itself marks."""
        return self._write(old, content)

    def dependents(self, uid: str) -> Entries:
        """All objects, of any kind, that name an owner with this uid."""
        return [
            entry
            for collection in self._collections.values()
            for entry in collection.objects.values()
            if uid in entry.owners
        ]

    def delete(self, resource: str, namespace: str | None, name: str) -> JsonObject:
        """Remove an object at once, whatever its finalizers say, and give back its last state.

        Raises:
            ObjectNotFoundError: there is none of that name.
        """
        old = self.stored(resource, namespace, name)
        collection = self._collection(resource)
        content = old.content()
        content["metadata"]["resourceVersion"] = str(self._version + 1)
        last = StoredObject(old.kind, content)
        del collection.objects[old.key]
        collection.order = None
        self._publish(collection, "DELETED", last, old)
        return content

    def subscribe(self, resource: str, after: int) -> Subscription:
        """Follow a collection from a version on.

        Raises:
            VersionExpiredError: the changes after that version are forgotten.
        """
        collection = self._collection(resource)
        collection.history.after(after)
        subscription = Subscription(collection.history, after, collection.subscribers.discard)
        collection.subscribers.add(subscription)
        return subscription

    def changes_after(self, resource: str, version: int) -> Changes:
        """The changes of a collection after a version, oldest first.

        Raises:
            VersionExpiredError: some of them are forgotten.
        """
        return self._collection(resource).history.after(version)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change, at once and in order; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def compact(self) -> None:
        """Forget all history: every older list token and watch start is expired, as after an etcd compaction."""
        for collection in self._collections.values():
            collection.history.compact(self._version)

    def close_watches(self) -> None:
        """End every subscription, as a restarting server does."""
        for collection in self._collections.values():
            for subscription in tuple(collection.subscribers):
                subscription.close()

    def _write(self, old: StoredObject, content: JsonObject) -> StoredObject:
        content["metadata"]["resourceVersion"] = str(self._version + 1)
        new = StoredObject(old.kind, content)
        collection = self._collection(old.kind.key)
        collection.objects[old.key] = new
        self._publish(collection, "MODIFIED", new, old)
        return new

    def _publish(self, collection: Collection, kind: ChangeType, entry: StoredObject, old: StoredObject | None) -> None:
        self._version = entry.version
        change = Change(entry.version, kind, entry, old)
        collection.history.add(change)
        for subscription in collection.subscribers:
            subscription.notify()
        for listener in tuple(self._listeners):
            listener(change)

    def _collection(self, resource: str) -> Collection:
        found = self._collections.get(resource)
        if found is None:
            self.catalog.by_key(resource)
            found = self._collections[resource] = Collection(self._window, FIRST_VERSION)
        return found


def _key(kind: ResourceKind, namespace: str | None, name: str) -> str:
    return f"{namespace or 'default'}/{name}" if kind.namespaced else name
