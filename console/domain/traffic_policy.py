"""Row of the resilience settings of a service (L5.4): retries, bulkheads, outlier detection, adaptive concurrency."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.resource import ResourceRef


class Mechanism(StrEnum):
    """What a setting protects with."""

    BULKHEAD = "bulkhead"
    OUTLIER = "outlier"
    RETRY = "retry"
    TIMEOUT = "timeout"
    CONCURRENCY = "concurrency"
    BALANCING = "balancing"


@dataclass(frozen=True, slots=True)
class PolicySetting:
    """One setting by its name in the object; ``scope`` is the subset, port or rule it holds for (empty: all)."""

    mechanism: Mechanism
    name: str
    value: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class TrafficPolicy:
    """A DestinationRule, EnvoyFilter or VirtualService; ``target`` is the host, or the labels of the pods."""

    ref: ResourceRef
    target: str
    settings: tuple[PolicySetting, ...]
