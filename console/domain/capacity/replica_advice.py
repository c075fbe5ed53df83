"""How many replicas a service should be allowed, and how many it should keep."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.domain.capacity.capacity_rule import CapacityRule
    from console.domain.capacity.cell_capacity import ServiceCapacity


class ReplicaAdvice(NamedTuple):
    """The least and most replicas that a service should have."""

    least: int
    most: int


def replica_advice(
    service: ServiceCapacity, need_rps: float, low_rps: float, buffer: float, rule: CapacityRule
) -> ReplicaAdvice | None:
    """Return how many replicas serve what the cell needs at most, and what it asks for in its quiet hours.

    ``need_rps`` are requests per second to the cell with buffer and spare, ``low_rps`` those to the service in a quiet
    hour; ``None`` when nothing is known of the service.
    """
    per_replica = service.saturation.per_replica
    if not per_replica or service.ratio <= 0:
        return None
    most = max(rule.spare_replicas, _replicas(need_rps * service.ratio / per_replica))
    least = max(rule.spare_replicas, _replicas(low_rps * (1.0 + buffer) / per_replica))
    return ReplicaAdvice(min(least, most), most)


def _replicas(count: float) -> int:
    return ceil(count - 1e-9)
