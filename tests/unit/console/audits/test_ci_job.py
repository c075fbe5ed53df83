"""Jobs and steps that are switched off run nothing. Proves G1.2 and G1.11 (TDD05, FLO05)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_BASE = {"src/a.py": "a = 1\n", "tests/test_a.py": "def test_a():\n    assert run()\n"}
_PATH = ".github/workflows/ci.yml"
_BEGIN = "on: [push, pull_request]\njobs:\n  lint:\n    runs-on: x\n    steps: [{run: ruff check .}]\n"


def _pipeline(job: str, step: str = "") -> dict[str, str]:
    tests = f"  tests:\n{job}    runs-on: x\n    steps:\n      - run: pytest\n{step}"
    return {_PATH: f"{_BEGIN}{tests}"}


@pytest.mark.parametrize("rule", ["TDD05", "FLO05"])
@pytest.mark.parametrize(
    "files",
    [
        _pipeline("    if: false\n"),
        _pipeline("    if: ${{ false }}\n"),
        _pipeline("", "        if: false\n"),
        {_PATH: f"{_BEGIN}  tests:\n    if: false\n    uses: a/b/.github/workflows/tests.yml@v1\n"},
    ],
)
def test_what_is_switched_off_runs_no_tests(tmp_path: Path, files: dict[str, str], rule: str) -> None:
    outcome = judged(tmp_path, {**_BASE, **files}, rule)
    assert tells(outcome, ["no job runs the tests"]), told_words(outcome)


@pytest.mark.parametrize("rule", ["TDD05", "FLO05"])
@pytest.mark.parametrize(
    "files",
    [
        _pipeline("    if: github.repository == 'acme/shop' || false\n"),
        _pipeline("    if: always()\n"),
        _pipeline("", "        if: success()\n      - run: deploy\n        if: false\n"),
    ],
)
def test_what_has_a_condition_may_run_them(tmp_path: Path, files: dict[str, str], rule: str) -> None:
    outcome = judged(tmp_path, {**_BASE, **files}, rule)
    assert tells(outcome, []), told_words(outcome)
