"""Pressure and bottleneck, computed by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.bottleneck import Pressure, bottleneck, layer_pressures, pressure
from console.domain.layer import Layer
from console.domain.limit import Limit
from console.domain.signal import Reading
from console.domain.signal_catalogue import SIGNALS, SIGNALS_BY_KEY
from console.domain.signal_key import SignalKey


@pytest.mark.parametrize(
    ("signal", "value", "ratio"),
    [
        ("latency_p95", 0.4, 0.5),  # 0.4 s of 0.8 s
        ("latency_p95", 1.6, 2.0),
        ("error_ratio", 0.02, 2.0),  # 2 % of 1 %
        ("slo_attainment", 0.9995, 0.5),  # half of the allowed 0.1 % failed
        ("slo_attainment", 0.99, 10.0),
        ("slo_attainment", 1.0, 0.0),
        ("accuracy", 0.75, 1.25),  # 25 % wrong of 20 % allowed
        ("replicas", 3.0, 0.0),
        ("replicas", 2.0, 0.0),
        ("replicas", 1.0, 2.0),
        ("replicas", 0.0, math.inf),
        ("cost_deviation", -0.2, 0.0),
        ("cpu_saturation", 0.8, 1.0),
    ],
)
def test_pressure_by_hand(signal: str, value: float, ratio: float) -> None:
    found = pressure(SIGNALS_BY_KEY[signal], SignalKey(signal), value)
    assert found is not None
    assert found.ratio == pytest.approx(ratio)


@pytest.mark.parametrize(("signal", "value"), [("rps", 5.0), ("model_cost", 5.0), ("latency_p95", math.nan)])
def test_what_cannot_be_judged_has_no_pressure(signal: str, value: float) -> None:
    assert pressure(SIGNALS_BY_KEY[signal], SignalKey(signal), value) is None


def test_own_limits_and_critical_where_there_is_no_warning() -> None:
    key = SignalKey("queue_length", "tokyo")
    queue = SIGNALS_BY_KEY["queue_length"]
    assert pressure(queue, key, 500.0, Limit(warning=1000)) == Pressure(key, 500.0, 1000, 0.5)
    assert pressure(queue, key, 500.0, Limit(critical=250)) == Pressure(key, 500.0, 250, 2.0)
    assert pressure(queue, key, 1.0, Limit(warning=0)) == Pressure(key, 1.0, 0, math.inf)
    assert pressure(queue, key, 0.0, Limit(warning=0)) is None


def test_the_highest_pressure_of_the_layer_is_the_bottleneck() -> None:
    # proves L1.5
    values = {
        SignalKey("ttfb", "tokyo"): 0.4,
        SignalKey("latency_p95", "tokyo", "web"): 0.9,
        SignalKey("error_ratio", "tokyo", "web"): 0.005,
        SignalKey("latency_p95", "tokyo", "llm-serving"): 9.0,
        SignalKey("latency_p95", "osaka", "web"): 9.0,
        SignalKey("rps", "tokyo", "web"): 9e9,
    }
    readings = {key: Reading(value, 0.0) for key, value in values.items()}
    found = layer_pressures("tokyo", Layer.PRESENTATION, ("web",), readings)
    assert [(one.key.signal, round(one.ratio, 3)) for one in found] == [
        ("latency_p95", 1.125),
        ("error_ratio", 0.5),
        ("ttfb", 0.5),
    ]
    assert bottleneck(found) == found[0]
    assert bottleneck(()) is None


@given(st.sampled_from(SIGNALS), st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_worse_value_never_has_less_pressure(signal, one: float, other: float) -> None:  # type: ignore[no-untyped-def]
    worse, better = sorted((one, other), reverse=not signal.higher_is_better)
    found = [pressure(signal, SignalKey(signal.key), value) for value in (better, worse)]
    if found[0] is not None and found[1] is not None:
        assert found[0].ratio <= found[1].ratio
        assert found[1].ratio >= 0
