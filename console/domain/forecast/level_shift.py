"""Seeing that the level of a demand changed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Measured on simulated and public series: moving the past to the new level foretells no better than the paths that
# look at recent weeks do by themselves. It is told, because nobody knows whether the new level stays.
_WEEK, _NEAR = 7, 3
_LEAST = 0.1  # a tenth, on the logarithmic scale
_DEVIATIONS = 8.0
_ALIKE = 0.8
_ABRUPT = 0.7  # of the change lies between the days before and after


def has_level_shift(levels: NDArray[np.float64]) -> bool:
    """Return whether one change from a week to the next stands out from all others, and came within a day or two.

    A week before and a week after are known at least, so that neither a dip nor a campaign is taken for one.
    """
    places = np.arange(_WEEK, len(levels) - _WEEK + 1)
    if len(places) < 2 * _WEEK:
        return False
    changes = np.array([_change(levels, int(place), _WEEK) for place in places])
    near = np.array([_change(levels, int(place), _NEAR) for place in places])
    # Medians of a week are alike some days around a shift; those of three days show the day itself.
    largest = np.abs(changes) >= _ALIKE * np.abs(changes).max()
    best = int(np.argmax(np.where(largest, near * np.sign(changes), -np.inf)))
    others = changes[np.abs(places - places[best]) > _WEEK]
    spread = 1.4826 * float(np.median(np.abs(others))) if len(others) else 0.0
    size = float(changes[best])
    return abs(size) >= max(_LEAST, _DEVIATIONS * spread) and bool(near[best] * np.sign(size) >= _ABRUPT * abs(size))


def _change(levels: NDArray[np.float64], place: int, width: int) -> float:
    return float(np.median(levels[place : place + width]) - np.median(levels[place - width : place]))
