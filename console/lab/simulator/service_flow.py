"""Traffic through one workload at one instant (or many): what it gets, loses, takes and costs."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.lab.simulator.level import Level


@dataclass(frozen=True, slots=True)
class CanaryFlow:
    """The part of a service's traffic that a newer revision gets: share of the requests, share of these that fail."""

    revision: str
    share: float
    failed: Level


@dataclass(frozen=True, slots=True)
class ServiceFlow:
    """State of one service or store.

    `rps` are requests per second by segment; `limited` and `failed` the shares answered 429 and 500;
    `utilisation` is load over capacity (1 = the CPU request is used up), `cpu_cores` the use of all replicas.
    """

    rps: Mapping[str, Level]
    limited: Level
    failed: Level
    utilisation: Level
    cpu_cores: Level
    median_s: Level
    shape: float
    replicas: Level
    canary: CanaryFlow | None = None

    @property
    def total_rps(self) -> Level:
        """Requests per second of all segments."""
        total: Level = 0.0
        for value in self.rps.values():
            total = total + value
        return total

    @property
    def in_flight(self) -> Level:
        """Requests being served, by Little's law."""
        return self.total_rps * self.median_s
