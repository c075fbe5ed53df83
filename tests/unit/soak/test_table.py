"""What a soak says in the end: passed only when nothing grew, nothing was lost and nothing failed. Proves issue 8."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.soak.sample import Sample
from tests.soak.soak import Course
from tests.soak.table import verdict, write_samples
from tests.soak.truth import Comparison


def _course(leak: float = 0.0, **more: object) -> Course:
    samples = [Sample(60.0 * minute, {"rss_mb": 400.0 + leak * minute, "fds": 50.0}) for minute in range(40)]
    return Course(samples, **more)  # type: ignore[arg-type]


def test_a_quiet_course_passes() -> None:
    lines, passed = verdict(_course(comparison=Comparison(facts=900, agreed=12)))
    assert passed
    assert not [one for one in lines if "GROWN" in one]


@pytest.mark.parametrize(
    ("course", "told"),
    [
        (_course(leak=2.0), "GROWN"),
        (_course(comparison=Comparison(lost=["('Pod', 'cell-tokyo', 'web-1')"])), "web-1"),
        (_course(comparison=Comparison(unrecorded=["rps of tokyo at 5"])), "rps of tokyo"),
        (_course(comparison=Comparison(agreed=3, differed=["rps: 1 instead of 2"])), "1 instead of 2"),
        (_course(faults=["change: Traceback"]), "Traceback"),
        (_course(errors=["a listener of the store failed"]), "listener"),
    ],
    ids=["leak", "lost", "unrecorded", "other values", "fault", "error"],
)
def test_what_went_wrong_fails_and_is_told(course: Course, told: str) -> None:
    lines, passed = verdict(course)
    assert not passed
    assert any(told in one for one in lines)


def test_the_samples_are_kept_with_a_column_for_each_measure_and_type(tmp_path: Path) -> None:
    samples = [Sample(0.0, {"fds": 5.0}), Sample(60.0, {"fds": 6.0, "lab_fds": 7.0}, Counter({"views.page.Page": 2}))]
    write_samples(samples, tmp_path / "samples.csv")
    with (tmp_path / "samples.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["at_s", "fds", "lab_fds", "views.page.Page"], ["0.0", "5.000", "", "0"], ["60.0", "6.000", "7.000", "2"],
    ]  # fmt: skip
