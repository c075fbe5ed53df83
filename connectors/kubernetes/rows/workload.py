"""Deployments, StatefulSets, DaemonSets and Argo Rollouts."""

from typing import Any

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.container import TemplateSpec, limits, requests, running
from connectors.kubernetes.rows.meta import (
    ConditionWire,
    Meta,
    at_s,
    conditions,
    pairs,
    ref_of,
    short_annotations,
    whole,
)
from console.domain.resource import ResourceKind
from console.domain.workload import Workload


class Selector(msgspec.Struct, rename="camel"):
    """The fields of a selector that are read."""

    match_labels: dict[str, str] | None = None


class Template(msgspec.Struct):
    """The fields of a template that are read."""

    spec: TemplateSpec = msgspec.field(default_factory=TemplateSpec)


class WorkloadSpec(msgspec.Struct):
    """The fields of a workload spec that are read."""

    replicas: Whole | None = None
    selector: Selector = msgspec.field(default_factory=Selector)
    template: Template | None = None
    paused: bool = False


class WorkloadStatus(msgspec.Struct, rename="camel"):
    """The fields of a workload status that are read."""

    observed_generation: Any = 0
    ready_replicas: Whole = 0
    available_replicas: Whole = 0
    updated_replicas: Whole = 0
    desired_number_scheduled: Whole = 0
    number_ready: Whole = 0
    number_available: Whole = 0
    updated_number_scheduled: Whole = 0
    pause_conditions: list[Any] | None = None
    conditions: list[ConditionWire] | None = None


class WorkloadWire(msgspec.Struct):
    """The fields of a workload that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: WorkloadSpec = msgspec.field(default_factory=WorkloadSpec)
    status: WorkloadStatus = msgspec.field(default_factory=WorkloadStatus)


def workload_row(wire: WorkloadWire, kind: ResourceKind, connection: str) -> Workload:
    """Return the row of a workload; a DaemonSet wants as many pods as it has nodes to run on."""
    spec, status = wire.spec, wire.status
    per_node = kind.kind == "DaemonSet"
    template = spec.template.spec if spec.template is not None else TemplateSpec()
    containers = running(template)
    cpu, memory = requests(containers)
    most_cpu, most_memory = limits(containers)
    wanted = 1 if spec.replicas is None else spec.replicas
    return Workload(
        ref=ref_of(wire.metadata, kind, connection),
        labels=pairs(wire.metadata.labels),
        selector=pairs(spec.selector.match_labels),
        images=tuple(one.image for one in containers),
        desired=status.desired_number_scheduled if per_node else wanted,
        ready=status.number_ready if per_node else status.ready_replicas,
        available=status.number_available if per_node else status.available_replicas,
        updated=status.updated_number_scheduled if per_node else status.updated_replicas,
        generation=wire.metadata.generation,
        observed_generation=whole(status.observed_generation),
        paused=spec.paused or bool(status.pause_conditions),
        created_at_s=at_s(wire.metadata.creation_timestamp) or 0.0,
        cpu_request=cpu,
        memory_request=memory,
        conditions=conditions(status.conditions),
        annotations=short_annotations(wire.metadata.annotations),
        cpu_limit=most_cpu,
        memory_limit=most_memory,
    )
