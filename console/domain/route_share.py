"""What a cell should get, is given and gets of a router's traffic (L1.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

AGREED_TOLERANCE = 0.05
"""Weights are whole percents and moved in small steps: five points off what was agreed is a change, not rounding."""
OBSERVED_TOLERANCE = 0.10
"""Measured shares follow a new weight over the minutes of a rate, and few requests scatter."""
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class RouteShare:
    """Shares of a cell, 0 to 1, ``None`` where unknown; ``rate`` is requests per second."""

    cell: str
    agreed: float | None
    configured: float | None
    observed: float | None
    rate: float | None = None

    @property
    def is_changed(self) -> bool:
        """Return whether the configured weight is not the agreed one."""
        return _differ(self.agreed, self.configured, AGREED_TOLERANCE)

    @property
    def is_not_followed(self) -> bool:
        """Return whether the traffic does not follow the configured weight."""
        return _differ(self.configured, self.observed, OBSERVED_TOLERANCE)


def share(part: float | None, whole: float) -> float | None:
    """Return ``part`` of ``whole``, ``None`` when either says nothing."""
    return part / whole if part is not None and whole > 0 else None


def observed_shares(rates: Sequence[float | None], weights: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return the shares of measured rates; none where one with a weight is not: others' would look too large."""
    if any(rate is None and weight for rate, weight in zip(rates, weights, strict=True)):
        return (None,) * len(rates)
    whole = sum(rate for rate in rates if rate is not None)
    return tuple(share(rate, whole) for rate in rates)


def _differ(one: float | None, other: float | None, tolerance: float) -> bool:
    return one is not None and other is not None and abs(one - other) > tolerance + _CLOSE
