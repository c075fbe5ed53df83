"""How the runs of jobs ended, and which failures still count."""

from collections.abc import Iterable

from console.domain.resource import Condition
from console.domain.route import Job

Place = tuple[str, str]
"""Namespace and ``Kind/name``."""


def failed_jobs(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Return the runs that failed and were not followed by another run of the same CronJob that did better."""
    latest: dict[Place, Job] = {}
    for job in jobs:
        if job.ref.kind != "Job":
            continue
        key = owner_place(job) if job.owner else job_place(job)
        known = latest.get(key)
        if is_decided(job) and (known is None or (job.last_start_at_s or 0.0) >= (known.last_start_at_s or 0.0)):
            latest[key] = job
    return tuple(job for job in latest.values() if failure_of(job) is not None)


def failure_of(job: Job) -> Condition | None:
    """Return the condition that says that a run failed."""
    return next((one for one in job.conditions if one.type == "Failed" and one.status == "True"), None)


def is_decided(job: Job) -> bool:
    """Return whether a run has ended; one that is still going says nothing about how its schedule fares."""
    return any(one.type in {"Complete", "Failed"} and one.status == "True" for one in job.conditions)


def job_place(job: Job) -> Place:
    """Return what names a job within its cluster."""
    return job.ref.namespace, f"{job.ref.kind}/{job.ref.name}"


def owner_place(job: Job) -> Place:
    """Return what names the CronJob of a run."""
    return job.ref.namespace, job.owner
