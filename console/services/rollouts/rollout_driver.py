"""Driving a rollout: one move after the other, by one console at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.rollouts.rollout_move import MoveKind, RolloutMove, WaitFor, next_move, soaking_cells
from console.domain.rollouts.rollout_run import RunState, RunWay
from console.domain.rollouts.rollout_step import (
    anchored,
    blocked,
    ended,
    found,
    held,
    passed,
    taken,
    turned_back,
    unless_steered,
)
from console.kernel.errors import ChangeRefused, ConsoleError
from console.kernel.i18n import t
from console.services.rollouts.awaited_signature import AwaitedSignature
from console.services.rollouts.foreign_edit import foreign_edit, touched_levers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.domain.rollouts.rollout_check import RolloutCheck
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.kernel.runtime import Runtime
    from console.services.change_access import ChangeAccess
    from console.services.change_recovery import ChangeRecovery
    from console.services.rollouts.rollout_book import RolloutBook
    from console.services.rollouts.rollout_changer import RolloutChanger
    from console.services.rollouts.rollout_evidence import RolloutEvidence

_PAUSE_S = 1.0
_HELD_S = 5.0
_BACK_JUMP_S = 2.0
_NOTED_AGAIN_S = 600.0


class RolloutDriver:
    """Every coroutine runs on the I/O loop. What cannot be done now holds the run, and is tried again."""

    def __init__(
        self,
        runtime: Runtime,
        book: RolloutBook,
        changer: RolloutChanger,
        evidence: RolloutEvidence,
        access: ChangeAccess,
        recovery: ChangeRecovery,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._runtime, self._book, self._changer, self._evidence = runtime, book, changer, evidence
        self._access, self._recovery, self._sleep = access, recovery, sleep

    async def drive(self, run_id: str, enough: Callable[[RolloutMove], bool]) -> RolloutRun:
        """Go on until the run is over or rests, or a wait is ``enough``; return the run.

        Raises ``ChangeRefused`` when another running console drives it.
        """
        await self.claim(run_id)
        while True:
            move = await self.tick(run_id)
            run = self._book.find(run_id)
            if run.is_over or move.kind is MoveKind.REST or (move.kind is MoveKind.WAIT and enough(move)):
                return run
            if move.kind in {MoveKind.WAIT, MoveKind.SETTLE}:
                await self._sleep(_HELD_S if run.why else _PAUSE_S)

    async def claim(self, run_id: str) -> None:
        """Become the driver of a run whose console has ended: verify what it left, and what is really there."""
        await self._book.refresh()
        run = self._book.find(run_id)
        mine = self._book.journal.owner
        if run.owner == mine or run.is_over:
            return
        if await self._runtime.in_thread(self._book.journal.is_running, run.owner):
            raise ChangeRefused(
                t("Another console drives the rollout {id}.", id=run.id),
                t("Watch it with: cell-console rollout status {id}", id=run.id),
            )

        def take(now: RolloutRun) -> RolloutRun:
            if now.owner != run.owner:
                raise ChangeRefused(t("Another console has just taken the rollout {id}.", id=now.id))
            return taken(now, self._book.now_s(), mine)

        await self._book.move(run_id, take)
        await self._recovery.take_over()
        left = self._book.find(run_id)
        if left.state is RunState.RUNNING and left.way is RunWay.FORWARD and not left.pending:
            try:
                await self._is_blocked(left)
            except ConsoleError as error:
                await self._hold(left, str(error))

    async def tick(self, run_id: str) -> RolloutMove:
        """Make the next move of a run, and return it."""
        await self._book.refresh()
        run = self._book.find(run_id)
        now_s = self._book.now_s()
        if run.state is not RunState.RUNNING:
            return RolloutMove(MoveKind.REST)
        if now_s < run.since_s - _BACK_JUMP_S:
            run = await self._book.move(run_id, lambda one: anchored(one, now_s))
        cells = () if run.pending else soaking_cells(run)
        checks = await self._evidence.checks(run, cells) if cells else ()
        move = next_move(run, checks, now_s)
        try:
            await self._make(run, move, checks)
        except ConsoleError as error:
            await self._hold(run, str(error), unsigned=isinstance(error, AwaitedSignature))
            return RolloutMove(MoveKind.WAIT, wait=_wait_of(error))
        return move

    async def _make(self, run: RolloutRun, move: RolloutMove, checks: tuple[RolloutCheck, ...]) -> None:
        match move.kind:
            case MoveKind.SETTLE:
                await self._changer.settle(run)
            case MoveKind.CHANGE if move.step is not None:
                await self._changer.make(run, move.step)
            case MoveKind.BACK if move.check is not None:
                await self._turn_back(run, move.check, checks)
            case MoveKind.NEXT:
                await self._pass(run, checks)
            case MoveKind.WAIT:
                await self._wait(run, checks)
            case MoveKind.END:
                await self._go_on(run, lambda one: ended(one, self._book.now_s()))

    async def _go_on(self, run: RolloutRun, step: Callable[[RolloutRun], RolloutRun]) -> None:
        """Take a step that was decided of ``run``, unless a person was faster."""
        await self._book.move(run.id, unless_steered(run, step))

    async def _turn_back(self, run: RolloutRun, check: RolloutCheck, checks: tuple[RolloutCheck, ...]) -> None:
        why = t("{cell}: {sentence}", cell=check.cell, sentence=check.sentence)
        await self._go_on(run, lambda one: found(one, self._book.now_s(), checks))
        await self._go_on(run, lambda one: turned_back(one, self._book.now_s(), why))

    async def _pass(self, run: RolloutRun, checks: tuple[RolloutCheck, ...]) -> None:
        """Leave a stage only when its cells are still as this run has left them."""
        cells = soaking_cells(run) if run.way is RunWay.FORWARD else ()
        if cells and await self._is_blocked(run, cells):
            return
        if checks and _signature(checks) != _signature(run.checks):
            await self._go_on(run, lambda one: found(one, self._book.now_s(), checks))
        await self._go_on(run, lambda one: passed(one, self._book.now_s()))

    async def _is_blocked(self, run: RolloutRun, cells: tuple[str, ...] = ()) -> bool:
        """Stop a run, and tell it, when somebody else has changed what it moved."""
        for cell, lever in touched_levers(run, cells):
            edit = await foreign_edit(self._access, run, cell, lever)
            if edit:
                why = t("Somebody else has changed {cell}: {sentence}", cell=cell, sentence=edit)
                await self._go_on(run, lambda one, why=why: blocked(one, self._book.now_s(), why))  # type: ignore[misc]
                return True
        return False

    async def _wait(self, run: RolloutRun, checks: tuple[RolloutCheck, ...]) -> None:
        """Journal what was found when it is something else than before; else only show its newest numbers."""
        now_s = self._book.now_s()
        is_old = bool(checks) and now_s - run.moments[-1].at_s > _NOTED_AGAIN_S
        if run.why or is_old or _signature(checks) != _signature(run.checks):
            await self._go_on(run, lambda one: found(one, self._book.now_s(), checks))
        else:
            self._book.show(replace(run, checks=checks))

    async def _hold(self, run: RolloutRun, why: str, *, unsigned: bool = False) -> None:
        """Say what holds a run up, unless a person has held it or taken it back meanwhile."""

        def hold(now: RolloutRun) -> RolloutRun:
            is_same = (now.state, now.way) == (run.state, run.way)
            return held(now, self._book.now_s(), why, unsigned=unsigned) if is_same else now

        if self._book.find(run.id).why != why:
            await self._book.move(run.id, hold)


def _wait_of(error: ConsoleError) -> WaitFor:
    if isinstance(error, AwaitedSignature):
        return WaitFor.SIGNATURE
    return WaitFor.LOCK if isinstance(error, ChangeRefused) else WaitFor.REACH


def _signature(checks: tuple[RolloutCheck, ...]) -> frozenset[tuple[str, str, str]]:
    return frozenset((one.cell, one.topic.value, one.verdict.value) for one in checks)
