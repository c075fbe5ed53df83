"""Thresholds of E2.3: taken back only when the numbers prove it, held while they merely look bad."""

import numpy as np
import pytest

from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.compared_metric import ComparedMetric, MetricKind
from console.domain.rollouts.rollout_check import CheckVerdict
from console.domain.rollouts.threshold import threshold_finding


@pytest.mark.parametrize(
    ("kind", "baseline", "canary", "verdict"),
    [
        (MetricKind.ERRORS, (10_000, 10), (10_000, 50), CheckVerdict.GO),
        (MetricKind.ERRORS, (10_000, 10), (10_000, 100), CheckVerdict.GO),  # exactly the limit is not above it
        (MetricKind.ERRORS, (10_000, 10), (50, 1), CheckVerdict.HOLD),
        (MetricKind.ERRORS, (10_000, 10), (1, 1), CheckVerdict.HOLD),  # one request, failed, proves nothing
        (MetricKind.ERRORS, (10_000, 10), (10_000, 800), CheckVerdict.FAIL),
        (MetricKind.ACCURACY, (10_000, 2_000), (10_000, 2_400), CheckVerdict.GO),
        (MetricKind.ACCURACY, (10_000, 2_000), (40, 11), CheckVerdict.HOLD),
        (MetricKind.ACCURACY, (10_000, 2_000), (10_000, 3_000), CheckVerdict.FAIL),
        (MetricKind.ACCURACY, (2, 0), (1_000, 200), CheckVerdict.HOLD),  # two answers do not tell what is usual
        (MetricKind.ACCURACY, (100, 0), (1_000, 200), CheckVerdict.FAIL),
    ],
)
def test_a_threshold_needs_proof_to_fail(
    kind: MetricKind, baseline: tuple[int, int], canary: tuple[int, int], verdict: CheckVerdict
) -> None:
    found = threshold_finding(ComparedMetric("m", kind, (ArmSlice(*baseline, *canary),)), 0.01, 0.05)
    assert found is not None
    assert found.verdict is verdict


@pytest.mark.parametrize("baseline", [5, 10, 15, 25, 55])
def test_a_drop_that_is_just_the_limit_is_not_beyond_it(baseline: int) -> None:
    def verdict(more: int) -> CheckVerdict | None:
        counts = ArmSlice(100, baseline, 100, baseline + more)
        found = threshold_finding(ComparedMetric("accuracy", MetricKind.ACCURACY, (counts,)), 0.01, 0.05)
        return None if found is None else found.verdict

    assert verdict(5) is CheckVerdict.GO
    assert verdict(6) is CheckVerdict.HOLD


def test_without_canary_requests_or_without_a_limit_nothing_is_said() -> None:
    assert threshold_finding(ComparedMetric("m", MetricKind.ERRORS, (ArmSlice(9, 0, 0, 0),)), 0.01, 0.05) is None
    assert threshold_finding(ComparedMetric("m", MetricKind.LATENCY, (ArmSlice(9, 0, 9, 9),)), 0.01, 0.05) is None


LOOKS = 120
"""Half an hour, one every 15 seconds."""


def looks_until_failed(kind: MetricKind, counts: np.ndarray) -> int | None:
    """At which look (from 1) it fails, of the counts that every look adds: baseline, its bad, canary, its bad."""
    for place, total in enumerate(np.cumsum(counts, axis=0).tolist()):
        found = threshold_finding(ComparedMetric("m", kind, (ArmSlice(*total),)), 0.01, 0.05)
        if found is not None and found.verdict is CheckVerdict.FAIL:
            return place + 1
    return None


def course(random: np.random.Generator, baseline: tuple[int, float], canary: tuple[int, float]) -> np.ndarray:
    """Looks at (trials per look, share of bad ones) of both arms."""
    arms = [(np.full(LOOKS, trials), random.binomial(trials, share, LOOKS)) for trials, share in (baseline, canary)]
    return np.column_stack([*arms[0], *arms[1]])


@pytest.mark.parametrize(
    ("kind", "baseline", "canary"),
    [
        (MetricKind.ERRORS, (95, 0.001), (5, 0.005)),  # half of what is allowed
        (MetricKind.ERRORS, (95, 0.001), (5, 0.01)),  # all of it
        (MetricKind.ACCURACY, (20, 0.2), (5, 0.25)),
        (MetricKind.ACCURACY, (1, 0.2), (20, 0.25)),  # what is usual is hardly known
    ],
)
def test_a_canary_that_keeps_to_the_limit_is_hardly_ever_taken_back_though_looked_at_all_the_time(
    kind: MetricKind, baseline: tuple[int, float], canary: tuple[int, float]
) -> None:
    random = np.random.default_rng(6)
    count = 400 if kind is MetricKind.ERRORS else 60
    runs = [looks_until_failed(kind, course(random, baseline, canary)) for _ in range(count)]
    assert sum(one is not None for one in runs) / len(runs) <= 0.05


@pytest.mark.parametrize(
    ("kind", "baseline", "canary", "median"),
    [
        (MetricKind.ERRORS, (95, 0.001), (5, 0.05), 25),  # some hundred requests
        (MetricKind.ERRORS, (95, 0.001), (5, 0.5), 2),
        (MetricKind.ACCURACY, (20, 0.2), (5, 0.5), 20),
    ],
)
def test_a_bad_canary_is_taken_back_soon(
    kind: MetricKind, baseline: tuple[int, float], canary: tuple[int, float], median: int
) -> None:
    random = np.random.default_rng(7)
    found = [looks_until_failed(kind, course(random, baseline, canary)) for _ in range(100)]
    looks = [one for one in found if one is not None]
    assert len(looks) / len(found) >= 0.97
    assert float(np.median(looks)) <= median


HOURS = 6
"""Of each stage, in minutes' slices of a hundred answers."""


def drifting(usual: tuple[float, float], lost: float) -> ComparedMetric:
    """A canary of 5 %, then of 25 %, while the share of ``usual`` mistakes changes, too; it makes ``lost`` more."""
    slices = [
        ArmSlice(100 - share, (100 - share) * mistakes, share, share * (mistakes + lost))
        for share, mistakes in zip((5, 25), usual, strict=True)
        for _ in range(HOURS * 60)
    ]
    return ComparedMetric("m", MetricKind.ACCURACY, tuple(slices))


@pytest.mark.parametrize(
    ("usual", "lost", "verdict"),
    [
        ((0.1, 0.3), 0.0, CheckVerdict.GO),  # it got most of its answers when all were wrong more often
        ((0.3, 0.1), 0.0, CheckVerdict.GO),
        ((0.3, 0.1), 0.1, CheckVerdict.FAIL),  # and here when all were right more often
        ((0.2, 0.2), 0.1, CheckVerdict.FAIL),
    ],
)
def test_a_canary_is_compared_with_what_was_usual_when_it_answered(
    usual: tuple[float, float], lost: float, verdict: CheckVerdict
) -> None:
    """Proves E2.3."""
    found = threshold_finding(drifting(usual, lost), 0.01, 0.05)
    assert found is not None
    assert (found.measured, found.verdict) == (pytest.approx(lost, abs=1e-9), verdict)


def test_slices_in_which_the_arms_keep_their_shares_say_what_their_sum_says() -> None:
    slices = tuple(ArmSlice(95, float(bad), 5, 2.0) for bad in (10, 20, 30))
    found, whole = (threshold_finding(ComparedMetric("m", MetricKind.ACCURACY, one), 0.01, 0.05)
                    for one in (slices, (ArmSlice(285, 60, 15, 6),)))  # fmt: skip
    assert found is not None
    assert whole is not None
    assert (found.measured, found.verdict) == (pytest.approx(whole.measured), whole.verdict)
