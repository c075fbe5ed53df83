"""Two times: the real one that timestamps show, and the simulator's, which may run faster."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class WorldClock:
    """Maps between real unix seconds and the simulator's seconds; both are equal at `start_s`."""

    start_s: float
    speed: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.speed <= 10_000:
            raise ValueError(f"the lab's speed must be above 0 and at most 10000, not {self.speed}")

    def simulated(self, real_s: float) -> float:
        """The simulator's time at a real time."""
        return self.start_s + (real_s - self.start_s) * self.speed

    def real(self, simulated_s: float) -> float:
        """The real time at which the simulator reaches a time; what lies before the start was real."""
        if simulated_s <= self.start_s:
            return simulated_s
        return self.start_s + (simulated_s - self.start_s) / self.speed


def stamp(at_s: float) -> str:
    """Unix seconds as Kubernetes writes times (RFC 3339, seconds, UTC)."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
