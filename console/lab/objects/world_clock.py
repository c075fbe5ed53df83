"""Two times: the real one that timestamps show, and the simulator's, which may run faster."""

from datetime import UTC, datetime


class WorldClock:
    """Maps between real unix seconds and the simulator's seconds; both are equal at `start_s`."""

    def __init__(self, start_s: float, speed: float = 1.0) -> None:
        if not 0 < speed <= 10_000:
            raise ValueError(f"the lab's speed must be above 0 and at most 10000, not {speed}")
        self.start_s = start_s
        self.speed = speed
        self._real_s = self._simulated_s = start_s

    def anchor(self, real_s: float, simulated_s: float) -> None:
        """From now on let both pass from these two times: the computer's clock was set back."""
        self._real_s, self._simulated_s = real_s, simulated_s

    def simulated(self, real_s: float) -> float:
        """The simulator's time at a real time."""
        return self._simulated_s + (real_s - self._real_s) * self.speed

    def real(self, simulated_s: float) -> float:
        """The real time at which the simulator reaches a time; what lies before the start was real."""
        if simulated_s <= self.start_s:
            return simulated_s
        return self._real_s + (simulated_s - self._simulated_s) / self.speed


def is_due(next_s: float, now_s: float, period_s: float) -> bool:
    """Whether what happens once in a period is due; a next time beyond one period is of a clock since set back."""
    return not now_s < next_s <= now_s + period_s


def seconds_of(text: object) -> float | None:
    """Unix seconds of a time as objects state it, None for none."""
    try:
        return datetime.fromisoformat(str(text)).timestamp() if text else None
    except (ValueError, OverflowError):
        return None


def stamp(at_s: float) -> str:
    """Unix seconds as Kubernetes writes times (RFC 3339, seconds, UTC)."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
