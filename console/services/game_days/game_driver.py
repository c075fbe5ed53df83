"""Driving a game day on the lab: break something at the hidden time, see when it is healed, and put it back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from console.domain.game_day.game_plan import drawn
from console.domain.game_day.game_score import score
from console.domain.game_day.game_step import broken, gathered, healed, lost, timed_out
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.services.game_days.game_acts import game_acts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

    from console.domain.game_day.game_day import GameDay
    from console.domain.lab_scenario import LabScenario
    from console.kernel.runtime import Runtime
    from console.services.game_days.game_book import GameBook
    from console.services.trail_desk import TrailDesk

EVERY_S = 1.0
_PATIENCE_S = 60.0
"""So long a lab that is slow, or refuses, is asked again to break something."""


class GameLab(Protocol):
    """The lab of this program; the desk of ``console.services.lab_desk`` is one."""

    @property
    def is_running(self) -> bool:
        """Return whether it runs."""

    def scenarios(self) -> Future[tuple[LabScenario, ...]]:
        """Ask for all scenarios with their state."""

    def start_scenario(self, scenario: str) -> Future[tuple[LabScenario, ...]]:
        """Inject a fault."""

    def stop_scenario(self, scenario: str) -> Future[tuple[LabScenario, ...]]:
        """Take a fault back."""


class GameDriver:
    """Every coroutine runs on the I/O loop."""

    def __init__(
        self,
        runtime: Runtime,
        book: GameBook,
        lab: GameLab,
        trail: TrailDesk,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._runtime, self._book, self._lab, self._trail, self._sleep = runtime, book, lab, trail, sleep

    async def drive(self, day_id: str) -> GameDay:
        """Go on until the game day is over; return it with what was done in it."""
        while not (await self.tick(day_id)).is_over:
            await self._sleep(EVERY_S)
        return await self._end(day_id)

    async def tick(self, day_id: str) -> GameDay:
        """Look at the lab once, and note what became of the game day."""
        await self._book.refresh()
        day = self._book.find(day_id)
        if day.is_over:
            return day
        if not self._lab.is_running:
            return await self._book.move(day_id, lambda one: lost(one, self._book.now_s(), t("The lab ended.")))
        with suppress(ConsoleError):  # the lab is slow, or the operator ended the day just now: looked at again
            await (self._break(day) if day.broken_s is None else self._look(day, day.broken_s))
        return self._book.find(day_id)

    async def _break(self, day: GameDay) -> None:
        draw = drawn(day.plan)
        if self._book.now_s() < draw.breaks_s:
            return
        try:
            found = await self._injected(draw.scenario)
        except ConsoleError as error:
            why = str(error)
            if self._book.now_s() >= draw.breaks_s + _PATIENCE_S:  # this lab has nothing that it could break
                await self._book.move(day.id, lambda one: lost(one, self._book.now_s(), why))
            raise
        await self._book.move(day.id, lambda one: broken(one, self._book.now_s(), found))

    async def _injected(self, scenario: str) -> LabScenario:
        """Inject a fault, unless the lab did so before: its answer may have come too late."""
        found = _one(await asyncio.wrap_future(self._lab.scenarios()), scenario)
        if found.state == "active":
            return found
        return _one(await asyncio.wrap_future(self._lab.start_scenario(scenario)), scenario)

    async def _look(self, day: GameDay, broken_s: float) -> None:
        found = _one(await asyncio.wrap_future(self._lab.scenarios()), drawn(day.plan).scenario)
        if found.state == "healed":
            await self._book.move(day.id, lambda one: healed(one, self._book.now_s()))
        if self._book.now_s() - broken_s >= day.plan.limit_s:
            await self._book.move(day.id, lambda one: timed_out(one, self._book.now_s()))

    async def _end(self, day_id: str) -> GameDay:
        """Put the lab back, gather what was done, and tell the trail."""
        day = self._book.find(day_id)
        if day.fault is not None and self._lab.is_running:
            with suppress(ConsoleError):  # it can be taken back by hand on the Lab page
                await asyncio.wrap_future(self._lab.stop_scenario(day.fault.id))
        with suppress(ConsoleError):  # without the trail there is still the score
            await self._trail.flush()
            acts = await self._runtime.in_thread(game_acts, self._trail.book, day)
            day = await self._book.move(day_id, lambda one: gathered(one, acts))
        found = score(day)
        scenario = day.fault.id if day.fault is not None else ""
        body = {"scenario": scenario, "end": day.end.word.value if day.end else "", "seed": day.plan.seed}
        points = {"score": found.total} if found is not None else {}
        self._trail.note(TrailEvent("game_day.ended", day.id, body=body | points, once=f"{day.id}/ended"))
        return day


def _one(scenarios: tuple[LabScenario, ...], wanted: str) -> LabScenario:
    found = next((one for one in scenarios if one.id == wanted), None)
    if found is None:
        raise ConsoleError(t("The lab has no scenario {scenario}.", scenario=repr(wanted)))
    return found
