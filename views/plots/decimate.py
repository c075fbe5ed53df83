"""Decimation: as many points as there are pixels can show, peaks kept."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


def decimate(times: Floats, values: Floats, columns: int) -> tuple[Floats, Floats]:
    """Return the lowest and highest value of every pixel column; short series come back as they are.

    They stand at the column's first and last moment, in the order in which the column rises or falls. A column that
    holds a NaN among numbers shows the numbers; one that holds nothing else shows the gap.
    """
    count = len(times)
    if count <= columns * 4 or columns < 2:
        return times, values
    per = -(-count // columns)
    first = count % per  # the column at the left edge may have fewer points than the others
    blocks = np.ascontiguousarray(values[first:].reshape(-1, per).T)  # whole rows are compared at once so
    low, high = np.minimum.reduce(blocks), np.maximum.reduce(blocks)
    if np.isnan(low).any():
        low, high = np.fmin.reduce(blocks), np.fmax.reduce(blocks)
    falls = blocks[0] > blocks[-1]
    moments, levels = np.empty(first + 2 * len(low)), np.empty(first + 2 * len(low))
    moments[:first], levels[:first] = times[:first], values[:first]
    moments[first::2], moments[first + 1 :: 2] = times[first::per], times[first + per - 1 :: per]
    levels[first::2], levels[first + 1 :: 2] = np.where(falls, high, low), np.where(falls, low, high)
    return moments, levels
