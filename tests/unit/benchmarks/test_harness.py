"""The table of benchmarks says what was measured."""

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
