"""KEDA: ScaledObjects and ScaledJobs."""

from dataclasses import replace

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.horizontal_autoscaler import TargetRef
from connectors.kubernetes.rows.keda_pause import PAUSED_AT, SCALED_JOB, is_keda_paused
from connectors.kubernetes.rows.meta import ConditionWire, Meta, conditions, owner_of, pairs, ref_of
from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.resource import ResourceKind

_DEFAULT_MAXIMUM = 100
_MOST_DIGITS = 10
_RESOURCES = frozenset({"cpu", "memory"})
_UTILIZATION = "Utilization"
# What triggers call their threshold; other entries may hold addresses and credentials and are not read.
_THRESHOLDS = (
    *("lagThreshold", "threshold", "value", "queueLength", "targetQueryValue", "messageCount", "queueDepth"),
    *("listLength", "lagCount", "pendingEntriesCount", "streamLength", "targetValue", "targetMetricValue"),
    *("queryValue", "thresholdValue", "subscriptionSize", "msgBacklogThreshold", "unprocessedEventThreshold"),
    *("blobCount", "shardCount", "targetQueueSize", "targetPendingRequests", "desiredReplicas"),
    *("objectCount", "targetObjectCount", "targetWorkflowQueueLength", "targetPipelinesQueueLength"),
    *("depthThreshold", "messageCountTarget", "messageSpoolUsageTarget", "messageReceiveRateTarget"),
)
_USUAL = {"kafka": "10", "apache-kafka": "10"}
"""What KEDA takes as the lag for each replica where a trigger states none."""
_FORMULA = "formula"
_ACTIVATIONS = tuple(f"activation{name[0].upper()}{name[1:]}" for name in _THRESHOLDS)


class Trigger(msgspec.Struct, rename="camel"):
    """The fields of a trigger that are read."""

    type: str = ""
    name: str = ""
    metric_type: str = ""
    metadata: dict[str, str] | None = None


class Modifiers(msgspec.Struct, rename="camel"):
    """The fields of scaling modifiers that are read: one number of all triggers, with a target of its own."""

    formula: str = ""
    target: str | None = None
    activation_target: str | None = None


class Advanced(msgspec.Struct, rename="camel"):
    """The fields of advanced settings that are read."""

    scaling_modifiers: Modifiers | None = None


class EventSpec(msgspec.Struct, rename="camel"):
    """The fields of an event spec that are read."""

    scale_target_ref: TargetRef | None = None
    min_replica_count: Whole | None = None
    max_replica_count: Whole | None = None
    triggers: list[Trigger] | None = None
    advanced: Advanced | None = None


class EventStatus(msgspec.Struct):
    """The fields of an event status that are read."""

    conditions: list[ConditionWire] | None = None


class EventWire(msgspec.Struct):
    """The fields of an event that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: EventSpec = msgspec.field(default_factory=EventSpec)
    status: EventStatus = msgspec.field(default_factory=EventStatus)


def event_row(wire: EventWire, kind: ResourceKind, connection: str) -> Autoscaler:
    """Return the row of a ScaledObject or ScaledJob; current replicas are its HPA's or its jobs', so not known here."""
    spec, annotations = wire.spec, wire.metadata.annotations or {}
    target = spec.scale_target_ref or TargetRef(kind="Job", name=wire.metadata.name)
    return Autoscaler(
        ref=ref_of(wire.metadata, kind, connection),
        target_kind=target.kind,
        target_name=target.name,
        minimum=spec.min_replica_count or 0,
        maximum=_DEFAULT_MAXIMUM if spec.max_replica_count is None else spec.max_replica_count,
        current=None,
        desired=None,
        metrics=_metrics(spec),
        conditions=conditions(wire.status.conditions),
        last_scale_at_s=None,
        paused=is_keda_paused(annotations, kind.kind),
        held_at=_held_at(annotations) if kind.kind != SCALED_JOB else None,
        owner=owner_of(wire.metadata),
        labels=pairs(wire.metadata.labels),
    )


def _held_at(annotations: dict[str, str]) -> int | None:
    text = annotations.get(PAUSED_AT, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _MOST_DIGITS else None


def _metrics(spec: EventSpec) -> tuple[ScalingMetric, ...]:
    """Return the triggers; where a formula makes one number of them, its target stands for theirs."""
    found = tuple(_metric(one) for one in spec.triggers or ())
    modifiers = spec.advanced.scaling_modifiers if spec.advanced is not None else None
    if modifiers is None or not modifiers.formula:
        return found
    whole = ScalingMetric(modifiers.formula, None, modifiers.target, _FORMULA, modifiers.activation_target)
    return (*(replace(one, target=None, activation=None) for one in found), whole)


def _metric(trigger: Trigger) -> ScalingMetric:
    metadata = trigger.metadata or {}
    target = next((metadata[name] for name in _THRESHOLDS if name in metadata), _USUAL.get(trigger.type))
    if target and trigger.type in _RESOURCES and _UTILIZATION in {trigger.metric_type, metadata.get("type")}:
        target = f"{target}%"
    activation = next((metadata[name] for name in _ACTIVATIONS if name in metadata), None)
    group = metadata.get("consumerGroup", "")
    return ScalingMetric(trigger.name or trigger.type, None, target, trigger.type, activation, group)
