"""Which scaling strategy comes first, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.bottleneck import Pressure
from console.domain.layer import Layer
from console.domain.signal_catalogue import SIGNALS
from console.domain.signal_key import SignalKey
from console.domain.strategy import LayerLoad, Strategy, StrategyReason, first_strategy


def _pressure(signal: str, ratio: float = 1.5, value: float = 1.2) -> Pressure:
    return Pressure(SignalKey(signal, "tokyo"), value, value / ratio, ratio)


FULL, IDLE = LayerLoad(cpu=0.95), LayerLoad(cpu=0.3)


@pytest.mark.parametrize(
    ("layer", "signal", "load", "strategy", "reason"),
    [
        (Layer.PRESENTATION, "latency_p95", FULL, Strategy.HORIZONTAL, StrategyReason.SLOW_UNDER_LOAD),
        (Layer.PRESENTATION, "ttfb", IDLE, Strategy.CACHE, StrategyReason.SLOW_WITHOUT_LOAD),
        (Layer.PRESENTATION, "ttfb", None, Strategy.CACHE, StrategyReason.SLOW_WITHOUT_LOAD),
        (Layer.PRESENTATION, "edge_cache_hit", None, Strategy.CACHE, StrategyReason.COLD_CACHE),
        (
            Layer.PRESENTATION, "latency_p99", LayerLoad(0.9, at_maximum=True),
            Strategy.CELL_SPLIT, StrategyReason.AT_MAXIMUM,
        ),
        (Layer.APPLICATION, "queue_length", None, Strategy.PIPELINE, StrategyReason.QUEUE_GROWS),
        (Layer.APPLICATION, "cpu_saturation", None, Strategy.HORIZONTAL, StrategyReason.CPU_FULL),
        (
            Layer.APPLICATION, "cpu_saturation", LayerLoad(at_maximum=True),
            Strategy.CELL_SPLIT, StrategyReason.AT_MAXIMUM,
        ),
        (Layer.APPLICATION, "error_ratio", FULL, Strategy.HORIZONTAL, StrategyReason.FAILING),
        (Layer.AI, "model_cost", None, Strategy.CACHE, StrategyReason.MODEL_TOO_EXPENSIVE),
        (Layer.AI, "llm_waiting", None, Strategy.HORIZONTAL, StrategyReason.QUEUE_GROWS),
        (Layer.AI, "accuracy", None, Strategy.PIPELINE, StrategyReason.MODEL_QUALITY),
        (Layer.DATA, "replicas", None, Strategy.HORIZONTAL, StrategyReason.REPLICA_MISSING),
        (Layer.DATA, "replication_lag", None, Strategy.VERTICAL, StrategyReason.REPLICA_LAGS),
        (Layer.DATA, "cpu_saturation", None, Strategy.VERTICAL, StrategyReason.CPU_FULL),
        (Layer.AUTOMATION, "lead_time", None, Strategy.PIPELINE, StrategyReason.DELIVERY_SLOW),
        (Layer.CONTROL, "slo_attainment", None, Strategy.CELL_SPLIT, StrategyReason.OBJECTIVE_MISSED),
        (Layer.CONTROL, "cost_deviation", None, Strategy.VERTICAL, StrategyReason.COST_RISES),
    ],
)  # fmt: skip
def test_the_bottleneck_decides_what_comes_first(
    layer: Layer, signal: str, load: LayerLoad | None, strategy: Strategy, reason: StrategyReason
) -> None:
    # proves L1.5
    worst = _pressure(signal)
    advice = first_strategy(layer, (worst, _pressure("rps", 0.1)), load)
    assert (advice.first, advice.reason, advice.bottleneck) == (strategy, reason, worst)
    assert advice.order[0] is strategy


def test_without_pressure_or_measurement_nothing_is_advised() -> None:
    far = _pressure("latency_p95", 0.79)
    assert first_strategy(Layer.PRESENTATION, (far,)).first is None
    assert first_strategy(Layer.PRESENTATION, (far,)).reason is StrategyReason.NO_PRESSURE
    assert first_strategy(Layer.AI, ()).reason is StrategyReason.NOTHING_MEASURED
    assert first_strategy(Layer.PRESENTATION, (_pressure("latency_p95", 0.8),)).first is not None


@given(
    st.sampled_from(list(Layer)),
    st.sampled_from([signal.key for signal in SIGNALS]),
    st.floats(0, 100),
    st.none() | st.floats(0, 2),
    st.booleans(),
)
def test_advice_is_total_and_orders_all_five(
    layer: Layer, signal: str, ratio: float, cpu: float | None, at_maximum: bool
) -> None:
    advice = first_strategy(layer, (Pressure(SignalKey(signal), 1.0, 1.0, ratio),), LayerLoad(cpu, at_maximum))
    assert sorted(advice.order) == sorted(Strategy)
    assert (advice.first is None) == (ratio < 0.8)
    assert advice.first in (None, advice.order[0])
