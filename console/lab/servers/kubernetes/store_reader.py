"""Reading a store: single objects, whole collections, older states."""

from collections.abc import Callable

from console.lab.servers.kubernetes.collection import Collection
from console.lab.servers.kubernetes.kind_catalog import KindCatalog
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.store_error import ObjectNotFoundError, UnknownKindError
from console.lab.servers.kubernetes.store_identity import StoreIdentity
from console.lab.servers.kubernetes.stored_object import JsonObject, StoredObject

Objects = list[JsonObject]
Entries = list[StoredObject]
FIRST_VERSION = 1000


class StoreReader(StoreIdentity):
    """The collections of a store and what can be read from them."""

    def __init__(self, catalog: KindCatalog, clock: Callable[[], float], history: tuple[int, int], seed: int) -> None:
        super().__init__(clock, seed)
        self.catalog = catalog
        self._history_bounds = history
        self._version = FIRST_VERSION
        self._collections: dict[str, Collection] = {}

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

    def find(self, resource: str, namespace: str | None, name: str) -> StoredObject | None:
        """The stored object, or None."""
        kind = self.catalog.by_key(resource)
        collection = self._collections.get(resource)
        return collection.objects.get(key_of(kind, namespace, name)) if collection else None

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

    def dependents(self, uid: str) -> Entries:
        """All objects, of any kind, that name an owner with this uid."""
        return [
            entry
            for collection in self._collections.values()
            for entry in collection.objects.values()
            if uid in entry.owners
        ]

    def _collection(self, resource: str) -> Collection:
        found = self._collections.get(resource)
        if found is None:
            self.catalog.by_key(resource)
            found = self._collections[resource] = Collection(*self._history_bounds, FIRST_VERSION)
        return found


def key_of(kind: ResourceKind, namespace: str | None, name: str) -> str:
    """The key of an object in its collection."""
    return f"{namespace or 'default'}/{name}" if kind.namespaced else name
