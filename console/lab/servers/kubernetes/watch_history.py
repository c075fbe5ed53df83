"""The recent changes of one collection: what watches replay and old lists are rebuilt from."""

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from console.lab.servers.kubernetes.store_error import VersionExpiredError
from console.lab.servers.kubernetes.stored_object import StoredObject

ChangeType = Literal["ADDED", "MODIFIED", "DELETED"]
_OBJECT_BYTES = 500
"""What a change and its object take besides the encoded body."""
_version = attrgetter("version")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the object after it (as it was last, when deleted) and before it (None when added)."""

    version: int
    type: ChangeType
    object: StoredObject
    before: StoredObject | None


class WatchHistory:
    """A window over the last changes. Older versions are expired (410), as after an etcd compaction.

    It never holds more than `window` changes and a quarter, nor more than `max_bytes` (with an estimate of what
    Python adds to each object); the newest change always stays.
    """

    def __init__(self, window: int, max_bytes: int) -> None:
        self._window = window
        self._max_bytes = max_bytes
        self._changes: list[Change] = []
        self.held_bytes = 0
        self.oldest = 0

    def __len__(self) -> int:
        return len(self._changes)

    def add(self, change: Change) -> None:
        """Append a change and forget those that fall out of the window."""
        self._changes.append(change)
        self.held_bytes += _weight(change)
        if len(self._changes) > self._window + self._window // 4:
            self._forget(len(self._changes) - self._window)
        if self.held_bytes > self._max_bytes:
            self._forget(self._too_heavy())

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

    def _too_heavy(self) -> int:
        """How many of the oldest must go so that a quarter of the bytes is free: forgetting one by one is slow."""
        left = self.held_bytes
        for count, change in enumerate(self._changes[:-1]):
            if left <= self._max_bytes * 3 // 4:
                return count
            left -= _weight(change)
        return len(self._changes) - 1

    def _forget(self, count: int) -> None:
        if count:
            self.oldest = self._changes[count - 1].version
            self.held_bytes -= sum(map(_weight, self._changes[:count]))
            del self._changes[:count]


def _weight(change: Change) -> int:
    return len(change.object.body) + _OBJECT_BYTES
