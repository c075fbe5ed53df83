"""Following a store: subscriptions, listeners and the history behind them."""

from collections.abc import Callable

from console.lab.servers.kubernetes.collection import Collection
from console.lab.servers.kubernetes.kind_catalog import KindCatalog
from console.lab.servers.kubernetes.store_reader import StoreReader
from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.servers.kubernetes.subscription import Subscription
from console.lab.servers.kubernetes.watch_history import Change, ChangeType

Listener = Callable[[Change], None]


class StoreFeed(StoreReader):
    """Tells of changes: to subscribers when they ask, to listeners at once."""

    def __init__(self, catalog: KindCatalog, clock: Callable[[], float], history: tuple[int, int], seed: int) -> None:
        super().__init__(catalog, clock, history, seed)
        self._listeners: list[Listener] = []

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

    def _publish(self, collection: Collection, kind: ChangeType, entry: StoredObject, old: StoredObject | None) -> None:
        self._version = entry.version
        change = Change(entry.version, kind, entry, old)
        collection.history.add(change)
        for subscription in collection.subscribers:
            subscription.notify()
        for listener in tuple(self._listeners):
            listener(change)
