"""Rules that a metric server evaluates."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class MetricRule:
    """A recording or alerting rule; ``state`` (inactive, pending, firing) is empty for recording rules.

    ``wait_s`` is how long its condition must hold, ``firing`` counts its alerts, ``error`` is why it fails.
    """

    ref: ResourceRef
    group: str
    kind: str
    query: str
    health: str
    error: str
    state: str
    severity: str
    wait_s: float
    firing: int
