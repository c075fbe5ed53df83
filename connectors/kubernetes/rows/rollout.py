"""Argo Rollouts in detail: steps, weights, pauses and the two revisions."""

from typing import Any

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.duration import duration_s
from connectors.kubernetes.rows.meta import ConditionWire, Meta, at_s, conditions, pairs, ref_of
from connectors.kubernetes.rows.workload import Template
from console.domain.resource import ResourceKind
from console.domain.rollout import CanaryStep, Rollout, RolloutPause

REVISION = "rollout.argoproj.io/revision"
_ALL = 100
_KNOWN_STEPS = (
    "setWeight", "pause", "analysis", "experiment", "setCanaryScale", "setHeaderRoute", "setMirrorRoute", "plugin",
)  # fmt: skip


class Pause(msgspec.Struct):
    """The fields of a pause step that are read."""

    duration: Any = None


class Step(msgspec.Struct, rename="camel"):
    """The fields of a step that are read."""

    set_weight: Whole | None = None
    pause: Pause | None = None
    analysis: Any = None
    experiment: Any = None
    set_canary_scale: Any = None
    set_header_route: Any = None
    set_mirror_route: Any = None
    plugin: Any = None


class TrafficRouting(msgspec.Struct, rename="camel"):
    """The fields of the traffic routing that are read: what all weights together are."""

    max_traffic_weight: Whole | None = None


class Canary(msgspec.Struct, rename="camel"):
    """The fields of a canary strategy that are read."""

    steps: list[Step] | None = None
    traffic_routing: TrafficRouting | None = None


class Strategy(msgspec.Struct, rename="camel"):
    """The fields of a strategy that are read."""

    canary: Canary | None = None
    blue_green: Any = None


class RolloutSpec(msgspec.Struct):
    """The fields of a rollout spec that are read."""

    replicas: Whole | None = None
    paused: bool = False
    strategy: Strategy = msgspec.field(default_factory=Strategy)
    template: Template | None = None


class PauseCondition(msgspec.Struct, rename="camel"):
    """The fields of a pause condition that are read."""

    reason: str = ""
    start_time: str | None = None


class Weight(msgspec.Struct):
    """The fields of a live weight that are read."""

    weight: Whole = 0


class Weights(msgspec.Struct):
    """The fields of the live weights that are read."""

    canary: Weight | None = None


class AnalysisStatus(msgspec.Struct):
    """The fields of an analysis' status that are read."""

    name: str = ""
    status: str = ""


class CanaryStatus(msgspec.Struct, rename="camel"):
    """The fields of a canary status that are read."""

    weights: Weights | None = None
    current_step_analysis_run_status: AnalysisStatus | None = None
    current_background_analysis_run_status: AnalysisStatus | None = None


class BlueGreenStatus(msgspec.Struct, rename="camel"):
    """The fields of a blue-green status that are read."""

    pre_promotion_analysis_run_status: AnalysisStatus | None = None
    post_promotion_analysis_run_status: AnalysisStatus | None = None


class RolloutStatus(msgspec.Struct, rename="camel"):
    """The fields of a rollout status that are read."""

    phase: str = ""
    message: str = ""
    current_step_index: Whole | None = None
    current_pod_hash: str = ""
    stable_rs: str = msgspec.field(default="", name="stableRS")
    updated_replicas: Whole = 0
    available_replicas: Whole = 0
    pause_conditions: list[PauseCondition] | None = None
    controller_pause: bool = False
    abort: bool = False
    aborted_at: str | None = None
    promote_full: bool = False
    canary: CanaryStatus = msgspec.field(default_factory=CanaryStatus)
    blue_green: BlueGreenStatus = msgspec.field(default_factory=BlueGreenStatus)
    conditions: list[ConditionWire] | None = None


class RolloutWire(msgspec.Struct):
    """The fields of a rollout that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: RolloutSpec = msgspec.field(default_factory=RolloutSpec)
    status: RolloutStatus = msgspec.field(default_factory=RolloutStatus)


def rollout_row(wire: RolloutWire, kind: ResourceKind, connection: str) -> Rollout:
    """Return the row of a Rollout; its weights are percent, whatever its router takes for the whole."""
    spec, status = wire.spec, wire.status
    canary = spec.strategy.canary
    whole = _whole(canary)
    steps = tuple(_step(one, whole) for one in (canary.steps if canary is not None else None) or ())
    live = status.canary.weights.canary if status.canary.weights is not None else None
    containers = spec.template.spec.containers if spec.template is not None else ()
    found = (
        status.canary.current_step_analysis_run_status,
        status.canary.current_background_analysis_run_status,
        status.blue_green.pre_promotion_analysis_run_status,
        status.blue_green.post_promotion_analysis_run_status,
    )
    return Rollout(
        ref=ref_of(wire.metadata, kind, connection),
        labels=pairs(wire.metadata.labels),
        strategy="canary" if canary is not None else "blueGreen" if spec.strategy.blue_green is not None else "",
        phase=status.phase,
        message=status.message,
        images=tuple(one.image for one in containers),
        revision=(wire.metadata.annotations or {}).get(REVISION, ""),
        steps=steps,
        step=status.current_step_index,
        weight=_wanted_weight(steps, status) if canary is not None else None,
        live_weight=_percent(live.weight, whole) if live is not None else None,
        stable_hash=status.stable_rs,
        current_hash=status.current_pod_hash,
        desired=1 if spec.replicas is None else spec.replicas,
        updated=status.updated_replicas,
        available=status.available_replicas,
        paused=spec.paused,
        controller_pause=status.controller_pause,
        pauses=tuple(RolloutPause(one.reason, at_s(one.start_time)) for one in status.pause_conditions or ()),
        aborted=status.abort,
        aborted_at_s=at_s(status.aborted_at),
        promote_full=status.promote_full,
        analyses=tuple((one.name, one.status) for one in found if one is not None),
        conditions=conditions(status.conditions),
        containers=tuple(one.name for one in containers),
    )


def _whole(canary: Canary | None) -> int:
    routing = canary.traffic_routing if canary is not None else None
    return (routing.max_traffic_weight if routing is not None else None) or _ALL


def _percent(weight: int, whole: int) -> float:
    return weight if whole == _ALL else weight * _ALL / whole


def _step(wire: Step, whole: int) -> CanaryStep:
    if wire.set_weight is not None:
        return CanaryStep("setWeight", weight=_percent(wire.set_weight, whole))
    if wire.pause is not None:
        return CanaryStep("pause", pause_s=duration_s(wire.pause.duration))
    fields = {_camel(name): getattr(wire, name) for name in wire.__struct_fields__}
    return CanaryStep(next((name for name in _KNOWN_STEPS if fields.get(name) is not None), "unknown"))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _wanted_weight(steps: tuple[CanaryStep, ...], status: RolloutStatus) -> float | None:
    """Return the weight of the last step that set one; nothing goes to an aborted canary or to none at all."""
    if status.abort or not status.stable_rs or status.stable_rs == status.current_pod_hash:
        return 0
    if status.current_step_index is None:
        return None
    if status.current_step_index >= len(steps):
        return _ALL
    passed = [one.weight for one in steps[: status.current_step_index + 1] if one.weight is not None]
    return passed[-1] if passed else 0
