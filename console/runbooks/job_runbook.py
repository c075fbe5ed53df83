"""A job of the team as a runbook of one step, so that it is planned, gated and journaled like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.runbook import Runbook
from console.domain.runbooks.runbook_step import RunbookStep
from console.domain.runbooks.section import Section
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.runbooks.world import World


def job_runbook(key: str, world: World) -> Runbook:
    """Return the runbook of a job; raise ``UserError`` when the estate has none of that key."""
    job = world.job(key)
    if job is None:
        known = [one.key for one in world.estate.automation.jobs] if world.estate is not None else []
        raise UserError(
            t("The estate has no job {key}.", key=repr(key)),
            t("Its jobs: {names}.", names=", ".join(known) or t("none")),
        )
    title = job.title or job.key
    step = RunbookStep("job", "job", Section.STEPS, title, key, 3, "job")
    text = f"# {title}\n\n```job\n{key}\n```\n"
    return Runbook(id=f"job-{key}", title=title, text=text, steps=(step,), origin="estate")
