"""Demand forecast failed: the last run of its job ended in failure, so quotas rest on an old forecast."""

from collections.abc import Iterator

from console.domain.diagnosis.case import Case, CellCase
from console.domain.diagnosis.diagnosis import Diagnosis
from console.domain.diagnosis.fault import FAULTS, Fault
from console.domain.diagnosis.proof import ObjectProof, Proof, Shows
from console.domain.health import Health
from console.domain.job_run import failed_jobs, failure_of, job_place, owner_place
from console.domain.operation import Operation
from console.domain.operations.run_cron_job import RunCronJob, next_run
from console.domain.route import Job
from console.kernel.i18n import t

KEY = "forecast-job-failed"
_WORD = "forecast"


def _find(case: Case) -> Iterator[Diagnosis]:
    for cell in case.cells:
        for run in failed_jobs(cell.jobs):
            if _forecasts(run):
                yield _diagnosis(cell, run)


def _forecasts(run: Job) -> bool:
    """A job says by its name, its schedule's name or a label that it forecasts; other failed jobs are no such fault."""
    return any(_WORD in one.lower() for one in (run.ref.name, run.owner, *(value for _, value in run.labels)))


def _diagnosis(cell: CellCase, run: Job) -> Diagnosis:
    failure = failure_of(run)
    assert failure is not None, "only runs that failed are diagnosed"
    words = f"{failure.type}={failure.status} {failure.reason}: {failure.message}"
    return Diagnosis(
        fault=KEY,
        health=Health.WARNING,
        cells=(cell.cell,),
        proofs=(ObjectProof(run.ref, Shows.CONDITION, words), *_schedule(cell, run)),
        subjects=(run.owner.rpartition("/")[2] or run.ref.name,),
        remedies=_again(run),
        since_s=failure.changed_at_s or run.last_start_at_s,
    )


def _again(run: Job) -> tuple[Operation, ...]:
    """Return another run of the schedule; its name is the same at every look."""
    kind, _, name = run.owner.partition("/")
    ref = run.ref
    return (RunCronJob(ref.connection, ref.namespace, name, next_run(ref.name)),) if kind == "CronJob" else ()


def _schedule(cell: CellCase, run: Job) -> Iterator[Proof]:
    for one in cell.jobs:
        if run.owner and job_place(one) == owner_place(run):
            yield ObjectProof(one.ref, Shows.LAST_SUCCESS, found=one.last_success_at_s)


def _meaning(found: Diagnosis) -> str:
    return t(
        "The last run of {name} failed: quotas and buffers rest on the forecast from before.", name=found.subjects[0]
    )


def _steps(_found: Diagnosis) -> tuple[str, ...]:
    return (
        t("Read the log of the failed run; it names what it could not read."),
        t("Repair what the CronJob reads from, then run it again; without a repair it fails again."),
        t("Until then keep the quotas of the last good forecast."),
        t("It worked when a later run completes."),
    )


FAULTS.add(Fault(KEY, lambda: t("Demand forecast failed"), _find, _meaning, _steps))
