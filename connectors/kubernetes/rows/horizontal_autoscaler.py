"""HorizontalPodAutoscalers (autoscaling/v2)."""

from collections import Counter
from typing import Any

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.meta import ConditionWire, Meta, at_s, conditions, owner_of, pairs, ref_of
from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.resource import ResourceKind
from console.kernel.prepared import prepared

_KEDA_NAME = "scaledobject.keda.sh/name"


class TargetRef(msgspec.Struct, rename="camel", gc=False):
    """The fields of a target ref that are read."""

    kind: str = "Deployment"
    name: str = ""


class MetricValue(msgspec.Struct, rename="camel", gc=False):
    """The fields of a metric value that are read."""

    average_utilization: Whole | None = None
    average_value: str | int | float | None = None
    value: str | int | float | None = None

    @property
    def text(self) -> str | None:
        """Return the value as the API writes it; utilization in percent."""
        if self.average_utilization is not None:
            return f"{self.average_utilization}%"
        chosen = self.average_value if self.average_value is not None else self.value
        return None if chosen is None else str(chosen)


class MetricName(msgspec.Struct, gc=False):
    """The fields of a metric name that are read."""

    name: str = ""


class MetricBody(msgspec.Struct, gc=False):
    """The fields of a metric body that are read."""

    name: str = ""
    container: str = ""
    metric: MetricName | None = None
    target: MetricValue | None = None
    current: MetricValue | None = None


class Metric(msgspec.Struct, rename="camel"):
    """The fields of a metric that are read."""

    type: str = ""
    resource: MetricBody | None = None
    container_resource: MetricBody | None = None
    pods: MetricBody | None = None
    object: MetricBody | None = None
    external: MetricBody | None = None

    @property
    def body(self) -> MetricBody:
        """Return the part that belongs to the type."""
        parts = (self.resource, self.container_resource, self.pods, self.object, self.external)
        return next((one for one in parts if one is not None), MetricBody())

    @property
    def name(self) -> str:
        """Return what is measured, e.g. ``cpu`` or ``app/cpu`` or the metric's name."""
        body = self.body
        if body.metric is not None:
            return body.metric.name
        return f"{body.container}/{body.name}" if body.container else body.name


class ScalingRules(msgspec.Struct, rename="camel", gc=False):
    """The fields of one direction's scaling rules that are read."""

    select_policy: str | None = None

    @property
    def is_off(self) -> bool:
        """Return whether nothing happens in this direction."""
        return self.select_policy == "Disabled"


class Behavior(msgspec.Struct, rename="camel"):
    """The fields of a behavior that are read."""

    scale_up: ScalingRules | None = None
    scale_down: ScalingRules | None = None

    @property
    def is_still(self) -> bool:
        """Return whether both directions are switched off."""
        return all(one is not None and one.is_off for one in (self.scale_up, self.scale_down))

    @property
    def never_adds(self) -> bool:
        """Return whether only the way up is switched off."""
        return self.scale_up is not None and self.scale_up.is_off and not self.is_still


class ScalerSpec(msgspec.Struct, rename="camel"):
    """The fields of a scaler spec that are read."""

    scale_target_ref: TargetRef = msgspec.field(default_factory=TargetRef)
    min_replicas: Whole | None = None
    max_replicas: Whole | None = None
    metrics: list[Metric] | None = None
    behavior: Behavior | None = None


class ScalerStatus(msgspec.Struct, rename="camel"):
    """The fields of a scaler status that are read."""

    current_replicas: Whole | None = None
    desired_replicas: Whole | None = None
    last_scale_time: str | None = None
    current_metrics: list[Any] | None = None
    conditions: list[ConditionWire] | None = None


class ScalerWire(msgspec.Struct):
    """The fields of a scaler that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: ScalerSpec = msgspec.field(default_factory=ScalerSpec)
    status: ScalerStatus = msgspec.field(default_factory=ScalerStatus)


def horizontal_row(wire: ScalerWire, kind: ResourceKind, connection: str) -> Autoscaler:
    """Return the row of an HPA; ``owner`` names the ScaledObject that made it, if one did."""
    spec, status = wire.spec, wire.status
    labels = wire.metadata.labels or {}
    owner = owner_of(wire.metadata) or (f"ScaledObject/{labels[_KEDA_NAME]}" if _KEDA_NAME in labels else "")
    return Autoscaler(
        ref=ref_of(wire.metadata, kind, connection),
        target_kind=spec.scale_target_ref.kind,
        target_name=spec.scale_target_ref.name,
        minimum=1 if spec.min_replicas is None else spec.min_replicas,
        maximum=spec.max_replicas,
        current=status.current_replicas,
        desired=status.desired_replicas,
        metrics=_metrics(wire),
        conditions=conditions(status.conditions),
        last_scale_at_s=at_s(status.last_scale_time),
        paused=spec.behavior is not None and spec.behavior.is_still,
        never_adds=spec.behavior is not None and spec.behavior.never_adds,
        owner=owner,
        labels=pairs(wire.metadata.labels),
    )


def _metrics(wire: ScalerWire) -> tuple[ScalingMetric, ...]:
    """Return the metrics with their values: the controller writes them in the order of the spec.

    Several may have one name and differ by selector or object only; names decide where a metric has its own.
    """
    told = [_told(raw) for raw in wire.status.current_metrics or ()]
    by_name = {(one.type, one.name): one for one in told if one is not None}
    names = Counter((one.type, one.name) for one in wire.spec.metrics or ())
    found = []
    for place, one in enumerate(wire.spec.metrics or ()):
        key = (one.type, one.name)
        now = by_name.get(key) if names[key] == 1 else told[place] if place < len(told) else None
        current = now.body.current.text if now is not None and now.body.current is not None else None
        target = one.body.target.text if one.body.target is not None else None
        found.append(ScalingMetric(one.name, current, target, one.type))
    return tuple(found)


def _told(raw: Any) -> Metric | None:
    """Return a metric with its value; the controller writes one of an empty type while it has none yet."""
    try:
        one = msgspec.convert(raw, prepared(Metric))
    except msgspec.ValidationError:
        return None
    return one if one.body.current is not None else None
