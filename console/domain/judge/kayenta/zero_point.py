"""Brent's root search with the tolerance that R uses, because the interval's last digits depend on it."""

from collections.abc import Callable
from dataclasses import dataclass

_TOLERANCE = 1e-4
_MOST_STEPS = 1000
_PRECISION = 2.220446049250313e-16


@dataclass(slots=True)
class _Bracket:
    """``best`` is the newest point, ``last`` the one before, ``other`` has the opposite sign of ``best``."""

    last: float
    best: float
    other: float
    at_last: float
    at_best: float
    at_other: float

    def nearest_first(self) -> None:
        """Make the point with the smaller value the best one."""
        if abs(self.at_other) < abs(self.at_best):
            self.last, self.best, self.other = self.best, self.other, self.best
            self.at_last, self.at_best, self.at_other = self.at_best, self.at_other, self.at_best


def zero_point(function: Callable[[float], float], low: float, high: float, at_low: float, at_high: float) -> float:
    """Return where a function is zero between two points at which its signs differ."""
    if at_low == 0:
        return low
    points = _Bracket(low, high, low, at_low, at_high, at_low)
    for _ in range(_MOST_STEPS):
        before = points.best - points.last
        points.nearest_first()
        near = 2 * _PRECISION * abs(points.best) + _TOLERANCE / 2
        half = (points.other - points.best) / 2
        if abs(half) <= near or points.at_best == 0:
            return points.best
        step = _step(points, before, half, near)
        points.last, points.at_last = points.best, points.at_best
        points.best += step
        points.at_best = function(points.best)
        if points.at_best * points.at_other > 0:
            points.other, points.at_other = points.last, points.at_last
    return points.best


def _step(points: _Bracket, before: float, half: float, near: float) -> float:
    """Return the step of the interpolation where it is a good one, else half the bracket; never less than ``near``."""
    step = half
    if abs(before) >= near and abs(points.at_last) > abs(points.at_best):
        upper, lower = _interpolated(points)
        if upper < 0.75 * 2 * half * lower - abs(near * lower) / 2 and upper < abs(before * lower / 2):
            step = upper / lower
    return step if abs(step) >= near else (near if step > 0 else -near)


def _interpolated(points: _Bracket) -> tuple[float, float]:
    """Return numerator (never negative) and denominator of the step that interpolation proposes."""
    gap = points.other - points.best
    ratio = points.at_best / points.at_last
    if points.last == points.other:  # two points only: a line
        upper, lower = gap * ratio, 1 - ratio
    else:  # three points: an inverse parabola
        outer, inner = points.at_last / points.at_other, points.at_best / points.at_other
        upper = ratio * (gap * outer * (outer - inner) - (points.best - points.last) * (inner - 1))
        lower = (outer - 1) * (inner - 1) * (ratio - 1)
    return (upper, -lower) if upper > 0 else (-upper, lower)
