"""What a plot shows: series, limits and moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, eq=False)
class PlotSeries:
    """``times`` are unix seconds, ascending; ``values`` may hold NaN, which parts the line. Arrays or sequences.

    ``hue`` is a token of the theme; empty: the colour of its place.
    """

    name: str
    times: Sequence[float]
    values: Sequence[float]
    hue: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class PlotLimit:
    """A level that matters, e.g. a threshold: drawn as a dashed line with its name."""

    name: str
    value: float
    hue: str = "warning"


@dataclass(frozen=True, slots=True)
class PlotMark:
    """A moment that matters (unix seconds): drawn as an upright line."""

    at_s: float
    hue: str = "warning"


@dataclass(frozen=True, slots=True, eq=False)
class PlotBand:
    """Where something will be: filled between ``low`` and ``high``, as long as ``times`` (unix seconds, ascending)."""

    times: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    hue: str = "accent"
    strength: float = 0.18
