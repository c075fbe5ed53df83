"""The game desk: the game days of this program's lab, put together when they are first wanted."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.game_day.game_day import GameDay, MarkWord
from console.domain.game_day.game_plan import SHORTEST_LIMIT_S, GamePlan
from console.domain.game_day.game_step import checked, given_up, lost, named, seen, told
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.kernel.operator import operator
from console.services.game_days.game_book import GameBook
from console.services.game_days.game_driver import GameDriver
from console.store.journal.file_journal import FileJournal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future
    from pathlib import Path

    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.services.game_days.game_driver import GameLab
    from console.services.trail_desk import TrailDesk

_SEEDS = 1_000_000


class GameDesk:
    """``folder`` holds the journal. Coroutines run on the I/O loop, the rest on any thread."""

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        folder: Path,
        lab: GameLab,
        trail: TrailDesk,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._scope, self._runtime, self._lab, self._trail = runtime.scope("game days"), runtime, lab, trail
        self._actor = operator()
        self.book = GameBook(runtime, clock, FileJournal(folder, GameBook.lasting))
        self._driver = GameDriver(runtime, self.book, lab, trail, sleep)
        self._driven: Future[GameDay] | None = None

    async def look(self) -> tuple[GameDay, ...]:
        """Return all game days; one whose console has ended is noted as lost."""
        await self.book.refresh()
        day = self.book.open
        if day is not None and not await self._runtime.in_thread(self.book.journal.is_running, day.owner):
            why = t("The console that drove it ended.")
            await self.book.move(day.id, lambda one: lost(one, self.book.now_s(), why))
        return self.book.days

    async def begin(
        self, estate: str, *, within_s: float, limit_s: float, scenarios: tuple[str, ...] = (), seed: int | None = None
    ) -> GameDay:
        """Take in a game day and begin to drive it; ``scenarios`` are what may be drawn (default: all of the lab).

        Raises ``ChangeRefused`` while another one, or a fault, is on its way, ``UserError`` for an unknown scenario.
        """
        await self.look()
        known = await asyncio.wrap_future(self._lab.scenarios())
        running = next((one.id for one in known if one.state == "active"), "")
        if self.book.open is not None or running:
            raise ChangeRefused(
                t("A game day is on its way.") if not running else t("A fault is being practised: {id}.", id=running),
                t("End it first."),
            )
        unknown = sorted(set(scenarios) - {one.id for one in known})
        if unknown or limit_s < SHORTEST_LIMIT_S or within_s < 0:
            raise UserError(
                t("The lab has no scenario {scenario}.", scenario=repr(unknown[0]))
                if unknown
                else t("A game day lasts at least a minute, and its fault cannot begin in the past."),
                t("Known: {names}.", names=", ".join(one.id for one in known)),
            )
        drawn_from = scenarios or tuple(one.id for one in known)
        plan = GamePlan(
            secrets.randbelow(_SEEDS) if seed is None else seed,
            drawn_from,
            round(self.book.now_s(), 3),
            within_s,
            limit_s,
        )
        stamp = datetime.fromtimestamp(plan.begun_s, UTC).strftime("%Y%m%d-%H%M%S")
        day = GameDay(f"game-{stamp}-{secrets.token_hex(2)}", estate, plan, self._actor, owner=self.book.journal.owner)
        await self.book.add(day)
        self._trail.note(TrailEvent("game_day.begun", day.id, once=f"{day.id}/begun"))
        self._driven = self._scope.start(self._driver.drive(day.id))
        return day

    async def say(self, day_id: str, word: MarkWord, note: str = "") -> GameDay:
        """Note what the operator says: ``SEEN``, ``NAMED`` (a runbook's key), ``TOLD``, ``CHECKED`` or ``GIVEN_UP``."""
        steps: dict[MarkWord, Callable[[GameDay], GameDay]] = {
            MarkWord.SEEN: lambda day: seen(day, self.book.now_s(), self._actor),
            MarkWord.NAMED: lambda day: named(day, self.book.now_s(), note, self._actor),
            MarkWord.TOLD: lambda day: told(day, self.book.now_s(), self._actor),
            MarkWord.CHECKED: lambda day: checked(day, self.book.now_s(), self._actor),
            MarkWord.GIVEN_UP: lambda day: given_up(day, self.book.now_s(), self._actor),
        }
        await self._driver.tick(day_id)
        return await self.book.move(day_id, steps[word])

    @property
    def driven(self) -> Future[GameDay] | None:
        """Return the game day that this console drives, as it will be when it is over."""
        return self._driven

    def close(self) -> None:
        """Stop driving."""
        self._scope.cancel()
        self.book.journal.close()
