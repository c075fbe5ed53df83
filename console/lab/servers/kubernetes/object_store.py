"""The store behind the lab's API server: an etcd-like, versioned set of objects kept encoded."""

import time
from collections.abc import Callable, Iterable

from console.lab.servers.kubernetes.defaulting import set_defaults
from console.lab.servers.kubernetes.generation_rule import bumps_generation, keep_identity
from console.lab.servers.kubernetes.json_merge import merge_json
from console.lab.servers.kubernetes.kind_catalog import KindCatalog, default_catalog
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.store_error import ObjectExistsError, VersionConflictError
from console.lab.servers.kubernetes.store_feed import StoreFeed
from console.lab.servers.kubernetes.store_reader import key_of
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject


class ObjectStore(StoreFeed):
    """All objects of a lab cluster. Confined to one asyncio loop: call it from that loop's thread only.

    `resource` is the collection's key: `pods`, `deployments.apps`. Every returned dict is a fresh copy.
    `clock` gives unix seconds. Watches can go back `history_window` changes and `history_bytes`, per collection.
    """

    def __init__(
        self,
        catalog: KindCatalog | None = None,
        clock: Callable[[], float] = time.time,
        *,
        history_window: int = 5_000,
        history_bytes: int = 8 * 1024 * 1024,
        seed: int = 0,
    ) -> None:
        super().__init__(catalog or default_catalog(), clock, (history_window, history_bytes), seed)

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
        if kind.namespaced:
            metadata.setdefault("namespace", "default")
        key = key_of(kind, metadata.get("namespace"), metadata["name"])
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

    def _write(self, old: StoredObject, content: JsonObject) -> StoredObject:
        content["metadata"]["resourceVersion"] = str(self._version + 1)
        new = StoredObject(old.kind, content)
        collection = self._collection(old.kind.key)
        collection.objects[old.key] = new
        self._publish(collection, "MODIFIED", new, old)
        return new
