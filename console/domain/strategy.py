"""Which of the five scaling strategies comes first in a layer, and why (L1.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.domain.bottleneck import Pressure
from console.domain.layer import Layer

NEAR = 0.8
"""From this pressure on a limit is near enough to prepare for it: an HPA's own default target is 80 %."""


class Strategy(StrEnum):
    """The five ways to scale."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    CACHE = "cache"
    CELL_SPLIT = "cell_split"
    PIPELINE = "pipeline"


class StrategyReason(StrEnum):
    """Why a strategy comes first; presenters write the sentence, with the bottleneck's numbers."""

    NOTHING_MEASURED = "nothing_measured"
    NO_PRESSURE = "no_pressure"
    SLOW_UNDER_LOAD = "slow_under_load"
    SLOW_WITHOUT_LOAD = "slow_without_load"
    COLD_CACHE = "cold_cache"
    CPU_FULL = "cpu_full"
    AT_MAXIMUM = "at_maximum"
    QUEUE_GROWS = "queue_grows"
    FAILING = "failing"
    MODEL_TOO_EXPENSIVE = "model_too_expensive"
    MODEL_QUALITY = "model_quality"
    READS_SATURATE = "reads_saturate"
    REPLICA_MISSING = "replica_missing"
    REPLICA_LAGS = "replica_lags"
    DELIVERY_SLOW = "delivery_slow"
    OBJECTIVE_MISSED = "objective_missed"
    COST_RISES = "cost_rises"


@dataclass(frozen=True, slots=True)
class LayerLoad:
    """What decides between strategies beside the bottleneck itself.

    ``cpu`` is used over requested CPU of the layer's services (``None``: not measured); ``at_maximum`` whether an
    autoscaler of the layer can add nothing more.
    """

    cpu: float | None = None
    at_maximum: bool = False


@dataclass(frozen=True, slots=True)
class StrategyAdvice:
    """``first`` is ``None`` when there is nothing to do or nothing known; ``order`` holds all five, best first."""

    layer: Layer
    first: Strategy | None
    reason: StrategyReason
    bottleneck: Pressure | None
    order: tuple[Strategy, ...]


_USUAL_ORDER: dict[Layer, tuple[Strategy, ...]] = {
    Layer.PRESENTATION: (
        Strategy.CACHE, Strategy.HORIZONTAL, Strategy.CELL_SPLIT, Strategy.VERTICAL, Strategy.PIPELINE,
    ),
    Layer.APPLICATION: (
        Strategy.HORIZONTAL, Strategy.PIPELINE, Strategy.CACHE, Strategy.CELL_SPLIT, Strategy.VERTICAL,
    ),
    Layer.AI: (Strategy.CACHE, Strategy.HORIZONTAL, Strategy.PIPELINE, Strategy.VERTICAL, Strategy.CELL_SPLIT),
    Layer.DATA: (Strategy.CACHE, Strategy.VERTICAL, Strategy.CELL_SPLIT, Strategy.HORIZONTAL, Strategy.PIPELINE),
    Layer.AUTOMATION: (
        Strategy.PIPELINE, Strategy.HORIZONTAL, Strategy.CACHE, Strategy.VERTICAL, Strategy.CELL_SPLIT,
    ),
    Layer.CONTROL: (
        Strategy.CELL_SPLIT, Strategy.HORIZONTAL, Strategy.CACHE, Strategy.PIPELINE, Strategy.VERTICAL,
    ),
}  # fmt: skip
"""What a layer's nature suggests: what is near the user is cached, stateless work is multiplied, state is relieved by
caches before it is enlarged or divided, pipelines are spread, and a cell as a whole is split."""

_LATENCY = ("latency_p95", "latency_p99", "ttfb", "tti")
_FIXED: dict[str, tuple[Strategy, StrategyReason]] = {
    "edge_cache_hit": (Strategy.CACHE, StrategyReason.COLD_CACHE),
    "queue_length": (Strategy.PIPELINE, StrategyReason.QUEUE_GROWS),
    "llm_waiting": (Strategy.HORIZONTAL, StrategyReason.QUEUE_GROWS),
    "model_cost": (Strategy.CACHE, StrategyReason.MODEL_TOO_EXPENSIVE),
    "model_cost_by_model": (Strategy.CACHE, StrategyReason.MODEL_TOO_EXPENSIVE),
    "accuracy": (Strategy.PIPELINE, StrategyReason.MODEL_QUALITY),
    "queries_per_s": (Strategy.CACHE, StrategyReason.READS_SATURATE),
    "replicas": (Strategy.HORIZONTAL, StrategyReason.REPLICA_MISSING),
    "replication_lag": (Strategy.VERTICAL, StrategyReason.REPLICA_LAGS),
    "lead_time": (Strategy.PIPELINE, StrategyReason.DELIVERY_SLOW),
    "pipeline_p50": (Strategy.PIPELINE, StrategyReason.DELIVERY_SLOW),
    "slo_attainment": (Strategy.CELL_SPLIT, StrategyReason.OBJECTIVE_MISSED),
    "cost_deviation": (Strategy.VERTICAL, StrategyReason.COST_RISES),
    "cost": (Strategy.VERTICAL, StrategyReason.COST_RISES),
}


def first_strategy(layer: Layer, pressures: Sequence[Pressure], load: LayerLoad | None = None) -> StrategyAdvice:
    """Return which strategy comes first, from the layer's pressures (highest first) and its load.

    Below 80 % of every limit nothing is advised. The bottleneck's signal decides; latency, errors and CPU are decided
    by what they come from: with free CPU more replicas do not make a request faster, so it is cached (data: sized up);
    where the autoscaler is at its maximum the cell is split.
    """
    worst = pressures[0] if pressures else None
    usual = _USUAL_ORDER[layer]
    if worst is None:
        return StrategyAdvice(layer, None, StrategyReason.NOTHING_MEASURED, None, usual)
    if worst.ratio < NEAR:
        return StrategyAdvice(layer, None, StrategyReason.NO_PRESSURE, worst, usual)
    first, reason = _decide(layer, worst, load or LayerLoad())
    order = (first, *(strategy for strategy in usual if strategy is not first))
    return StrategyAdvice(layer, first, reason, worst, order)


def _decide(layer: Layer, worst: Pressure, load: LayerLoad) -> tuple[Strategy, StrategyReason]:
    signal = worst.key.signal
    if signal in _FIXED:
        return _FIXED[signal]
    cpu = worst.value if signal == "cpu_saturation" else load.cpu
    is_full = cpu is not None and cpu >= NEAR
    if load.at_maximum and (is_full or signal == "cpu_saturation"):
        return Strategy.CELL_SPLIT, StrategyReason.AT_MAXIMUM
    if signal == "cpu_saturation":
        return (Strategy.VERTICAL if layer is Layer.DATA else Strategy.HORIZONTAL), StrategyReason.CPU_FULL
    if signal in _LATENCY:
        if is_full:
            return (Strategy.VERTICAL if layer is Layer.DATA else Strategy.HORIZONTAL), StrategyReason.SLOW_UNDER_LOAD
        return Strategy.CACHE, StrategyReason.SLOW_WITHOUT_LOAD
    return (Strategy.HORIZONTAL if is_full else _USUAL_ORDER[layer][0]), StrategyReason.FAILING
