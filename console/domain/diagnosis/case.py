"""What a diagnosis may look at: everything that is known of the estate's cells, routers and edges at one time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.domain.autoscaler import Autoscaler
from console.domain.diagnosis.proof import QueryProof
from console.domain.edge.cache_keys import CacheKeys
from console.domain.health import Health
from console.domain.route import Job, Route, RouteRule
from console.domain.route_share import RouteShare
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.domain.workload import Workload


@dataclass(frozen=True, slots=True)
class CellCase:
    """What is known of a cell; ``serving`` is the worst of its pods' and nodes' health (``UNKNOWN``: not seen)."""

    cell: str
    cluster: str
    autoscalers: tuple[Autoscaler, ...] = ()
    workloads: tuple[Workload, ...] = ()
    jobs: tuple[Job, ...] = ()
    metrics: str = ""
    readings: Mapping[SignalKey, Reading] = field(default_factory=dict)
    serving: Health = Health.UNKNOWN

    def total(self, signal: str) -> float | None:
        """Return the sum of a signal over whatever it is split by; ``None`` when it was not measured."""
        found = [reading.value for key, reading in self.readings.items() if key.signal == signal]
        return sum(found) if found else None

    def proofs(self, signal: str, target: str = "", expected: float | None = None) -> tuple[QueryProof, ...]:
        """Return the measurements of a signal (of one target) as proofs."""
        return tuple(
            QueryProof(self.metrics, key, reading, expected)
            for key, reading in self.readings.items()
            if key.signal == signal and target in {"", key.target}
        )


@dataclass(frozen=True, slots=True)
class RouterCase:
    """A router over cells: its object, the rule that spreads, and what each cell should get, is given and gets.

    ``names`` are (cell, destination as operations name it) in the rule's order.
    """

    name: str
    route: Route
    rule: RouteRule | None
    names: tuple[tuple[str, str], ...]
    shares: tuple[RouteShare, ...]


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """A CDN account: its zones, how its cache tells things apart (``None``: not read), and what is measured of it."""

    connection: str
    zones: tuple[str, ...]
    keys: CacheKeys | None
    hits: tuple[tuple[QueryProof, QueryProof], ...] = ()
    """Highest hit ratio of the last hours and the usual one, by zone."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything at one time. ``systems`` are the workloads by cluster that serve CPU and memory figures."""

    cells: tuple[CellCase, ...]
    routers: tuple[RouterCase, ...] = ()
    edges: tuple[EdgeCase, ...] = ()
    systems: Mapping[str, tuple[Workload, ...]] = field(default_factory=dict)
    now_s: float = 0.0

    def cell(self, key: str) -> CellCase | None:
        """Return a cell by its key."""
        return next((one for one in self.cells if one.cell == key), None)
