"""Whether continuous integration runs the tests, directly or through a script of the repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.ci_job import ci_jobs
from console.audits.ci_target import called_commands
from console.audits.ci_test_command import run_tests

if TYPE_CHECKING:
    from console.audits.ci_job import CiJob
    from console.audits.repository.checkout import Checkout

_CALLED = re.compile(r"\b(tests?|ci|py\.?test|tox|nox|jest|vitest|playwright|cypress|rspec|phpunit)\b", re.I)
_FILE = re.compile(r"(?<![\w.-])[\w.-]*[\w-](?:/[\w.-]+)+|(?<![\w-])[\w-]+\.(?:sh|py|bash|js|mjs|ps1)|Makefile")


def testing_jobs(checkout: Checkout) -> tuple[CiJob, ...]:
    """Return the jobs that run tests."""
    return checkout.once("testing-jobs", lambda: tuple(one for one in ci_jobs(checkout) if _runs_tests(checkout, one)))


def tests_elsewhere(checkout: Checkout) -> bool:
    """Return whether no job runs tests as far as can be read, and one calls what is not in the repository."""
    return not testing_jobs(checkout) and any(one.is_foreign for one in ci_jobs(checkout))


def _runs_tests(checkout: Checkout, job: CiJob) -> bool:
    """A workflow of another repository cannot be read: its name has to say it."""
    if run_tests(job.commands) or _CALLED.search(job.calls) or run_tests(called_commands(checkout, job.commands)):
        return True
    named = {one.removeprefix("./") for one in _FILE.findall(job.commands)[:200]} & checkout.paths
    return any(run_tests(checkout.text(one)) for one in sorted(named))
