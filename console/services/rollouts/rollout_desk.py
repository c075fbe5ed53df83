"""The rollout desk: the rollouts of the open estate, put together when they are first wanted."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from console.domain.rollouts.rollout_run import RunState
from console.kernel.errors import ChangeRefused, ConsoleError
from console.kernel.operator import operator
from console.services.rollouts.rollout_book import RolloutBook
from console.services.rollouts.rollout_changer import RolloutChanger
from console.services.rollouts.rollout_command import RolloutCommand
from console.services.rollouts.rollout_driver import RolloutDriver
from console.services.rollouts.rollout_evidence import ROLLOUT_TOPICS, RolloutEvidence
from console.store.journal.file_journal import FileJournal

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from console.domain.change import Approval
    from console.domain.rollouts.rollout_move import RolloutMove
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.metric import MetricReader
    from console.ports.trail import Trail
    from console.services.change_recovery import ChangeRecovery
    from console.services.change_service import ChangeService
    from console.services.look import Look
    from console.services.policy.change_judge import ChangeJudge
    from console.store.store import Store

_FOLLOW_S = 5.0


class RolloutDesk:
    """One per open estate; ``folder`` holds its journal.

    ``book``, ``command`` and ``driver`` are used on the I/O loop, the rest on any thread.
    """

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        store: Store,
        folder: Path,
        service: ChangeService,
        recovery: ChangeRecovery,
        reader: Callable[[str, type[MetricReader]], MetricReader | None],
        trail: Trail,
        look: Callable[..., Look],
        read_only: Callable[[], bool],
        judge: ChangeJudge,
    ) -> None:
        self._scope, self._look, self._read_only = runtime.scope("rollouts"), look, read_only
        self._changes = service.book
        journal = FileJournal(folder, RolloutBook.lasting)
        self.book = RolloutBook(runtime, clock, store, journal, service.book.estate, trail)
        self.command = RolloutCommand(self.book, operator())
        evidence = RolloutEvidence(runtime, clock, store, reader)
        changer = RolloutChanger(self.book, service, recovery)
        self.driver = RolloutDriver(runtime, self.book, changer, evidence, service.access, recovery, asyncio.sleep)
        judge.cover = self._approvals
        self._looks: list[Look] = []
        self._driven: dict[str, Future[RolloutRun]] = {}

    def _approvals(self, run_id: str) -> tuple[Approval, ...]:
        return next((one.approvals for one in self.book.entries if one.id == run_id), ())

    def drive(self, run_id: str, enough: Callable[[RolloutMove], bool] = lambda _move: False) -> Future[RolloutRun]:
        """Begin to drive a run behind; the future gives it when it is over, rests, or waits for what is ``enough``."""
        running = self._driven.get(run_id)
        if running is not None and not running.done():
            return running
        if not self._looks:
            self._looks.append(self._look(*ROLLOUT_TOPICS))
        self._driven[run_id] = self._scope.start(self._drive(run_id, enough))
        return self._driven[run_id]

    async def _drive(self, run_id: str, enough: Callable[[RolloutMove], bool]) -> RolloutRun:
        await self._changes.refresh()
        return await self.driver.drive(run_id, enough)

    def attend(self) -> None:
        """Drive what runs and has no driver, now and whenever a console ends (the window, which stays open)."""
        self._scope.start(self._attend())

    async def _attend(self) -> None:
        while True:
            with suppress(ConsoleError):  # told by the book, and at the next action
                await self.book.refresh()
                for run in self.book.entries:
                    if run.state is RunState.RUNNING:
                        await self._take(run)
            await asyncio.sleep(_FOLLOW_S)

    async def _take(self, run: RolloutRun) -> None:
        running = self._driven.get(run.id)
        if self._read_only() or (running is not None and not running.done()):
            return
        with suppress(ChangeRefused):  # another console drives it
            await self.driver.claim(run.id)
            self.drive(run.id)

    def close(self) -> None:
        """Stop driving; what is being written is waited for by the change engine."""
        for look in self._looks:
            look.close()
        self._scope.cancel()
        self.book.journal.close()
