"""Nodes."""

import msgspec

from connectors.kubernetes.rows.container import Quantities
from connectors.kubernetes.rows.meta import ConditionWire, Meta, at_s, pairs, ref_of
from connectors.kubernetes.rows.quantity import amount
from console.domain.resource import ResourceKind
from console.domain.workload import Node


class NodeSpec(msgspec.Struct):
    """The fields of a node spec that are read."""

    unschedulable: bool = False


class NodeStatus(msgspec.Struct):
    """The fields of a node status that are read."""

    allocatable: Quantities = {}
    conditions: list[ConditionWire] | None = None


class NodeWire(msgspec.Struct):
    """The fields of a node that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: NodeSpec = msgspec.field(default_factory=NodeSpec)
    status: NodeStatus = msgspec.field(default_factory=NodeStatus)


def node_row(wire: NodeWire, kind: ResourceKind, connection: str) -> Node:
    """Return the row of a node."""
    return Node(
        ref=ref_of(wire.metadata, kind, connection),
        labels=pairs(wire.metadata.labels),
        ready=any(one.type == "Ready" and one.status == "True" for one in wire.status.conditions or ()),
        schedulable=not wire.spec.unschedulable,
        cpu=amount(wire.status.allocatable.get("cpu")),
        memory=amount(wire.status.allocatable.get("memory")),
        created_at_s=at_s(wire.metadata.creation_timestamp) or 0.0,
    )
