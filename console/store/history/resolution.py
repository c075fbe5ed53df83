"""The resolutions in which series are kept, and averaging into them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DAY_S = 86_400
_LATEST_S = 253_402_300_800  # the year 10000, the first that dates cannot tell


@dataclass(frozen=True, slots=True)
class Resolution:
    """One point per ``step_s`` seconds, kept for ``keep_s`` seconds."""

    step_s: int
    keep_s: float


def resolutions(raw_days: float = 1.0, minute_days: float = 14.0, hour_days: float = 400.0) -> tuple[Resolution, ...]:
    """Return the resolutions, finest first: as measured (to the second), per minute and per hour."""
    return (
        Resolution(1, raw_days * DAY_S),
        Resolution(60, minute_days * DAY_S),
        Resolution(3_600, hour_days * DAY_S),
    )


def downsample(times: Sequence[float], values: Sequence[float], step_s: int) -> Iterator[tuple[int, float, int]]:
    """Yield (start of step in unix seconds, sum of the finite values in it, their count); empty steps are left out.

    So are points of no time that a clock shows, which no retention would ever reach: some servers tell milliseconds.
    """
    start, total, count = 0, 0.0, 0
    for at_s, value in zip(times, values, strict=True):
        if not 0 <= at_s < _LATEST_S:
            continue
        step = floor(at_s / step_s) * step_s
        if step != start and count:
            yield start, total, count
            total, count = 0.0, 0
        start = step
        if isfinite(value):
            total, count = total + value, count + 1
    if count:
        yield start, total, count
