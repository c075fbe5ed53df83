"""The past of one demand in equal steps."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from console.domain.forecast.demand_key import DemandKey

HOUR_S, DAY_S = 3_600, 86_400


@dataclass(frozen=True, slots=True, eq=False)
class DemandSeries:
    """Means of steps of an hour or a day (``step_s``), in the unit of the measure; not-a-number is a gap.

    The first step begins at ``first_s`` (unix seconds). ``zone`` (IANA name) decides when days and weeks begin.
    ``source`` says where it comes from, as it was asked.
    """

    key: DemandKey
    zone: str
    first_s: float
    step_s: int
    values: NDArray[np.float64]
    source: str = ""

    @property
    def end_s(self) -> float:
        """Return when the last step ends (unix seconds)."""
        return self.first_s + self.step_s * len(self.values)

    def digest(self) -> str:
        """Return what tells this content from any other."""
        head = f"{self.key.measure}|{self.zone}|{self.first_s:.0f}|{self.step_s}|"
        return sha256(head.encode() + self.values.tobytes()).hexdigest()
