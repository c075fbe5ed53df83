"""The change book: the changes of the open estate in memory, each step of them in the journal first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from console.domain.change import RUNNING, Change, ChangeState
from console.domain.change_event import ChangeChanged, ConnectionUnlocked
from console.domain.change_form import change_form, read_change, read_unlock, unlock_form
from console.domain.unlock import Unlock
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.ports.journal import JournalConflict, JournalRecord
from console.services.trail_change import journaled_event
from console.store.slices.changes import CAPACITY

if TYPE_CHECKING:
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.journal import Journal
    from console.ports.trail import Trail
    from console.store.store import Store

_TRIES = 5
_CAUGHT_UP = 32
_PREPARED = frozenset({ChangeState.PLANNED, ChangeState.PREVIEWED})
_PREPARED_S = 7 * 86_400.0  # what nobody confirmed for so long is forgotten
_READERS: dict[str, Callable[[Mapping[str, Any]], Change | Unlock]] = {"change": read_change, "unlock": read_unlock}


class ChangeBook:
    """The only writer of the journal. Coroutines run on the I/O loop; what is told here is told to the store too.

    ``problems`` are sentences on what the journal holds and nobody can read.
    """

    def __init__(
        self, runtime: Runtime, clock: Clock, store: Store, journal: Journal, estate: str, trail: Trail | None = None
    ) -> None:
        self.journal, self.estate, self.trail = journal, estate, trail
        self.problems: list[str] = []
        self._runtime, self._clock, self._store = runtime, clock, store
        self._changes: dict[str, Change] = {}
        self._unlocks: dict[str, Unlock] = {}
        self._writing = asyncio.Lock()
        self._first = True

    @staticmethod
    def lasting(newest: Mapping[str, JournalRecord], now_s: float) -> set[str]:
        """Return what is not over of the newest records by subject, as far as this version can read them."""
        found = set[str]()
        for subject, record in newest.items():
            read = _READERS.get(record.kind)
            with suppress(ConsoleError):
                if read is not None and _lasts(read(record.body), record.at_s, now_s):
                    found.add(subject)
        return found

    def now_s(self) -> float:
        """Return the time in unix seconds."""
        return self._clock.now().timestamp()

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return all changes of the estate, oldest first."""
        return tuple(sorted(self._changes.values(), key=lambda one: one.id))

    @property
    def unlocks(self) -> dict[str, Unlock]:
        """Return the last unlock of each connection."""
        return self._unlocks

    def find(self, change_id: str) -> Change:
        """Return a change by its id or the beginning of it; raise ``UserError`` unless there is exactly one."""
        if change_id in self._changes:
            return self._changes[change_id]
        found = [one for one in self._changes if change_id and (one.startswith(change_id) or one.endswith(change_id))]
        if len(found) == 1:
            return self._changes[found[0]]
        raise UserError(
            t("There is no change {id} of the estate {estate}.", id=repr(change_id), estate=self.estate)
            if not found
            else t("{id} is the beginning of several changes.", id=repr(change_id)),
            t("List them with: cell-console change list"),
        )

    # --- reading --------------------------------------------------------------------------------------------------

    async def refresh(self) -> None:
        """Take in what the journal has that is new: at the start all of it, later what other consoles wrote."""
        found, problems, records = await self._runtime.in_thread(self._read)
        self.problems += problems
        self._tell_trail(records)
        changes = sorted((one for one in found if isinstance(one, Change)), key=lambda one: one.at_s)
        self._changes.update((one.id, one) for one in changes)
        for change in changes[-CAPACITY:]:
            self._store.dispatch(ChangeChanged(change))
        for unlock in found:
            if isinstance(unlock, Unlock):
                self._know_unlock(unlock)

    def _tell_trail(self, records: Iterable[JournalRecord]) -> None:
        """Note journaled steps in the trail; those that it has already, it leaves out."""
        for record in records:
            event = journaled_event(record)
            if event is not None and self.trail is not None:
                self.trail.note(event)

    def _read(self) -> tuple[list[Change | Unlock], list[str], tuple[JournalRecord, ...]]:
        """Read what is new; long at a start, so never on the loop."""
        reading = self.journal.read()
        found, problems = list[Change | Unlock](), list(reading.problems)
        for record in {one.subject: one for one in reading.records}.values():  # the newest of each holds all of it
            if record.body.get("estate") == self.estate and record.kind in _READERS:
                try:
                    found.append(_READERS[record.kind](record.body))
                except ConsoleError as error:
                    problems.append(f"{record.subject}: {error.message}")
        # A crash may have come between the journal and the trail: the newest steps are offered to the trail again.
        newest = sorted(reading.records, key=lambda one: one.at_s)[-_CAUGHT_UP:] if self._first else ()
        left, self._first = tuple(newest), False
        return found, problems, left

    def _know(self, change: Change) -> None:
        self._changes[change.id] = change
        self._store.dispatch(ChangeChanged(change))

    def _know_unlock(self, unlock: Unlock) -> None:
        self._unlocks[unlock.connection] = unlock
        self._store.dispatch(ConnectionUnlocked(unlock))

    # --- writing --------------------------------------------------------------------------------------------------

    async def add(self, change: Change) -> Change:
        """Take in a new change once it is journaled; raise ``UserError`` when it cannot be."""
        async with self._writing:
            await self._write("change", change.id, change.step, change_form(change))
            self._know(change)
        return change

    async def move(self, change_id: str, step: Callable[[Change], Change]) -> Change:
        """Make the next step of the newest known version, journal it, and return it once it is on disk.

        ``step`` raises ``ChangeRefused`` when there is no such step, also because another console was first.
        """
        async with self._writing:
            for _ in range(_TRIES):
                new = step(self._changes[change_id])
                try:
                    await self._write("change", new.id, new.step, change_form(new))
                except JournalConflict:
                    await self.refresh()
                    continue
                self._know(new)
                return new
        raise JournalConflict(t("Another console keeps changing {subject}.", subject=change_id))

    def tell_unwritten(self, change: Change) -> None:
        """Show a step that the journal could not take (a full disk): what is known must be seen all the same."""
        self._know(change)

    async def set_unlock(self, unlock: Unlock) -> None:
        """Journal until when a connection is unlocked."""
        async with self._writing:
            await self._write("unlock", f"unlock/{self.estate}/{unlock.connection}", unlock.step, unlock_form(unlock))
            self._know_unlock(unlock)

    async def _write(self, kind: str, subject: str, step: int, body: dict[str, Any]) -> None:
        record = JournalRecord(kind, subject, step, round(self.now_s(), 3), scrubbed(body))
        await self._runtime.in_thread(self.journal.append, record)
        self._tell_trail((record,))


def _lasts(one: Change | Unlock, at_s: float, now_s: float) -> bool:
    """Return whether something may become of it yet; locks count their steps on, whether they are open or not."""
    if isinstance(one, Unlock) or one.state in RUNNING or one.awaits_revert:
        return True
    return one.state in _PREPARED and now_s - at_s < _PREPARED_S


def scrubbed(value: Any) -> Any:
    """Return JSON values with every text in them scrubbed."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {key: scrubbed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):  # the kind stays: what is unchanged must compare as equal
        return type(value)(scrubbed(one) for one in value)
    return value
