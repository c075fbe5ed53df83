"""The rollout book: the runs of the open estate in memory, each step of them in a journal first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.domain.change_event import RolloutChanged
from console.domain.rollouts.rollout_run import RolloutRun, read_run, run_form
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.ports.journal import JournalConflict, JournalRecord
from console.services.change_book import scrubbed

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.journal import Journal
    from console.ports.trail import Trail
    from console.store.store import Store

_TRIES = 5
_UNTOLD = frozenset({"found", "passed", "released", "clock-set-back"})


class RolloutBook:
    """The only writer of its journal. Coroutines run on the I/O loop; what is told here is told to the store too."""

    def __init__(
        self, runtime: Runtime, clock: Clock, store: Store, journal: Journal, estate: str, trail: Trail | None
    ) -> None:
        self.journal, self.estate = journal, estate
        self.problems: list[str] = []
        self._runtime, self._clock, self._store, self._trail = runtime, clock, store, trail
        self._runs: dict[str, RolloutRun] = {}
        self._writing = asyncio.Lock()

    def now_s(self) -> float:
        """Return the time in unix seconds."""
        return self._clock.now().timestamp()

    @property
    def runs(self) -> tuple[RolloutRun, ...]:
        """Return all runs of the estate, oldest first."""
        return tuple(sorted(self._runs.values(), key=lambda one: one.id))

    def find(self, run_id: str) -> RolloutRun:
        """Return a run by its id or the beginning or end of it; raise ``UserError`` unless there is exactly one."""
        if run_id in self._runs:
            return self._runs[run_id]
        found = [one for one in self._runs if run_id and (one.startswith(run_id) or one.endswith(run_id))]
        if len(found) == 1:
            return self._runs[found[0]]
        raise UserError(
            t("There is no rollout {id} of the estate {estate}.", id=repr(run_id), estate=self.estate)
            if not found
            else t("{id} is the beginning of several rollouts.", id=repr(run_id)),
            t("List them with: cell-console rollout list"),
        )

    async def refresh(self) -> None:
        """Take in what the journal has that is new: at the start all of it, later what other consoles wrote."""
        reading = await self._runtime.in_thread(self.journal.read)
        self.problems += reading.problems
        for record in {one.subject: one for one in reading.records}.values():
            if record.body.get("estate") == self.estate:
                try:
                    self._know(read_run(record.body))
                except ConsoleError as error:
                    self.problems.append(f"{record.subject}: {error.message}")

    async def add(self, run: RolloutRun) -> RolloutRun:
        """Take in a new run once it is journaled."""
        async with self._writing:
            await self._write(run)
        return run

    async def move(self, run_id: str, step: Callable[[RolloutRun], RolloutRun]) -> RolloutRun:
        """Make the next step of the newest known version, and return it once it is on disk.

        ``step`` raises ``ChangeRefused`` when there is no such step, also because another console was first.
        """
        async with self._writing:
            for _ in range(_TRIES):
                new = step(self._runs[run_id])
                try:
                    await self._write(new)
                except JournalConflict:
                    await self.refresh()
                    continue
                return new
        raise JournalConflict(t("Another console keeps changing {subject}.", subject=run_id))

    def show(self, run: RolloutRun) -> None:
        """Show what was found of a run between its steps; it is not worth a line of the journal."""
        if self._runs[run.id].step == run.step:
            self._know(run)

    def _know(self, run: RolloutRun) -> None:
        self._runs[run.id] = run
        self._store.dispatch(RolloutChanged(run))

    async def _write(self, run: RolloutRun) -> None:
        record = JournalRecord("rollout", run.id, run.step, round(self.now_s(), 3), scrubbed(run_form(run)))
        await self._runtime.in_thread(self.journal.append, record)
        self._know(run)
        if self._trail is not None and run.moments[-1].word not in _UNTOLD:
            self._trail.note(_event(run))


def _event(run: RolloutRun) -> TrailEvent:
    last = run.moments[-1]
    body = {"step": run.step, "state": run.state.value, "way": run.way.value, "task": run.at, "plan": run.plan.name}
    return TrailEvent(
        f"rollout.{last.word.replace('-', '_')}",
        run.id,
        actor=last.actor,
        reason=run.reason,
        trace_id=run.trace_id,
        body=body | ({"change": run.pending} if run.pending else {}),
        once=f"{run.id}/{run.step}",
    )
