"""KEDA: ScaledObjects and ScaledJobs."""

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.horizontal_autoscaler import TargetRef
from connectors.kubernetes.rows.meta import ConditionWire, Meta, conditions, owner_of, pairs, ref_of
from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.resource import ResourceKind

_PAUSED = "autoscaling.keda.sh/paused"
_PAUSED_AT = "autoscaling.keda.sh/paused-replicas"
_DEFAULT_MAXIMUM = 100
_MOST_DIGITS = 10
# What triggers call their threshold; other entries may hold addresses and credentials and are not read.
_THRESHOLDS = ("lagThreshold", "threshold", "value", "queueLength", "targetQueryValue", "messageCount", "queueDepth")
_ACTIVATIONS = tuple(f"activation{name[0].upper()}{name[1:]}" for name in _THRESHOLDS)


class Trigger(msgspec.Struct):
    """The fields of a trigger that are read."""

    type: str = ""
    name: str = ""
    metadata: dict[str, str] | None = None


class EventSpec(msgspec.Struct, rename="camel"):
    """The fields of an event spec that are read."""

    scale_target_ref: TargetRef | None = None
    min_replica_count: Whole | None = None
    max_replica_count: Whole | None = None
    triggers: list[Trigger] | None = None


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
        metrics=tuple(_metric(one) for one in spec.triggers or ()),
        conditions=conditions(wire.status.conditions),
        last_scale_at_s=None,
        paused=_is_paused(annotations),
        held_at=_held_at(annotations),
        owner=owner_of(wire.metadata),
        labels=pairs(wire.metadata.labels),
    )


def _is_paused(annotations: dict[str, str]) -> bool:
    return _PAUSED_AT in annotations or annotations.get(_PAUSED, "").lower() == "true"


def _held_at(annotations: dict[str, str]) -> int | None:
    text = annotations.get(_PAUSED_AT, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _MOST_DIGITS else None


def _metric(trigger: Trigger) -> ScalingMetric:
    metadata = trigger.metadata or {}
    target = next((metadata[name] for name in _THRESHOLDS if name in metadata), None)
    activation = next((metadata[name] for name in _ACTIVATIONS if name in metadata), None)
    return ScalingMetric(trigger.name or trigger.type, None, target, trigger.type, activation)
