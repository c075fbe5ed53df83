"""Limits: which side is bad, and what is not known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.health import Health
from console.domain.limit import Limit, limit_of, reading_health
from console.domain.signal_catalogue import SIGNALS, SIGNALS_BY_KEY

ERRORS = SIGNALS_BY_KEY["error_ratio"]  # 0.01, 0.05; less is better
DELIVERY = SIGNALS_BY_KEY["delivery_success"]  # 0.999, 0.9856; more is better


@pytest.mark.parametrize(
    ("signal", "value", "health"),
    [
        (ERRORS, 0.0, Health.OK),
        (ERRORS, 0.01, Health.OK),
        (ERRORS, 0.0101, Health.WARNING),
        (ERRORS, 0.05, Health.WARNING),
        (ERRORS, 0.0501, Health.CRITICAL),
        (ERRORS, math.inf, Health.CRITICAL),
        (DELIVERY, 1.0, Health.OK),
        (DELIVERY, 0.999, Health.OK),
        (DELIVERY, 0.9989, Health.WARNING),
        (DELIVERY, 0.98, Health.CRITICAL),
        (ERRORS, None, Health.UNKNOWN),
        (ERRORS, math.nan, Health.UNKNOWN),
        (SIGNALS_BY_KEY["rps"], 5.0, Health.UNKNOWN),
        (SIGNALS_BY_KEY["model_cost"], 5.0, Health.UNKNOWN),
    ],
)
def test_health_of_a_value(signal, value: float | None, health: Health) -> None:  # type: ignore[no-untyped-def]
    assert reading_health(signal, value) is health


def test_the_estates_own_limits_replace_defaults_one_by_one() -> None:
    assert limit_of(ERRORS, Limit(critical=0.5)) == Limit(0.01, 0.5)
    assert reading_health(ERRORS, 0.1, Limit(critical=0.5)) is Health.WARNING
    assert reading_health(SIGNALS_BY_KEY["model_cost"], 9.0, Limit(critical=8.0)) is Health.CRITICAL


@given(st.sampled_from(SIGNALS), st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_a_better_value_is_never_judged_worse(signal, one: float, other: float) -> None:  # type: ignore[no-untyped-def]
    if signal.higher_is_better is None:
        return
    better, worse = (
        (max(one, other), min(one, other)) if signal.higher_is_better else (min(one, other), max(one, other))
    )
    assert reading_health(signal, better) <= reading_health(signal, worse)
