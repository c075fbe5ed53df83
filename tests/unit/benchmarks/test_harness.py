"""The table of benchmarks says what was measured."""

import threading

import pytest

from tests.benchmarks import harness
from tests.benchmarks.__main__ import found
from tests.benchmarks.harness import Benchmark, run, table


def _samples(*values: float):
    left = list(values)
    return lambda: left.pop(0)


def test_the_ratio_of_the_medians_is_judged_against_the_bar() -> None:
    fast = Benchmark("fast", "s", _samples(1, 9, 2), bar=0.5, reference=_samples(4, 4, 40), repeats=3)
    outcome = run(fast)
    assert (outcome.measured, outcome.reference, outcome.ratio, outcome.verdict) == (2, 4, 0.5, "ok")


def test_a_bar_that_is_missed_is_called_short() -> None:
    slow = Benchmark("slow", "s", _samples(3), bar=0.5, reference=_samples(4), repeats=1)
    assert run(slow).verdict == "short"
    few = Benchmark("frames", "fps", _samples(29), bar=30, better="more", repeats=1)
    assert run(few).verdict == "short"


def test_without_a_reference_the_value_itself_is_judged() -> None:
    assert run(Benchmark("gap", "ms", _samples(16), bar=16, repeats=1)).verdict == "ok"


def test_one_that_cannot_run_says_why_and_the_others_go_on() -> None:
    broken = run(Benchmark("broken", "s", _samples(), bar=1))
    good = run(Benchmark("good", "s", _samples(1.5), bar=1.6, reference=_samples(1), reference_name="bare", repeats=1))
    lines = table([broken, good]).splitlines()
    assert "IndexError" in lines[2]
    assert lines[2].endswith("failed")
    assert lines[3].split() == ["good", "1.5", "s", "1", "s", "(bare)", "1.5", "×", "≤", "1.6", "×", "ok"]


def test_one_that_hangs_is_a_failed_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "LIMIT_S", 1)
    stuck = run(Benchmark("stuck", "s", lambda: float(threading.Event().wait()), bar=1, repeats=1))
    assert (stuck.verdict, stuck.failure) == ("failed", "TimeoutError: took more than 1 s")


def test_every_line_of_the_quality_bar_has_its_rows() -> None:
    names = "\n".join(one.name for one in found())
    for row in (
        *("first window with last known data", "cell-console --version", "cell-console --help"),
        *("10,000 pods listed", "peak memory", "first rows", "typed client", "5,000 watch events/s from a cluster"),
        *("range of 2 million points, against a data frame", "series x 10,000 points, live"),
        *("sort 50,000 rows", "filter 50,000 rows", "sort 100,000 rows, UI gap", "filter 100,000 rows, UI gap"),
        *("audit, 100,000 lines: full", "after a push of 10 files", "100 repositories", "quarter forecast, 50 cells"),
        *("preview while dragging", "capacity review as PDF", "all pages opened once", "24 simulated hours"),
    ):
        assert row in names, row
