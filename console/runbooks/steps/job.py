"""A job of the team from the estate (L7.6), behind the release gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.step_result import StepEnd, StepResult
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.length import seconds
from console.runbooks.script_run import run_program
from console.runbooks.step_kind import STEP_KINDS, Resolved, StepKind

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.scope import Scope
    from console.runbooks.step_context import StepContext


def _resolve(step: RunbookStep, scope: Scope) -> Resolved:
    key = scope.text(step.body.strip())
    job = scope.world.job(key)
    if job is None:
        if scope.is_trial:
            return Resolved({}, t("Run the job {key}.", key=key), key, writes=None, repeatable=False)
        raise StepFault(t("The estate has no job {key}.", key=repr(key)), 1)
    spec = {
        "argv": list(job.argv),
        "script": "",
        "interpreter": "",
        "folder": scope.world.place(job.folder),
        "environment": [*job.environment],
        "variables": scope.variables(),
        "secrets": dict(job.secrets),
        "background": False,
        "job": key,
        "channels": list(job.channels),
    }
    return Resolved(
        spec,
        t("Run the job {key}: {what}", key=job.key, what=" ".join(job.argv)),
        "\n".join(job.argv),
        writes=None,
        repeatable=False,
        timeout_s=seconds(job.timeout),
        gate=tuple(str(one) for one in job.gates),
        cell=job.cell or "*",
    )


async def _run(context: StepContext) -> StepResult:
    if context.is_dry:
        return StepResult(StepEnd.PASSED, t("Dry run: not started."))
    return await run_program(context, context.step.spec)


STEP_KINDS.add(StepKind("job", frozenset({"job"}), frozenset({"job"}), _resolve, _run))
