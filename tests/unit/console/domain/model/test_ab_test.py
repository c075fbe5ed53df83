"""A/B arms and their significance; p-values as scipy and statsmodels have them. (proves E2.4)"""

import json
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.judge.metric_verdict import Verdict
from console.domain.model.ab_test import ArmResult, compare_arms, histogram_counts, shares

CONTROL = ArmResult("control", "v1", 50_000, 1_000, 850, 1_500, (0.02, 0.045, inf), (30_000, 19_000, 1_000))
SLOW_S = 0.045


def arm(evaluated: float, correct: float) -> ArmResult:
    return replace(CONTROL, arm="experimental", version="v2", evaluated=evaluated, correct=correct)


@pytest.fixture
def vectors(shared_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_dir / "oracles/abtest/vectors.json").read_text())
    return found


def test_accuracy_is_compared_as_the_oracle_does(vectors: dict[str, Any]) -> None:
    for one in vectors["two_proportion"]:
        first, second = arm(one["n1"], one["x1"]), replace(CONTROL, evaluated=one["n2"], correct=one["x2"])
        found = compare_arms(first, second, SLOW_S).accuracy
        assert found is not None
        expected = one.get("p_two-sided")
        assert found.p_two_sided == (None if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-12))
        assert (found.low, found.high) == pytest.approx(tuple(one["ci95_diff_newcomb"]), abs=1e-9)


def test_latency_is_compared_as_the_oracle_does(vectors: dict[str, Any]) -> None:
    for one in vectors["welch"]:
        first = replace(arm(1, 1), latency_s=tuple(one["a"]))
        found = compare_arms(first, replace(CONTROL, latency_s=tuple(one["b"])), SLOW_S)
        assert found.means is not None
        assert found.order is not None
        assert found.means.p == pytest.approx(one["p_two_sided"], rel=1e-7)
        assert found.order.p == pytest.approx(one["mannwhitney_p_asymptotic_cc"], rel=1e-7)


def test_a_much_worse_arm_fails_and_a_little_worse_one_waits() -> None:
    assert compare_arms(arm(1_000, 650), CONTROL, SLOW_S).judgement.verdict is Verdict.FAIL
    waiting = compare_arms(arm(200, 168), replace(CONTROL, evaluated=200, correct=170), SLOW_S).judgement
    assert waiting.verdict is Verdict.NOT_ENOUGH
    assert waiting.needs


def test_the_median_lies_where_prometheus_puts_it() -> None:
    assert CONTROL.median_s == pytest.approx(0.02 * 25_000 / 30_000)
    assert replace(CONTROL, latency_s=(3.0, 1.0, 2.0, 9.0)).median_s == 2.5
    assert replace(CONTROL, bounds_s=(), counts=()).median_s is None
    assert replace(CONTROL, counts=(0, 0, 10)).median_s == 0.045, (
        "beyond the last bound its beginning is all that is known"
    )


def test_labels_that_are_no_bounds_fall_out_and_falling_counts_do_no_harm() -> None:
    bounds, counts = histogram_counts({"+Inf": 12.0, "0.1": 5.0, "0.2": 4.9, "junk": 7.0, "NaN": 3.0})
    assert bounds == (0.1, 0.2, inf)
    assert counts == (5.0, 0.0, 7.0)


def test_shares_need_every_arm() -> None:
    assert shares({"control": CONTROL, "current": replace(CONTROL, requests=150_000)}) == {
        "control": 0.25, "current": 0.75
    }  # fmt: skip
    assert shares({"control": CONTROL, "current": replace(CONTROL, requests=None)}) == {}


@given(st.integers(1, 10_000), st.floats(0, 1), st.integers(1, 10_000), st.floats(0, 1))
def test_any_counts_give_a_verdict(n: int, share: float, m: int, other: float) -> None:
    found = compare_arms(arm(n, n * share), replace(CONTROL, evaluated=m, correct=m * other), SLOW_S)
    assert found.judgement.verdict in set(Verdict)
    assert found.accuracy is not None
    assert -1 <= found.accuracy.low <= found.accuracy.high <= 1
