"""What was seen of a service at one load: its latency and the CPU that it used."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Where the hours of a course are cut by their load: finer at the top, which is what capacity is about."""


class LoadPoint(NamedTuple):
    """The medians of some ``hours`` of similar load.

    ``load`` is requests per second of one replica or one requested core, ``latency_s`` the 95th percentile, ``used``
    CPU over CPU requested (1 = all of it); ``None``: not measured.
    """

    load: float
    latency_s: float | None
    used: float | None
    hours: int = 1


def load_points(loads: Sequence[float], latencies: Sequence[float], used: Sequence[float]) -> tuple[LoadPoint, ...]:
    """Return the hours of a service summed up by load, ascending; ``nan`` is what was not measured.

    All sequences are as long as each other, one value per hour. Hours without load say nothing and are left out.
    """
    hours = sorted(one for one in zip(loads, latencies, used, strict=True) if isfinite(one[0]) and one[0] > 0)
    cuts = [round(edge * len(hours)) for edge in _EDGES]
    groups = (hours[begin:end] for begin, end in pairwise(cuts))
    return tuple(_point(group) for group in groups if group)


def _point(hours: Sequence[tuple[float, float, float]]) -> LoadPoint:
    return LoadPoint(
        median(one[0] for one in hours),
        _median(one[1] for one in hours),
        _median(one[2] for one in hours),
        len(hours),
    )


def _median(values: Iterable[float]) -> float | None:
    known = [one for one in values if isfinite(one)]
    return median(known) if known else None
