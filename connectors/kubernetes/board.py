"""The board of a topic: what its streams have found, and what of it is still to be told."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from console.domain.event import ObjectRow, ObjectsChanged, ObjectsListed
from console.domain.resource import ResourceRef
from console.kernel.clock import Clock

Rows = dict[ResourceRef, ObjectRow]


@dataclass(slots=True)
class TopicBoard:
    """Collects rows of several streams; of several changes of one object only the latest is told.

    The list is complete when every stream was listed or can not be for a reason of its own (kind absent, forbidden).
    """

    connection: str
    topic: str
    clock: Clock
    open_streams: set[str]
    rows: dict[str, Rows] = field(default_factory=dict)
    complete: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _first: list[ObjectRow] = field(default_factory=list)
    _changed: dict[ResourceRef, ObjectRow | None] = field(default_factory=dict)
    _refused: bool = False

    def add_page(self, rows: Mapping[ResourceRef, ObjectRow]) -> None:
        """Tell the first page of a long list at once."""
        if not self.complete:
            self._first.extend(rows.values())
            self.wake.set()

    def replace(self, stream: str, rows: Rows) -> None:
        """Take a whole list of a stream; after the first time only the differences are told."""
        known = self.rows.get(stream, {})
        self.rows[stream] = rows
        self.open_streams.discard(stream)
        if self.complete:
            for ref, row in rows.items():
                if known.get(ref) != row:
                    self._changed[ref] = row
            for ref in known.keys() - rows.keys():
                self._drop(ref)
        self.wake.set()

    def settle(self, stream: str, *, absent: bool) -> None:
        """Go on without a stream: its kind is absent, or reading it is refused."""
        self.open_streams.discard(stream)
        if absent:
            self.replace(stream, {})
        else:
            self._refused = True
        self.wake.set()

    def change(self, stream: str, row: ObjectRow) -> None:
        """Take a new or changed object."""
        self.rows[stream][row.ref] = row
        self._changed[row.ref] = row
        self.wake.set()

    def remove(self, stream: str, ref: ResourceRef) -> None:
        """Take a deleted object."""
        if self.rows[stream].pop(ref, None) is not None:
            self._drop(ref)
            self.wake.set()

    def _drop(self, ref: ResourceRef) -> None:
        """Tell that an object is gone, unless another stream still shows it (one object, two selectors)."""
        other = next((rows[ref] for rows in self.rows.values() if ref in rows), None)
        self._changed[ref] = other

    def take(self) -> list[ObjectsListed | ObjectsChanged]:
        """Return what is to be told now."""
        at_s = self.clock.now().timestamp()
        if self.complete:
            return self._take_changes(at_s)
        told: list[ObjectsListed | ObjectsChanged] = []
        if not self.open_streams and (self.rows or not self._refused):
            self.complete = True
            self._changed.clear()
            self._first.clear()
            every = tuple({ref: row for rows in self.rows.values() for ref, row in rows.items()}.values())
            told.append(ObjectsListed(self.connection, self.topic, every, at_s))
        elif self._first:
            told.append(ObjectsListed(self.connection, self.topic, tuple(self._first), at_s, complete=False))
            self._first.clear()
        return told

    def _take_changes(self, at_s: float) -> list[ObjectsListed | ObjectsChanged]:
        if not self._changed:
            return []
        changed, self._changed = self._changed, {}
        rows = tuple(row for row in changed.values() if row is not None)
        gone = tuple(ref for ref, row in changed.items() if row is None)
        return [ObjectsChanged(self.connection, self.topic, rows, gone, at_s)]
