"""The jobs of a cell: schedules with their last run, and runs that failed, those in trouble first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.job_run import failed_jobs, failure_of, is_decided, job_place, owner_place
from console.kernel.i18n import t
from console.presenters.cell_workloads import jobs_of
from console.presenters.format import UNKNOWN, ago

if TYPE_CHECKING:
    from console.domain.resource import ResourceRef
    from console.domain.route import Job
    from console.estate.schema.cell import Cell
    from console.store.state import State


@dataclass(frozen=True, slots=True)
class JobRow:
    """A CronJob or Job; ``why`` is the controller's own words for a run that failed."""

    ref: ResourceRef
    name: str
    kind: str
    schedule: str
    state: str
    health: Health
    started: str
    started_at_s: float | None
    succeeded: str
    succeeded_at_s: float | None
    why: str


def job_rows(state: State, cell: Cell, now_s: float) -> tuple[JobRow, ...]:
    """Return the rows, failed ones first, then schedules before runs, the latest run first."""
    jobs = jobs_of(state, cell)
    failed = failed_jobs(jobs)
    broken = {job_place(job) for job in failed} | {owner_place(job) for job in failed}
    rows = [_row(job, job_place(job) in broken, now_s) for job in jobs]
    return tuple(sorted(rows, key=lambda row: (-row.health, row.kind != "CronJob", -(row.started_at_s or 0.0))))


def _row(job: Job, broken: bool, now_s: float) -> JobRow:
    failure = failure_of(job)
    return JobRow(
        ref=job.ref,
        name=job.ref.name,
        kind=job.ref.kind,
        schedule=job.schedule or UNKNOWN,
        state=_state(job, broken),
        health=Health.WARNING if broken else Health.OK,
        started=ago(job.last_start_at_s, now_s),
        started_at_s=job.last_start_at_s,
        succeeded=ago(job.last_success_at_s, now_s),
        succeeded_at_s=job.last_success_at_s,
        why=f"{failure.reason}: {failure.message}".strip(": ") if failure is not None else "",
    )


def _state(job: Job, broken: bool) -> str:
    if failure_of(job) is not None:
        return t("Failed")
    if broken:
        return t("Last run failed")
    if job.suspended:
        return t("Suspended")
    if job.active:
        return t("Running now")
    return t("Scheduled") if job.ref.kind == "CronJob" else t("Completed") if is_decided(job) else t("Waiting")
