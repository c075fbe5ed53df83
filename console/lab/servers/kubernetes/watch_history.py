"""The recent changes of one collection: what watches replay and old lists are rebuilt from."""

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from console.lab.servers.kubernetes.store_error import VersionExpiredError
from console.lab.servers.kubernetes.stored_object import StoredObject

ChangeType = Literal["ADDED", "MODIFIED", "DELETED"]
_version = attrgetter("version")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the object after it (as it was last, when deleted) and before it (None when added)."""

    version: int
    type: ChangeType
    object: StoredObject
    before: StoredObject | None


class WatchHistory:
    """A window over the last changes. Older versions are expired (410), as after an etcd compaction."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._changes: list[Change] = []
        self.oldest = 0

    def add(self, change: Change) -> None:
        """Append a change and forget those that fall out of the window."""
        self._changes.append(change)
        if len(self._changes) >= 2 * self._window:
            self._forget(len(self._changes) - self._window)

    def compact(self, version: int) -> None:
        """Forget every change up to and including a version."""
        self._forget(bisect_right(self._changes, version, key=_version))
        self.oldest = max(self.oldest, version)

    def after(self, version: int) -> list[Change]:
        """The changes newer than a version, oldest first.

        Raises:
            VersionExpiredError: some of them are forgotten.
        """
        if version < self.oldest:
            raise VersionExpiredError(version, self.oldest)
        return self._changes[bisect_right(self._changes, version, key=_version) :]

    def _forget(self, count: int) -> None:
        if count:
            self.oldest = self._changes[count - 1].version
            del self._changes[:count]
