"""Deployments that may overtake one another are told beside jobs without an end. Proves G1.2 (SRV08)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_PATH = ".github/workflows/deploy.yml"
_END = "    runs-on: x\n    steps: [{run: make deploy}]\n"
_JOB = f"  ship:\n    timeout-minutes: 5\n{_END}"
_INTO = "    environment: production\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"on: push\njobs:\n{_JOB}{_INTO}", [":3 ship deploys"]),
        (f"on: push\njobs:\n{_JOB}    environment: {{name: live}}\n", [":3 ship deploys"]),
        (f"on: push\njobs:\n  ship:\n{_END}{_INTO}", [":3 ship"]),  # without a limit too: told once
        (f"on: push\nconcurrency: live\njobs:\n{_JOB}{_INTO}", []),
        (f"on: push\njobs:\n{_JOB}{_INTO}    concurrency: {{group: live}}\n", []),
        (f"on: push\njobs:\n{_JOB}", []),
        ("on: push\njobs: [a]\n", None),
    ],
)
def test_jobs_of_an_environment_want_a_concurrency_group(tmp_path: Path, text: str, wanted: list[str] | None) -> None:
    outcome = judged(tmp_path, {_PATH: text}, "SRV08")
    assert tells(outcome, wanted), told_words(outcome)
