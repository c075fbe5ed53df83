"""A book: entries of the open estate in memory, each step of them in a journal first."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.ports.journal import JournalConflict, JournalRecord
from console.services.change_book import scrubbed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.trail_event import TrailEvent
    from console.kernel.clock import Clock
    from console.kernel.errors import UserError
    from console.kernel.runtime import Runtime
    from console.ports.journal import Journal
    from console.ports.trail import Trail
    from console.store.store import Store

_TRIES = 5


class BookEntry(Protocol):
    """Something whose steps are journaled; ``step`` counts them."""

    @property
    def id(self) -> str:
        """Return its unique name."""

    @property
    def step(self) -> int:
        """Return how often it was journaled before."""


Entry = TypeVar("Entry", bound=BookEntry)
Named = TypeVar("Named")


class BookShape(NamedTuple):
    """How entries of one type are written and read, told to the store and to the trail (``None``: not worth it).

    ``lasts`` returns whether an entry is not over at a time (unix seconds).
    """

    kind: str
    entry: type[Any]
    form: Callable[[Any], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], Any]
    shown: Callable[[Any], Any]
    noted: Callable[[Any], TrailEvent | None]
    lasts: Callable[[Any, float], bool]


class JournalBook(Generic[Entry]):
    """The only writer of its journal. Coroutines run on the I/O loop; what is told here is told to the store too.

    A kind of book says what its entries look like (``shapes``) and what is told of an id that names none of them, or
    several (``_missing``).
    """

    shapes: ClassVar[tuple[BookShape, ...]]

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        store: Store,
        journal: Journal,
        estate: str,
        trail: Trail | None,
    ) -> None:
        self.journal, self.estate = journal, estate
        self.problems: list[str] = []
        self._runtime, self._clock, self._store, self._trail = runtime, clock, store, trail
        self._kinds = {shape.kind: shape for shape in self.shapes}
        self._types = {shape.entry: shape for shape in self.shapes}
        self._entries: dict[str, Entry] = {}
        self._writing = asyncio.Lock()

    @classmethod
    def lasting(cls, newest: Mapping[str, JournalRecord], now_s: float) -> set[str]:
        """Return what is not over of the newest records by subject, as far as this version can read them."""
        shapes, found = {shape.kind: shape for shape in cls.shapes}, set[str]()
        for subject, record in newest.items():
            shape = shapes.get(record.kind)
            with suppress(ConsoleError):
                if shape is not None and shape.lasts(shape.read(record.body), now_s):
                    found.add(subject)
        return found

    def now_s(self) -> float:
        """Return the time in unix seconds."""
        return self._clock.now().timestamp()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return all entries of the estate, by id."""
        return tuple(one for _, one in sorted(self._entries.items()))

    def find(self, entry_id: str) -> Entry:
        """Return an entry by its id or the beginning or end of it; raise ``UserError`` unless there is exactly one."""
        return self._named(entry_id, self._entries)

    def _named(self, entry_id: str, among: Mapping[str, Named]) -> Named:
        if entry_id in among:
            return among[entry_id]
        found = [one for one in among if entry_id and (one.startswith(entry_id) or one.endswith(entry_id))]
        if len(found) == 1:
            return among[found[0]]
        raise self._missing(entry_id, several=bool(found))

    def _missing(self, entry_id: str, *, several: bool) -> UserError:
        raise NotImplementedError

    async def refresh(self) -> None:
        """Take in what the journal has that is new: at the start all of it, later what other consoles wrote."""
        reading = await self._runtime.in_thread(self.journal.read)
        self.problems += reading.problems
        for record in {one.subject: one for one in reading.records}.values():
            shape = self._kinds.get(record.kind)
            if shape is not None and record.body.get("estate") == self.estate:
                try:
                    self._know(shape.read(record.body))
                except ConsoleError as error:
                    self.problems.append(f"{record.subject}: {error.message}")

    async def add(self, entry: Entry) -> Entry:
        """Take in a new entry once it is journaled; raise ``JournalConflict`` when it is there already."""
        async with self._writing:
            await self._write(entry)
        return entry

    async def move(self, entry_id: str, step: Callable[[Entry], Entry]) -> Entry:
        """Make the next step of the newest known version, and return it once it is on disk.

        ``step`` raises ``ChangeRefused`` when there is no such step, also because another console was first.
        """
        async with self._writing:
            for _ in range(_TRIES):
                new = step(self._entries[entry_id])
                if new is self._entries[entry_id]:
                    return new
                try:
                    await self._write(new)
                except JournalConflict:
                    await self.refresh()
                    continue
                return new
        raise JournalConflict(t("Another console keeps changing {subject}.", subject=entry_id))

    def _know(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        self._store.dispatch(self._types[type(entry)].shown(entry))

    async def _write(self, entry: Entry) -> None:
        shape = self._types[type(entry)]
        body = scrubbed(shape.form(entry))
        record = JournalRecord(shape.kind, entry.id, entry.step, round(self.now_s(), 3), body)
        await self._runtime.in_thread(self.journal.append, record)
        self._know(entry)
        event = shape.noted(entry)
        if self._trail is not None and event is not None:
            self._trail.note(event)
