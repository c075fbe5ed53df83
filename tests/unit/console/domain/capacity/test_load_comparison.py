"""Two load tests against each other: chance is not called a change, and a change is found (proves L4.4)."""

from dataclasses import replace
from math import log, sqrt
from time import process_time

import numpy as np
import pytest
from scipy.stats import binomtest

from console.domain.capacity.load_comparison import FAILURES, NOTABLE, Change, compare_tests, speaking
from console.domain.capacity.load_test import LoadTest

PERCENTILES = (50.0, 90.0, 95.0, 99.0)


def measured(
    latencies_ms: "np.ndarray[tuple[int], np.dtype[np.float64]]", failed: int = 0, users: int = 50
) -> LoadTest:
    values = np.percentile(latencies_ms, PERCENTILES)
    told = tuple(zip(PERCENTILES, map(float, values), strict=True))
    return LoadTest(
        "k", "k6", "t", 0.0, "", "", None, len(latencies_ms), failed, 120.0, users, float(latencies_ms.mean()), told, ()
    )


def lognormal(random: np.random.Generator, median_ms: float, count: int = 6000) -> LoadTest:
    return measured(random.lognormal(log(median_ms), 0.6, count))


def test_equal_systems_are_seldom_called_different() -> None:
    random = np.random.default_rng(20261121)
    pairs = [(lognormal(random, 200), lognormal(random, 200)) for _ in range(300)]
    changed = {Change.WORSE, Change.BETTER}
    wrong = sum(any(one.change in changed for one in compare_tests(*pair)) for pair in pairs)
    assert wrong / len(pairs) <= 0.05


def test_a_tenth_slower_is_found() -> None:
    random = np.random.default_rng(7)
    found = [compare_tests(lognormal(random, 200), lognormal(random, 220)) for _ in range(50)]
    seen = sum(next(one for one in rows if one.number == 50.0).change is Change.WORSE for rows in found)
    assert seen >= 45
    better = compare_tests(lognormal(random, 220), lognormal(random, 180))
    assert {one.change for one in better if one.number in (50.0, 95.0)} == {Change.BETTER}


def test_the_interval_is_that_of_the_arithmetic() -> None:
    before = replace(lognormal(np.random.default_rng(1), 200), latencies=((50.0, 100.0), (90.0, 200.0), (95.0, 400.0)))
    after = replace(before, latencies=((50.0, 100.0), (90.0, 200.0), (95.0, 440.0)))
    found = next(one for one in compare_tests(before, after) if one.number == 90.0)
    # Density at p90 up to p95: 0.05 / ln(400/200) and 0.05 / ln(440/200); variance 0.9*0.1 / (6000 * f²) each.
    spread = sqrt(sum(0.09 / (6000 * (0.05 / log(top / 200)) ** 2) for top in (400, 440)))
    assert found.low == pytest.approx(np.exp(-1.959964 * spread))
    assert found.high == pytest.approx(np.exp(1.959964 * spread))
    assert found.change is Change.SAME


def test_requests_of_one_user_within_a_second_count_once() -> None:
    fast = lognormal(np.random.default_rng(1), 5, 60_000)
    assert speaking(fast) == 50 * 120
    assert speaking(replace(fast, users=None)) == 120
    assert speaking(replace(fast, duration_s=None)) == 1


def test_few_requests_are_said_to_be_few() -> None:
    few = lognormal(np.random.default_rng(1), 200, 500)
    rows = {one.number: one for one in compare_tests(few, few)}
    assert rows[99.0].change is Change.FEW  # five beyond the 99th percentile are none
    assert rows[95.0].change is Change.SAME


def test_failures_are_judged_exactly() -> None:
    random = np.random.default_rng(3)
    good = measured(random.lognormal(5, 0.5, 6000), failed=6)
    rows = {one.number: one for one in compare_tests(good, replace(good, failed=30))}
    assert rows[FAILURES].change is Change.WORSE
    # 36 failures, half of the requests each: P(6 or fewer, or 30 or more) = 2 * sum(C(36, k), k=0..6) / 2^36.
    assert rows[FAILURES].chance == pytest.approx(2 * 2_391_496 / 2**36, rel=1e-6)
    same = {one.number: one for one in compare_tests(good, replace(good, failed=9))}
    assert same[FAILURES].change is Change.SAME


def failing(failed: int, users: int, seconds: float = 1800.0) -> LoadTest:
    """A test whose requests all speak, and some of them failed."""
    requests = int(users * seconds)
    return LoadTest("k", "k6", "t", 0.0, "", "", None, requests, failed, seconds, users, None, (), ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (failing(100, 10), failing(140, 10)),
        (failing(1_080_000, 2000), failing(1_082_000, 2000)),  # 2,000 users for half an hour, 30 % fail
        (failing(1_080_000, 2000), failing(1_084_000, 2000)),
        (failing(1_080_000, 2000), failing(4, 1, 10.0)),
        (failing(19_000, 2000), failing(19_400, 2000)),  # just below and above the border
        (failing(21_000, 2000), failing(21_400, 2000)),
    ],
)
def test_many_failures_are_judged_as_few_are(before: LoadTest, after: LoadTest) -> None:
    share = after.requests / (before.requests + after.requests)
    oracle = binomtest(after.failed, before.failed + after.failed, share).pvalue
    assert compare_tests(before, after)[-1].chance == pytest.approx(oracle, rel=0.02)


@pytest.mark.parametrize("failed", [10**7, 10**12, 10**15 - 1])
def test_as_many_failures_as_a_report_may_tell_are_judged_at_once(failed: int) -> None:
    many = failing(failed, 10**12, 1000.0)
    began_s = process_time()
    assert compare_tests(many, many)[-1].chance == pytest.approx(1.0)
    assert process_time() - began_s < 0.5


def test_a_difference_that_matters_to_nobody_is_none() -> None:
    random = np.random.default_rng(5)
    first = measured(random.lognormal(5, 0.1, 200_000), users=5000)
    second = replace(first, latencies=tuple((one, value * (1 + NOTABLE / 2)) for one, value in first.latencies))
    found = compare_tests(first, second)
    assert found[0].chance is not None
    assert found[0].chance < 1e-6
    assert found[0].change is Change.SAME


def test_what_one_of_them_does_not_tell_is_said() -> None:
    known = lognormal(np.random.default_rng(1), 200)
    assert compare_tests(known, replace(known, latencies=()))[0].change is Change.UNTOLD
    assert compare_tests(known, replace(known, requests=0, failed=0))[-1].change is Change.UNTOLD
