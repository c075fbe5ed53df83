"""CPU time of an inference against 45 ms = 2 + 30 + 2 + 11. (proves E1.1)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.health import Health
from console.domain.model.inference_budget import (
    BUFFER,
    CACHE,
    INFERENCE,
    PARTS,
    QUANTILES,
    RESPONSE,
    part_uses,
    whole_use,
)

PLAN = {CACHE: 0.002, INFERENCE: 0.030, RESPONSE: 0.002, BUFFER: 0.011}
TIMES = st.floats(min_value=0, max_value=1)


def measured(cache: float, inference: float, response: float) -> dict[tuple[str, str], float]:
    parts = {CACHE: cache, INFERENCE: inference, RESPONSE: response}
    return {(part, quantile): value for part, value in parts.items() for quantile in QUANTILES}


def test_the_budget_is_45_ms_and_the_buffer_is_what_the_parts_do_not_explain() -> None:
    uses = part_uses(PLAN, measured(0.001, 0.024, 0.001), (0.020, 0.030, 0.033))
    assert [one.part for one in uses] == list(PARTS)
    assert uses[-1].used_s == pytest.approx((0.0, 0.004, 0.007))
    whole = whole_use(PLAN, (0.020, 0.030, 0.033))
    assert whole.planned_s == pytest.approx(0.045)
    assert whole.share == pytest.approx(33 / 45)


def test_a_part_over_its_budget_is_told_apart_from_one_that_is_only_tight() -> None:
    cache, inference, response, _ = part_uses(PLAN, measured(0.0021, 0.029, 0.001), (0.03, 0.03, 0.04))
    assert (cache.health, inference.health, response.health) == (Health.CRITICAL, Health.WARNING, Health.OK)


def test_a_buffer_of_nothing_is_judged_too() -> None:
    whole = {**PLAN, BUFFER: 0.0}
    within = part_uses(whole, measured(0.001, 0.024, 0.001), (0.026, 0.026, 0.026))[-1]
    over = part_uses(whole, measured(0.001, 0.024, 0.001), (0.026, 0.026, 0.027))[-1]
    assert (within.health, within.share) == (Health.OK, None)
    assert (over.health, over.share) == (Health.CRITICAL, None)


@given(st.tuples(*[st.integers(1, 40)] * 4))
def test_all_of_a_budget_is_still_within_it(parts_ms: tuple[int, ...]) -> None:
    whole = whole_use(dict(zip(PARTS, (one / 1e3 for one in parts_ms), strict=True)), (sum(parts_ms) * 1e3 / 1e6,) * 3)
    assert whole.health is Health.WARNING


def test_what_nobody_measured_is_unknown_and_no_zero() -> None:
    *parts, buffer = part_uses(PLAN, {(CACHE, "0.99"): 0.001}, (None, None, 0.02))
    assert [one.share is None for one in parts] == [False, True, True]
    assert buffer.used_s == (None, None, None)
    assert buffer.health is Health.UNKNOWN


@given(TIMES, TIMES, TIMES, TIMES)
def test_the_buffer_is_never_negative_and_adds_up(cache: float, inference: float, response: float, rest: float) -> None:
    total = cache + inference + response + rest
    buffer = part_uses(PLAN, measured(cache, inference, response), (total,) * 3)[-1]
    assert buffer.used_s[-1] == pytest.approx(rest, abs=1e-9)
    smaller = part_uses(PLAN, measured(cache, inference, response), (0.0,) * 3)[-1]
    assert smaller.used_s[-1] == 0.0
