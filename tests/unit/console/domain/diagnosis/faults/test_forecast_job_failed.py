"""Demand forecast failed: its last run, not an older one and not another job's (proves L2.3)."""

from dataclasses import replace

from console.domain.diagnosis.fault import diagnoses
from console.domain.diagnosis.proof import ObjectProof, Shows
from console.domain.operations.run_cron_job import RunCronJob
from console.domain.route import Job
from tests.fakes.calm_case import case, cell_case
from tests.fakes.cell_objects import cron, run
from tests.fakes.small_estate import NOW_S


def _found(*jobs: Job) -> tuple[str, ...]:
    return tuple(one.fault for one in diagnoses(case(replace(cell_case("tokyo"), jobs=jobs))))


def test_the_failed_run_and_its_schedule_are_the_proof() -> None:
    jobs = (
        cron(),
        run("demand-forecast-1", "Complete", NOW_S - 7_260),
        run("demand-forecast-2", "Failed", NOW_S - 600),
    )
    (found,) = diagnoses(case(replace(cell_case("tokyo"), jobs=jobs)))
    assert (found.fault, found.cells, found.subjects) == ("forecast-job-failed", ("tokyo",), ("demand-forecast",))
    assert found.remedies == (RunCronJob("main", "cell-tokyo", "demand-forecast", "demand-forecast-2-again"),)
    failed, schedule = found.proofs
    assert isinstance(failed, ObjectProof)
    assert (failed.ref.name, failed.shows) == ("demand-forecast-2", Shows.CONDITION)
    assert isinstance(schedule, ObjectProof)
    assert (schedule.ref.kind, schedule.found) == ("CronJob", NOW_S - 7_200)


def test_a_later_run_that_completed_ends_it() -> None:
    runs = (run("demand-forecast-1", "Failed", NOW_S - 600), run("demand-forecast-2", "Complete", NOW_S - 60))
    assert _found(cron(), *runs) == ()


def test_another_job_that_failed_is_no_failed_forecast() -> None:
    assert _found(run("cleanup-1", "Failed", NOW_S - 60, owner="CronJob/cleanup")) == ()


def test_a_label_says_what_a_job_is_for() -> None:
    job = run("nightly-7", "Failed", NOW_S - 60, owner="")
    labelled = replace(job, labels=(("app.kubernetes.io/component", "forecast"),))
    assert _found(labelled) == ("forecast-job-failed",)
