"""Whether continuous integration runs the tests, directly or through a script of the repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.ci_job import ci_jobs
from console.audits.ci_target import called_commands

if TYPE_CHECKING:
    from console.audits.ci_job import CiJob
    from console.audits.repository.checkout import Checkout

_TESTING = re.compile(
    r"\b(py\.?test|tox|nox|unittest|ctest|jest|vitest|mocha|karma|ava|playwright|cypress|rspec|phpunit|pest|"
    r"gotestsum|nextest|"
    r"nosetests|trial|bats|ginkgo|behave|lerna run test)\b"
    r"|\b(go|cargo|dotnet|swift|mix|deno|bun|npm|pnpm|yarn|hatch|zig|flutter|dart|sbt|lein|stack|cabal|bazel|"
    r"bazelisk|buck2?|"
    r"composer|rake|rails|ant|just|task|invoke|inv|make|ninja|meson|nx|turbo|gradle|\./gradlew|gradlew|mvn|"
    r"\./mvnw|mvnw|poe|"
    r"pdm run|poetry run|rye|moon|earthly|xcodebuild|scons)(\s+[-\w./=:+@\"'$]+){0,6}?\s+[\w:./@-]*(tests?|check|"
    r"verify|ci|integration)(?![a-z])"
    r"|\bmvn\b[^\n]*\b(package|install|verify)\b|gradlew?\b[^\n]*\bbuild\b|\bnpm (t|tst)\b"
    r"|(^|[\s/.\"'])(run[-_]?)?tests?(\.(sh|py|bash|ps1))\b|\btask:\s*(VSTest|DotNetCoreCLI|PublishTestResults)",
    re.I | re.M,
)
_BESIDE = re.compile(
    r"\b(pip3?|uv|pipx|poetry|pdm|npm|yarn|pnpm|bun|apt|apt-get|dnf|conda|brew|gem|go|cargo|choco)( pip| tool)? "
    r"(install|add|i|ci|get|sync|clean-install)\b[^\n&;|]*|\b(cargo|deno) check\b|\becho [^\n&;|]*|^[^\S\n]*#[^\n]*",
    re.M,
)
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
    if _TESTING.search(_BESIDE.sub(" ", job.commands)) or _CALLED.search(job.calls):
        return True
    if _TESTING.search(_BESIDE.sub(" ", called_commands(checkout, job.commands))):
        return True
    named = {one.removeprefix("./") for one in _FILE.findall(job.commands)[:200]} & checkout.paths
    return any(_TESTING.search(_BESIDE.sub(" ", checkout.text(one))) for one in sorted(named))
