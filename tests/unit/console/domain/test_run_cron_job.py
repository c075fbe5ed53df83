"""Runs of a CronJob have names that a Job can have, and the next one follows from the last (proves L2.3)."""

import pytest

from console.domain.operations.run_cron_job import MOST_NAME, RunCronJob, next_run
from console.kernel.errors import UserError


@pytest.mark.parametrize(
    ("failed", "following"),
    [
        ("demand-forecast-29", "demand-forecast-29-again"),
        ("demand-forecast-29-again", "demand-forecast-29-again-2"),
        ("demand-forecast-29-again-9", "demand-forecast-29-again-10"),
        ("x" * 63, "x" * 57 + "-again"),
    ],
)
def test_the_next_run_is_named_after_the_failed_one(failed: str, following: str) -> None:
    assert next_run(failed) == following
    assert len(following) <= MOST_NAME
    assert following in RunCronJob("lab", "cell-ai", "demand-forecast", following).summary()


@pytest.mark.parametrize("name", ["", "Upper", "a.b", "-a", "a-", "a/b", "a" * 64])
def test_what_no_job_can_be_called_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="no name of a Job"):
        RunCronJob("lab", "cell-ai", "demand-forecast", name)
