"""Rows of what steers: traffic routes with weights, and settings held in ConfigMaps."""

from dataclasses import dataclass

from console.domain.resource import Condition, ResourceRef

INTENDED_WEIGHTS = "cell-console.io/intended-weights"
"""Annotation of a route: the weights that were agreed, as a JSON object of cell (or host) to number."""
_OF_SERVICES = frozenset({"NotTerminating", "NotBestEffort"})


@dataclass(frozen=True, slots=True)
class Destination:
    """One weighted target of a route; ``weight`` as the object states it (Istio: of 100, Gateway API: relative)."""

    host: str
    weight: int
    subset: str = ""


@dataclass(frozen=True, slots=True)
class RouteRule:
    """One rule: ``path`` points at it in the object (``/spec/http/0``), destinations in the object's order."""

    path: str
    name: str
    destinations: tuple[Destination, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A VirtualService or HTTPRoute: hosts and weighted destinations, of all rules together and rule by rule.

    ``agreed`` are the weights that its annotation ``INTENDED_WEIGHTS`` states, by cell or host; empty without one.
    ``refused``: what gateways do not take of it, in their own words; its weights are not in force there.
    """

    ref: ResourceRef
    hosts: tuple[str, ...]
    destinations: tuple[Destination, ...]
    agreed: tuple[tuple[str, float], ...] = ()
    rules: tuple[RouteRule, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A ConfigMap whose entries the estate names (model router, cell quota, template values)."""

    ref: ResourceRef
    entries: tuple[tuple[str, str], ...]
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A CronJob or Job; times are unix seconds, ``active``, ``succeeded`` and ``failed`` count pods or runs.

    ``owner`` is ``CronJob/name`` of a run that a CronJob began. ``cores`` and ``memory_bytes`` are what the pods of a
    run request together; ``time_zone`` is that of the schedule, empty where it is the cluster's.
    """

    ref: ResourceRef
    schedule: str
    suspended: bool
    active: int
    succeeded: int
    failed: int
    last_start_at_s: float | None
    last_success_at_s: float | None
    labels: tuple[tuple[str, str], ...] = ()
    conditions: tuple[Condition, ...] = ()
    owner: str = ""
    cores: float = 0.0
    memory_bytes: float = 0.0
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """A ResourceQuota: (resource, hard, used) as the API writes quantities.

    ``scopes`` are which pods it counts (``Terminating``, ``PriorityClass in (low)``); empty for all of the namespace.
    """

    ref: ResourceRef
    items: tuple[tuple[str, str, str], ...]
    scopes: tuple[str, ...] = ()

    @property
    def counts_services(self) -> bool:
        """Return whether pods that run until they are replaced, and request CPU, surely fall under it."""
        return _OF_SERVICES.issuperset(self.scopes)
