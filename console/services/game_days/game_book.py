"""The game book: all game days of the profile in memory, each step of them in a journal first."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from console.domain.game_day.game_day import GameDay, day_form, read_day
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.ports.journal import JournalConflict, JournalRecord
from console.services.change_book import scrubbed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.journal import Journal

_TRIES = 5


class GameBook:
    """The only writer of its journal. Coroutines run on the I/O loop; ``days`` may be read on any thread."""

    def __init__(self, runtime: Runtime, clock: Clock, journal: Journal) -> None:
        self.journal = journal
        self.problems: list[str] = []
        self._runtime, self._clock = runtime, clock
        self._days: dict[str, GameDay] = {}
        self._writing = asyncio.Lock()

    @staticmethod
    def lasting(newest: Mapping[str, JournalRecord], _now_s: float) -> set[str]:
        """Return the days that have not ended, of the newest records by subject, as far as they can be read."""
        found = set[str]()
        for subject, record in newest.items():
            with suppress(ConsoleError):
                if not read_day(record.body).is_over:
                    found.add(subject)
        return found

    def now_s(self) -> float:
        """Return the time in unix seconds."""
        return self._clock.now().timestamp()

    @property
    def days(self) -> tuple[GameDay, ...]:
        """Return all game days, the newest first."""
        return tuple(sorted(self._days.copy().values(), key=lambda one: one.id, reverse=True))

    @property
    def open(self) -> GameDay | None:
        """Return the game day that is not over yet."""
        return next((one for one in self.days if not one.is_over), None)

    def find(self, day_id: str) -> GameDay:
        """Return a game day by its id or the end of it (empty: the newest); raise ``UserError`` when there is none."""
        found = [one for one in self.days if one.id.endswith(day_id)]
        if not found:
            raise UserError(
                t("There is no game day {id}.", id=repr(day_id)), t("List them with: cell-console gameday list")
            )
        return found[0]

    async def refresh(self) -> None:
        """Take in what the journal has that is new."""
        reading = await self._runtime.in_thread(self.journal.read)
        self.problems += reading.problems
        for record in {one.subject: one for one in reading.records}.values():
            try:
                self._days[record.subject] = read_day(record.body)
            except ConsoleError as error:
                self.problems.append(f"{record.subject}: {error.message}")

    async def add(self, day: GameDay) -> GameDay:
        """Take in a new game day once it is journaled."""
        async with self._writing:
            await self._write(day)
        return day

    async def move(self, day_id: str, step: Callable[[GameDay], GameDay]) -> GameDay:
        """Make the next step of the newest known version, and return it once it is on disk.

        Raises ``ChangeRefused`` when there is no such step.
        """
        async with self._writing:
            for _ in range(_TRIES):
                new = step(self._days[day_id])
                try:
                    if new.step != self._days[day_id].step:
                        await self._write(new)
                except JournalConflict:
                    await self.refresh()
                    continue
                return new
        raise JournalConflict(t("Another console keeps changing {subject}.", subject=day_id))

    async def _write(self, day: GameDay) -> None:
        record = JournalRecord("game-day", day.id, day.step, round(self.now_s(), 3), scrubbed(day_form(day)))
        await self._runtime.in_thread(self.journal.append, record)
        self._days[day.id] = day
