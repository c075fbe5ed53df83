"""A chart of a document, as data: every format draws it in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChartKind(StrEnum):
    """``LINE`` over time, ``FAN`` with bands of a forecast, ``BARS`` per category, ``BUDGET``: bars up to a limit."""

    LINE = "line"
    FAN = "fan"
    BARS = "bars"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """``points`` are (unix seconds, value), of bars (index of the category, value); ``None``: a gap.

    Of bars, a dashed series is drawn as marks across the others (what is allowed).
    """

    title: str
    points: tuple[tuple[float, float | None], ...]
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class ChartBand:
    """``points`` are (unix seconds, lowest, highest)."""

    title: str
    points: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class ChartLimit:
    """A horizontal line."""

    title: str
    value: float


@dataclass(frozen=True, slots=True)
class ChartMoment:
    """A vertical line at a moment (unix seconds)."""

    title: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Chart:
    """``summary`` says in a sentence what is to be seen, for those who cannot see it; ``unit`` is of all values.

    Bands are drawn in their order, so the widest comes first. ``categories`` are the names below bars.
    """

    kind: ChartKind
    title: str
    summary: str
    unit: str = ""
    series: tuple[ChartSeries, ...] = ()
    bands: tuple[ChartBand, ...] = ()
    limits: tuple[ChartLimit, ...] = ()
    moments: tuple[ChartMoment, ...] = ()
    categories: tuple[str, ...] = ()
