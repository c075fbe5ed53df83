"""What both arms counted in the same stretch of time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArmSlice:
    """Trials (requests, answers) and bad events among them (failures, slow ones, mistakes) of both arms.

    One slice per minute or so: shares and rates may differ from slice to slice. Counts may be fractions, as Prometheus
    extrapolates them.
    """

    baseline_trials: float
    baseline_bad: float
    canary_trials: float
    canary_bad: float

    def __add__(self, other: "ArmSlice") -> "ArmSlice":
        """Return both together."""
        return ArmSlice(
            self.baseline_trials + other.baseline_trials,
            self.baseline_bad + other.baseline_bad,
            self.canary_trials + other.canary_trials,
            self.canary_bad + other.canary_bad,
        )

    @property
    def baseline_rate(self) -> float | None:
        """Return the share of bad events in the baseline; ``None`` without trials."""
        return self.baseline_bad / self.baseline_trials if self.baseline_trials > 0 else None

    @property
    def canary_rate(self) -> float | None:
        """Return the share of bad events in the canary; ``None`` without trials."""
        return self.canary_bad / self.canary_trials if self.canary_trials > 0 else None

    @property
    def ratio(self) -> float | None:
        """Return how many times as often the canary is bad; ``None`` where the baseline never was."""
        baseline, canary = self.baseline_rate, self.canary_rate
        return canary / baseline if canary is not None and baseline else None


def whole(slices: tuple[ArmSlice, ...]) -> ArmSlice:
    """Return all slices together."""
    return sum(slices, ArmSlice(0.0, 0.0, 0.0, 0.0))
