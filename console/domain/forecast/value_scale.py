"""The scale on which demand is additive: logarithms, or their likes where there are zeros or negative values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST = 700.0  # beyond it exp leaves the numbers


class ValueScale(NamedTuple):
    """``log(value + offset)``, or for values of both signs ``asinh(value / offset)``."""

    signed: bool
    offset: float

    def to_scale(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values on the scale; gaps stay gaps."""
        if self.signed:
            return np.arcsinh(values / self.offset)
        with np.errstate(divide="ignore"):
            return np.log(values + self.offset)

    def from_scale(self, scaled: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values in their unit; where there were no negative values none come out."""
        bounded = np.clip(scaled, -_MOST, _MOST)
        if self.signed:
            return self.offset * np.sinh(bounded)
        return np.maximum(np.exp(bounded) - self.offset, 0.0)


def scale_of(values: NDArray[np.float64]) -> ValueScale:
    """Return the scale for values, of which one at least is finite."""
    known = values[np.isfinite(values)]
    if known.min() < 0:
        return ValueScale(True, float(np.median(np.abs(known))) / 2 or 1.0)
    if known.min() > 0:
        return ValueScale(False, 0.0)
    positive = known[known > 0]
    return ValueScale(False, float(np.median(positive)) / 10 if len(positive) else 1.0)
