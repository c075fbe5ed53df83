"""Replaying a limit: what a token bucket would have refused of recorded traffic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

CROWDING = 2.0
"""How dense requests may have been within a step: all of them in its first half. Nobody recorded it more closely."""
_FEWEST = 0.5
"""Less than half a request is none: the noise of rates that are not whole requests."""


@dataclass(frozen=True, slots=True, eq=False)
class LimitReplay:
    """Requests refused in each step: ``least`` when they came evenly, ``most`` when they crowded (``CROWDING``).

    Gaps count nothing, and the bucket fills meanwhile. ``arrived`` and ``known_s`` are of the steps that are known.
    """

    step_s: float
    arrived: float
    known_s: float
    least: NDArray[np.float64]
    most: NDArray[np.float64]

    @property
    def refused(self) -> tuple[float, float]:
        """Return the least and the most requests that would have been refused."""
        return float(self.least.sum()), float(self.most.sum())

    @property
    def share(self) -> tuple[float, float]:
        """Return the refused requests as shares of those that arrived; 0 where none did."""
        least, most = self.refused
        return (least / self.arrived, most / self.arrived) if self.arrived > 0 else (0.0, 0.0)

    @property
    def refusing_s(self) -> tuple[float, float]:
        """Return for how long (seconds, in whole steps) requests would have been refused, least and most."""
        least, most = (int((one >= _FEWEST).sum()) * self.step_s for one in (self.least, self.most))
        return least, most

    def first_refusal(self) -> int | None:
        """Return the first step in which a request may have been refused; ``None``: none would have been."""
        found = np.flatnonzero(self.most >= _FEWEST)
        return int(found[0]) if len(found) else None


def replay_limit(rates: NDArray[np.float64], step_s: float, rps: float, burst: float) -> LimitReplay:
    """Return what a bucket of ``burst`` tokens that gains ``rps`` a second refuses; ``rates`` are requests per second.

    The bucket is full at first. Even arrival is the least that any arrival within the steps can have refused.
    """
    counts = np.where(np.isfinite(rates), rates, 0.0) * step_s
    listed: Sequence[float] = counts.tolist()
    return LimitReplay(
        step_s,
        float(counts.sum()),
        float(np.isfinite(rates).sum()) * step_s,
        _refused(listed, step_s, rps, burst, 1.0),
        _refused(listed, step_s, rps, burst, CROWDING),
    )


def _refused(counts: Sequence[float], step_s: float, rps: float, burst: float, crowding: float) -> NDArray[np.float64]:
    """Let each step's requests flow in its first ``1 / crowding``; plain floats, because one step needs the other."""
    busy_gain = rps * step_s / crowding
    rest_gain = rps * step_s - busy_gain
    tokens, refused = burst, [0.0] * len(counts)
    for place, count in enumerate(counts):
        left = tokens + busy_gain - count
        if left < 0:
            refused[place] = -left
            left = 0.0
        tokens = min(burst, min(burst, left) + rest_gain)
    return np.array(refused)
