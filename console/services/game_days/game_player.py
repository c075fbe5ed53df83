"""Playing the operator of a game day: watch symptoms, run the runbook that fits, verify. For rehearsals without people.

It knows no more than an operator does: what alerts and diagnoses tell that they did not tell before. Only when nothing
has told it anything for ``_PATIENCE`` of the limit does it look up what was broken, which costs the points of detecting
and diagnosing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.game_day.game_day import MarkWord
from console.domain.runbooks.question import Asks
from console.domain.runbooks.runbook_run import RunOutcome, RunState
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.presenters.diagnosis_case import TOPICS
from console.presenters.runbooks.runbook_rows import runbook_rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from console.domain.game_day.game_day import GameDay
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.change_access import ChangeAccess
    from console.services.game_days.game_desk import GameDesk
    from console.services.runbooks.runbook_desk import RunbookDesk
    from console.store.store import Store

WATCHED = (*TOPICS, "alerts", "rules")
_LOOK_S = 1.0
_PATIENCE = 0.25
_HEALS_WITHIN_S = 180.0
_UNLOCKED_S = 3_600.0


class Candidate(NamedTuple):
    """A runbook that may fit, and the cell whose symptom says so (may be empty)."""

    runbook: Runbook
    cell: str


class GamePlayer:
    """``say`` is told what it does, in sentences. Coroutines run on the I/O loop; somebody else drains the store."""

    def __init__(
        self,
        store: Store,
        games: GameDesk,
        runbooks: RunbookDesk,
        access: ChangeAccess,
        sleep: Callable[[float], Awaitable[object]],
        say: Callable[[str], object],
    ) -> None:
        self._store, self._games, self._runbooks, self._access = store, games, runbooks, access
        self._sleep, self._say = sleep, say

    async def play(self, day_id: str, library: Iterable[Runbook]) -> None:
        """Play until the fault is healed and checked, or give up when nothing is left to be tried."""
        known = tuple(library)
        usual = frozenset(self._fitting(known))
        tried: set[str] = set()
        while not self._day(day_id).is_over:
            found = await self._next(day_id, known, usual, tried)
            if found is None:
                break
            tried.add(found.runbook.id)
            if await self._try(day_id, found):
                return
        if not self._day(day_id).is_over:
            await self._games.say(day_id, MarkWord.GIVEN_UP)

    def _day(self, day_id: str) -> GameDay:
        return self._games.book.find(day_id)

    def _fitting(self, known: tuple[Runbook, ...]) -> dict[str, Candidate]:
        """Return the runbooks whose symptoms hold now, the best first."""
        rows = runbook_rows(known, self._store.state, self._games.book.now_s())
        return {
            row.id: Candidate(row.runbook, next((one.cell for one in row.holds if one.cell), ""))
            for row in rows
            if row.holds
        }

    async def _next(
        self, day_id: str, known: tuple[Runbook, ...], usual: frozenset[str], tried: set[str]
    ) -> Candidate | None:
        """Wait for a runbook to fit that did not before; look up the answer when the patience is over."""
        while not (day := self._day(day_id)).is_over:
            fresh = [one for key, one in self._fitting(known).items() if key not in usual | tried]
            if fresh and day.broken_s is not None:
                await self._tell_seen(day)
                return fresh[0]
            waited_s = self._games.book.now_s() - (day.broken_s or self._games.book.now_s())
            if waited_s > _PATIENCE * day.plan.limit_s:
                self._say(t("No symptom told what it is; the answer is looked up: {id}", id=day.runbook))
                if day.first(MarkWord.TOLD) is None:
                    await self._games.say(day_id, MarkWord.TOLD)
                right = next((one for one in known if one.id == day.runbook and one.id not in tried), None)
                return Candidate(right, "") if right is not None else None
            await self._sleep(_LOOK_S)
        return None

    async def _tell_seen(self, day: GameDay) -> None:
        if day.first(MarkWord.SEEN) is None:
            await self._games.say(day.id, MarkWord.SEEN)

    async def _try(self, day_id: str, found: Candidate) -> bool:
        """Run a runbook to its end, and check; return whether all is well."""
        self._say(t("It runs {id} for {cell}.", id=found.runbook.id, cell=found.cell or "–"))
        await self._games.say(day_id, MarkWord.NAMED, found.runbook.id)
        try:
            run = await self._run(day_id, found)
        except ConsoleError as error:
            self._say(str(error))
            return False
        self._say(t("{id} ended: {outcome}", id=found.runbook.id, outcome=run.outcome.value or run.why))
        if run.outcome is not RunOutcome.SUCCEEDED:
            return False
        begun_s = self._games.book.now_s()
        while self._day(day_id).first(MarkWord.HEALED) is None:
            if self._day(day_id).is_over or self._games.book.now_s() - begun_s > _HEALS_WITHIN_S:
                return False
            await self._sleep(_LOOK_S)
        await self._games.say(day_id, MarkWord.CHECKED)
        return True

    async def _run(self, day_id: str, found: Candidate) -> RunbookRun:
        """Begin a run, and let it go to its end; what wants a person's consent ends it."""
        plan = self._plan(self._day(day_id), found)
        for connection in self._runbooks.world.written(plan):
            await self._access.unlock(connection, _UNLOCKED_S, t("A game day without people"))
        command = self._runbooks.command
        run = await command.start(plan, found.runbook.text, reason=t("A game day without people"))
        run = await self._driven(await command.auto(run.id))
        while run.state is RunState.WAITING and _is_plain(run):
            run = await self._driven(await command.answer(run.id, 0, t("Answered by the rehearsal.")))
        return run if run.is_over else await command.abort(run.id, run.why)

    async def _driven(self, run: RunbookRun) -> RunbookRun:
        import asyncio  # noqa: PLC0415 - with the first run

        return await asyncio.wrap_future(self._runbooks.drive(run.id))

    def _plan(self, day: GameDay, found: Candidate) -> RunPlan:
        """Return the plan for the cell that shows the symptom; where none does, for the first that it fits.

        What else the right runbook must be told a person reads off the fault; here the fault itself tells it.
        """
        wanted = {one.name: one for one in found.runbook.parameters}
        name = next((one.name for one in wanted.values() if one.type == "cell"), "")
        cells = (found.cell,) if found.cell else tuple(one.key for one in self._runbooks.world.cells)
        told = day.fault.parameters if day.fault is not None and day.runbook == found.runbook.id else {}
        values = {name: cells[0]} if name and cells else {}
        values |= {key: value for key, value in told.items() if key in wanted and (key != name or not found.cell)}
        return self._runbooks.plan(found.runbook, values)


def _is_plain(run: RunbookRun) -> bool:
    """Return whether what a run asks can be answered without a person's evidence or consent."""
    question = run.present.question if run.present is not None else None
    if question is None or question.needs_note or question.needs_picture:
        return False
    return question.asks in {Asks.CONFIRM, Asks.DECIDE}
