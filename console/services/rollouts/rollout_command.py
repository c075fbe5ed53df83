"""What people say to a rollout: begin, hold, go on, take it back. Any console may; the one that drives it does it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.rollouts.rollout_run import RolloutRun, RunMoment, RunState
from console.domain.rollouts.rollout_step import let_on, paused, resumed, signed, turned_back
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from console.domain.change import Approval
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.services.rollouts.rollout_book import RolloutBook


class RolloutCommand:
    """Every coroutine journals one step of a run, or raises ``ConsoleError``; nothing is sent anywhere by it."""

    def __init__(self, book: RolloutBook, actor: str) -> None:
        self._book, self._actor = book, actor

    async def start(self, plan: RolloutPlan, reason: str) -> RolloutRun:
        """Take in a run of a plan; refused while another one moves one of its cells."""
        await self._book.refresh()
        for run in self._book.entries:
            shared = sorted(set(run.plan.cells) & set(plan.cells))
            if not run.is_over and shared:
                raise ChangeRefused(
                    t("The rollout {id} is on its way in {cells}.", id=run.id, cells=", ".join(shared)),
                    t("Let it end, or abort it: cell-console rollout abort {id}", id=run.id),
                )
        now_s = self._book.now_s()
        stamp = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d-%H%M%S")
        return await self._book.add(
            RolloutRun(
                id=f"rollout-{stamp}-{secrets.token_hex(3)}",
                estate=self._book.estate,
                actor=self._actor,
                plan=plan,
                since_s=round(now_s, 3),
                moments=(RunMoment(round(now_s, 3), "begun", plan.name, self._actor),),
                reason=scrub(reason.strip() or plan.reason),
                trace_id=secrets.token_hex(16),
                owner=self._book.journal.owner,
            )
        )

    async def pause(self, run_id: str, reason: str = "") -> RolloutRun:
        """Hold a run where it is."""
        return await self._book.move(run_id, lambda run: paused(run, self._book.now_s(), self._actor, reason))

    async def resume(self, run_id: str) -> RolloutRun:
        """Let a held run go on, or try again what blocked one; a running one stays as it is."""
        await self._book.refresh()
        if self._book.find(run_id).state is RunState.RUNNING:
            return self._book.find(run_id)
        return await self._book.move(run_id, lambda run: resumed(run, self._book.now_s(), self._actor))

    async def step(self, run_id: str) -> RolloutRun:
        """Let a run leave its stage before its time, as soon as its gates allow it."""
        return await self._book.move(run_id, lambda run: let_on(run, self._book.now_s(), self._actor))

    async def promote(self, run_id: str, reason: str) -> RolloutRun:
        """Let a run leave its stage without enough evidence too; a proof that it is bad still takes it back."""
        if not reason.strip():
            raise UserError(
                t("Going on without enough evidence needs a reason."), t("Say why: --reason TEXT, in a few words.")
            )
        said = scrub(reason.strip())
        return await self._book.move(
            run_id, lambda run: let_on(run, self._book.now_s(), self._actor, said, forced=True)
        )

    async def sign(self, run_id: str, approval: Approval) -> RolloutRun:
        """Keep another operator's signature, which was checked, with a run; the same one again changes nothing."""
        await self._book.refresh()
        run = self._book.find(run_id)
        note = t("Signed by {who}.", who=approval.actor)
        if signed(run, 0.0, approval, note) is run:
            return run
        return await self._book.move(run_id, lambda one: signed(one, self._book.now_s(), approval, note))

    async def abort(self, run_id: str, reason: str = "") -> RolloutRun:
        """Take every cell of a run back that it has touched, the last one first."""
        why = scrub(reason.strip()) or t("Aborted by {actor}.", actor=self._actor)
        return await self._book.move(run_id, lambda run: turned_back(run, self._book.now_s(), why, self._actor))
