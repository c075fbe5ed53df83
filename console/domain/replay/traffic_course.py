"""Row of recorded traffic: how many requests a second reached a cell or came from a segment, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.resource import ResourceRef

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROUTED, SEGMENT, CALLS = "routed", "segment", "calls"
"""Requests that the cell router sent to a cell; of a segment at the edge; calls of models in a cell."""
TOPIC = "traffic-courses"


@dataclass(frozen=True, slots=True)
class TrafficCourse:
    """Requests per second of ``part`` (a cell or a segment) in steps of ``step_s`` seconds, the means of each step.

    The first step ends at ``first_s`` (unix seconds); ``None`` is a gap: nobody recorded it. ``span_s`` is what was
    asked for, ``query`` how. Counter resets are seen to by the metric server's ``rate``. ``estimated``: a share of
    what was recorded, because nobody counts the part by itself.
    """

    ref: ResourceRef
    measure: str
    part: str
    span_s: int
    step_s: int
    first_s: float
    rates: tuple[float | None, ...]
    query: str = ""
    estimated: bool = False

    def values(self) -> NDArray[np.float64]:
        """Return the rates as an array, not-a-number for a gap."""
        import numpy as np  # noqa: PLC0415 - heavy, and rows are loaded at the start

        return np.array([float("nan") if one is None else one for one in self.rates], dtype=np.float64)

    @property
    def at_s(self) -> float:
        """Return when the last step ends (unix seconds)."""
        return self.first_s + self.step_s * max(0, len(self.rates) - 1)
