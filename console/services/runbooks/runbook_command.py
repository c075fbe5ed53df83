"""What people say to a run of a runbook. Any console may; the one that drives it does it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.runbooks import run_command
from console.domain.runbooks.runbook_run import RunbookRun, RunMoment
from console.domain.runbooks.section import Section
from console.domain.runbooks.step_run import StepRun
from console.kernel.redact import scrub
from console.services.runbooks.approver import typed_approver
from console.services.runbooks.run_steering import RunSteering

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.change import Approval
    from console.domain.runbooks.run_plan import RunPlan


class RunbookCommand(RunSteering):
    """Every coroutine journals one step of a run, or raises ``ConsoleError``; the window and the CLI then drive it."""

    async def start(self, plan: RunPlan, text: str, *, reason: str = "", is_dry: bool = False) -> RunbookRun:
        """Take in a run of a plan, at rest before its first step; ``text`` is the runbook as it is now."""
        now_s = self._book.now_s()
        stamp = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d-%H%M%S")
        run_id = f"run-{stamp}-{secrets.token_hex(3)}"
        await self._runtime.in_thread(self._shelf.keep_plan, run_id, plan, text)
        return await self._book.add(
            RunbookRun(
                id=run_id,
                estate=self._book.estate,
                actor=self._actor,
                runbook=plan.runbook,
                title=plan.title,
                plan_digest=plan.digest,
                text_digest=plan.text_digest,
                begun_s=round(now_s, 3),
                steps=tuple(StepRun(one.name, title=one.title) for one in plan.steps),
                moments=(RunMoment(round(now_s, 3), "started", "", scrub(reason.strip()), self._actor),),
                total=sum(1 for one in plan.steps if one.section is not Section.RECOVERY),
                is_dry=is_dry,
                reason=scrub(reason.strip()),
                trace_id=secrets.token_hex(16),
                owner=self._book.journal.owner,
                language=plan.language,
                values={key: scrub(one) if isinstance(one, str) else one for key, one in plan.values.items()},
            )
        )

    # --- the present step -----------------------------------------------------------------------------------------

    async def answer(self, run_id: str, choice: int = 0, note: str = "", picture: Path | None = None) -> RunbookRun:
        """Answer the question of the present step with one of its choices (by place), a note, a picture."""
        plan = await self._plan(run_id)
        run = self._book.find(run_id)
        kept = await self._runtime.in_thread(self._shelf.keep_picture, run.id, run.at, picture) if picture else ""
        said = scrub(note.strip())
        return await self._move(
            run_id,
            lambda run: run_command.answered(run, self._book.now_s(), self._actor, plan, choice, said, kept),
        )

    async def approve(self, run_id: str, name: str, note: str = "") -> RunbookRun:
        """Take in the consent of another person, who typed their name, to the present step."""
        plan = await self._plan(run_id)
        who = typed_approver(self._operator, self._book.find(run_id), name)
        return await self._move(
            run_id,
            lambda run: run_command.consented(run, self._book.now_s(), who, plan, scrub(note.strip())),
        )

    async def sign(self, run_id: str, name: str, approval: Approval) -> RunbookRun:
        """Take in the consent of another operator (``name``), whose signature was checked, to the present step."""
        plan = await self._plan(run_id)
        return await self._move(
            run_id,
            lambda run: run_command.consented(run, self._book.now_s(), name, plan, signature=approval.signature),
        )

    async def skip(self, run_id: str, reason: str) -> RunbookRun:
        """Leave the present step out, for a reason."""
        plan, why = await self._plan(run_id), scrub(reason.strip())
        return await self._move(
            run_id, lambda run: run_command.skipped(run, self._book.now_s(), self._actor, plan, why)
        )

    async def defer(self, run_id: str, reason: str = "") -> RunbookRun:
        """Put the present step off until all others are done."""
        plan, why = await self._plan(run_id), scrub(reason.strip())
        return await self._move(
            run_id, lambda run: run_command.deferred(run, self._book.now_s(), self._actor, plan, why)
        )

    async def retry(self, run_id: str) -> RunbookRun:
        """Try the present step again."""
        return await self._move(run_id, lambda run: run_command.retried(run, self._book.now_s(), self._actor))
