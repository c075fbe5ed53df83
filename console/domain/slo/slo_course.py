"""How the error budget of an objective went over its period."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import isfinite

from console.domain.resource import ResourceRef
from console.domain.slo.past_alert import PastAlert


@dataclass(frozen=True, slots=True)
class SloCourse:
    """``bad[i]``: the share (0 to 1) of the period's events that had failed by ``times[i]`` (unix seconds, ascending).

    It never falls, and its last value is the error ratio of the period. ``step_s`` is the distance of points,
    ``known_s`` the time for which there were events, ``period_s`` the length of what counts of the period.
    ``incidents`` are the alerts about it that the metric server remembers.
    """

    ref: ResourceRef
    period_s: int
    at_s: float
    step_s: float
    known_s: float
    times: tuple[float, ...]
    bad: tuple[float, ...]
    incidents: tuple[PastAlert, ...] = ()

    def left(self, percent: float) -> tuple[float, ...]:
        """Return what was left of the budget at each point if ``percent`` of the events had to be good (1: all)."""
        budget = (100 - percent) / 100
        return tuple(1 - bad / budget for bad in self.bad)

    def used_up_at(self, percent: float) -> float | None:
        """Return when the budget of an objective of ``percent`` was used up; ``None`` while some is left."""
        place = bisect_left(self.bad, (100 - percent) / 100)
        return self.times[place] if place < len(self.times) else None

    @property
    def begins_s(self) -> float:
        """Return the first moment that is known (unix seconds)."""
        return self.times[0] - self.step_s if self.times else self.at_s


def course_of(
    ref: ResourceRef,
    period_s: int,
    at_s: float,
    step_s: float,
    times: Sequence[float],
    ratios: Sequence[float],
    weights: Sequence[float],
) -> SloCourse:
    """Return the course of error ratios of steps; ``weights`` are the events of each step (1 where nobody counts).

    Steps without events, or whose ratio is not known, say nothing and are left out.
    """
    told = [
        (at, max(0.0, ratio) * weight, weight)
        for at, ratio, weight in zip(times, ratios, weights, strict=True)
        if isfinite(ratio) and isfinite(weight) and weight > 0
    ]
    whole = sum(weight for _, _, weight in told)
    bad = tuple(total / whole for total in accumulate(part for _, part, _ in told)) if told else ()
    return SloCourse(ref, period_s, at_s, step_s, len(told) * step_s, tuple(at for at, _, _ in told), bad)
