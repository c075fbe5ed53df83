"""The runbook desk: the library and the runs of the open estate, put together when they are first wanted."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.domain.runbooks.runbook_run import RunState
from console.kernel.errors import ConsoleError
from console.kernel.i18n import language as spoken
from console.presenters.cell_gate import GATE_TOPICS
from console.runbooks.library import read_library
from console.runbooks.plan import make_plan
from console.runbooks.world import World
from console.services.runbooks.job_alarm import tell_failed_job
from console.services.runbooks.run_book import RunBook
from console.services.runbooks.run_driver import RunDriver
from console.services.runbooks.run_outside import RUN_TOPICS, Reach
from console.services.runbooks.run_records import RunRecords
from console.services.runbooks.run_shelf import RunShelf
from console.services.runbooks.runbook_command import RunbookCommand
from console.services.runbooks.runbook_shelves import own_runbooks, runbook_shelves
from console.services.trail_reading import TrailReading
from console.store.journal.file_journal import FileJournal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime
    from console.ports.outside import Outside
    from console.runbooks.library import Library
    from console.services.change_recovery import ChangeRecovery
    from console.services.change_service import ChangeService
    from console.services.look import Look
    from console.services.policy.operator_key import OperatorKey
    from console.services.runbooks.step_output import StepOutput
    from console.services.trail_desk import TrailDesk
    from console.store.store import Store

_FOLLOW_S = 1.0


class RunbookDesk:
    """One per open estate; ``paths`` has the journal, the runs' folders and the user's own runbooks.

    ``book``, ``command`` and ``driver`` are used on the I/O loop, the rest on any thread; ``records`` has old runs too.
    """

    def __init__(
        self,
        reach: Reach,
        estate_folder: Path,
        paths: Paths,
        changes: ChangeService,
        recovery: ChangeRecovery,
        look: Callable[..., Look],
        attest: Callable[[Path], dict[str, Any]],
        operator: OperatorKey,
    ) -> None:
        self._reach, self._estate_folder, self._look = reach, estate_folder, look
        self._scope = reach.runtime.scope("runbooks")
        self._changes = changes
        self.own_folder = own_runbooks(paths)
        self.shelf = RunShelf(paths.state / "runbooks" / "runs")
        journal = FileJournal(paths.state / "runbooks" / "journal", RunBook.lasting)
        self.book = RunBook(reach.runtime, reach.clock, reach.store, journal, reach.estate.name, reach.trail)
        self.driver = RunDriver(reach, self.book, self.shelf, changes, recovery, operator.actor, self._after)
        self.command = RunbookCommand(reach.runtime, self.book, self.shelf, self.driver, operator)
        self.records = RunRecords(reach.runtime, self.book, self.shelf, attest, is_lab=reach.estate.is_lab)
        self._looks: list[Look] = []
        self._driven: dict[str, Future[RunbookRun]] = {}

    # --- before a run ---------------------------------------------------------------------------------------------

    def library(self, language: str = "") -> Library:
        """Return the runbooks of the program, the estate and the user; blocks (disk)."""
        shelves = runbook_shelves(self.own_folder, self._reach.estate, self._estate_folder)
        return read_library(shelves, language or spoken())

    @property
    def world(self) -> World:
        """Return what plans are made for."""
        return World(self._reach.estate, self._reach.clock.now().timestamp(), str(self._estate_folder))

    def plan(self, runbook: Runbook, values: Mapping[str, object]) -> RunPlan:
        """Return what a run would do, whole; raise ``UserError`` naming what does not fit. Blocks (disk)."""
        return make_plan(runbook, values, self.world, lambda wanted: self.library(runbook.language).find(wanted))

    # --- driving --------------------------------------------------------------------------------------------------

    def drive(self, run_id: str) -> Future[RunbookRun]:
        """Begin to drive a run behind; the future gives it when it is over or waits for a person."""
        running = self._driven.get(run_id)
        if running is not None and not running.done():
            return running
        if not self._looks:
            self._looks.append(self._look(*dict.fromkeys((*RUN_TOPICS, *GATE_TOPICS))))
        self._driven[run_id] = self._scope.start(self._drive(run_id))
        return self._driven[run_id]

    async def _drive(self, run_id: str) -> RunbookRun:
        await self._changes.book.refresh()
        return await self.driver.drive(run_id)

    def attend(self) -> None:
        """Drive on what other consoles say to the runs of this one (the window, which stays open)."""
        self._scope.start(self._attend())

    async def _attend(self) -> None:
        while True:
            with suppress(ConsoleError):  # told by the book, and at the next action
                await self.book.refresh()
                for run in self.book.entries:
                    if run.state is RunState.RUNNING and run.owner == self.book.journal.owner:
                        self.drive(run.id)
            await asyncio.sleep(_FOLLOW_S)

    async def _after(self, run: RunbookRun, plan: RunPlan) -> None:
        """A job that failed is told at once; a run that is over is kept for good."""
        if run.is_over:
            await self._reach.runtime.in_thread(self.shelf.keep_record, run)
        else:
            await tell_failed_job(self._reach, run, plan)

    async def take_up(self, run_id: str) -> RunbookRun:
        """Become the driver of a run that its console has left; raise ``ChangeRefused`` while that one still runs."""
        return await self.driver.take_up(run_id)

    async def left_behind(self) -> tuple[RunbookRun, ...]:
        """Return the runs that are not over and whose console has ended: they can be taken up again."""
        await self.book.refresh()
        open_runs = [one for one in self.book.entries if not one.is_over and one.owner != self.book.journal.owner]

        def ended() -> tuple[RunbookRun, ...]:
            return tuple(one for one in open_runs if not self.book.journal.is_running(one.owner))

        return await self._reach.runtime.in_thread(ended)

    # --- looking --------------------------------------------------------------------------------------------------

    def output(self, run_id: str, place: int) -> StepOutput | None:
        """Return the output of a step that runs or ran here; ``None``: see ``shelf.output``. Any thread."""
        return self.driver.output(run_id, place)

    def close(self) -> None:
        """Stop driving: processes are ended, what was running is looked into at the next start."""
        for look in self._looks:
            look.close()
        with suppress(ConsoleError, TimeoutError):
            self._reach.runtime.run(self.driver.close(), 5.0)
        self._scope.cancel()
        self.book.journal.close()


def made_desk(
    runtime: Runtime,
    clock: Clock,
    store: Store,
    estate: Estate,
    estate_folder: Path,
    paths: Paths,
    changes: ChangeService,
    recovery: ChangeRecovery,
    offered: Callable[[str, type[Any]], Any],
    outside: Callable[[Path], Outside],
    trail: TrailDesk,
    look: Callable[..., Look],
    operator: OperatorKey,
) -> RunbookDesk:
    """Return the desk of an open estate."""
    reach = Reach(runtime, clock, store, estate, offered, lambda: outside(estate_folder), trail, asyncio.sleep)

    def attest(file: Path) -> dict[str, Any]:
        return TrailReading(trail.book).attest_file(file)

    return RunbookDesk(reach, estate_folder, paths, changes, recovery, look, attest, operator)
