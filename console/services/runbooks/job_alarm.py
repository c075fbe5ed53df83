"""A job of the team that failed is told to people at once (L7.6)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from console.domain.severity import Severity
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.ports.notifier import Notifier
from console.services.notices import new_message, tell_all

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.runbooks.run_outside import Reach


async def tell_failed_job(reach: Reach, run: RunbookRun, plan: RunPlan) -> None:
    """Tell the job's channels (default: those for critical messages) when the step that failed is a job."""
    now = run.present
    if now is None or plan.steps[run.at].kind != "job" or run.is_dry:
        return
    step = plan.steps[run.at]
    job = str(step.spec["job"])
    reach.trail.note(
        TrailEvent("job.failed", job, trace_id=run.trace_id, body={"run": run.id, "error": run.why[:500]},
                   once=f"{run.id}/{run.step}/job")
    )  # fmt: skip
    wanted = step.spec["channels"] or [
        one.key for one in reach.estate.notifications if Severity.CRITICAL in one.severities
    ]
    known = {key: found for key in wanted if (found := reach.offered(key, Notifier)) is not None}
    message = new_message(
        f"cell-console/{reach.estate.name}",
        t("The job {name} failed", name=job),
        "\n".join(filter(None, (t("{why} Run: {id}", why=run.why, id=run.id), now.last.tail if now.last else ""))),
        Severity.CRITICAL,
        reach.clock.now().timestamp(),
        matter=f"job/{job}",
    )
    with suppress(ConsoleError):  # each outcome stands in the trail
        await tell_all(message, known, reach.trail)
