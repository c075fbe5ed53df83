"""What a rule says beside its score is true of this repository. Proves G1.2 (STR04, SRV08)."""

from pathlib import Path

from tests.fakes.planted_repository import PlantedRepository, judged, looked_at

_JOBS = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n"


def test_touched_functions_are_not_said_to_be_none(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    before = made.commit({"a.py": "def a():\n    return 1\n"})
    made.commit({"README.md": "# Shop\n"})
    none = looked_at(made, "STR04", baseline=before)
    assert (none.state, none.note) == ("not-applicable", "No function was touched since the baseline.")
    made.commit({"a.py": "def a():\n    return 2\n"})
    touched = looked_at(made, "STR04", baseline=before)
    assert (touched.state, touched.score, touched.note) == ("measured", 1.0, "")


def test_jobs_that_are_there_are_not_said_to_be_of_other_forges(tmp_path: Path) -> None:
    jobs = judged(tmp_path, {".github/workflows/ci.yml": _JOBS}, "SRV08")
    assert (jobs.state, len(jobs.findings), jobs.note) == ("measured", 1, "")
    none = judged(tmp_path / "none", {".gitlab-ci.yml": "a:\n  script: make\n"}, "SRV08")
    assert (none.state, none.note) == ("not-applicable", "Other forges limit jobs by themselves.")
