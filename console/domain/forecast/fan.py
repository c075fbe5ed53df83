"""Quantiles over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """``values[level, step]`` in the unit of the measure for ``LEVELS``; steps of ``step_s`` from ``first_s`` on."""

    first_s: float
    step_s: int
    values: NDArray[np.float64]

    def at(self, level: float) -> NDArray[np.float64]:
        """Return the course of one of ``LEVELS``; raise ``ValueError`` for another."""
        return np.asarray(self.values[LEVELS.index(level)])

    @property
    def times(self) -> NDArray[np.float64]:
        """Return when the steps begin (unix seconds)."""
        return self.first_s + self.step_s * np.arange(self.values.shape[1], dtype=np.float64)
