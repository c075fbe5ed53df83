"""How many requests a second one replica of a service can take before it is too slow or too busy."""

from __future__ import annotations

from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.domain.capacity.capacity_rule import CapacityRule
    from console.domain.capacity.load_point import LoadPoint

_FEWEST = 3  # points that make a line with a foot of its own
_SPREAD = 1.5  # times that the busiest of them has the quietest one's load


class Ground(StrEnum):
    """What a capacity is known from, the best first."""

    TESTED = "tested"
    """A load test found the load from which on it was too slow."""
    OBSERVED = "observed"
    """It was seen to become too slow in production."""
    REACHED = "reached"
    """A load test was passed at this load; nothing is known beyond it."""
    USED = "used"
    """The CPU it uses grows with the load; where its limit would be reached is computed."""
    LEAST = "least"
    """It has carried this much; nothing is known beyond it."""
    UNKNOWN = "unknown"


class LoadTrial(NamedTuple):
    """A load test of a service: requests per second and replica, whether it kept its limits, and when."""

    load: float
    passed: bool
    at_s: float = 0.0


class Saturation(NamedTuple):
    """Requests per second and replica; the truth is between ``low`` and ``high`` (``inf``: nothing above was tried)."""

    per_replica: float | None
    low: float
    high: float
    ground: Ground


NOT_KNOWN = Saturation(None, 0.0, inf, Ground.UNKNOWN)


def saturation(points: Sequence[LoadPoint], rule: CapacityRule, trials: Iterable[LoadTrial] = ()) -> Saturation:
    """Return what a replica can take, by the best ground there is.

    ``points`` ascend by load. Where a load test or production crossed the limit, that is the capacity. Else it is
    computed from the CPU, but never below what was carried already; a latency that is over the limit at every load
    does not come from the load and says nothing. No load test failed below what is told, but for those that
    production or a later test has proved wrong.
    """
    told = tuple(trials)
    failed = _least_failed(points, rule, told)
    return _within(_grounded(points, rule, _tried(told, failed)), failed)


def _grounded(points: Sequence[LoadPoint], rule: CapacityRule, tried: Saturation | None) -> Saturation:
    crossed = _crossed(points, rule.latency_s)
    used = _by_cpu(points, rule.most_used)
    carried = _carried(points, rule.latency_s)
    if tried is not None and tried.ground is Ground.TESTED:
        return tried
    if crossed is not None:
        return crossed
    return _best(tried, used, carried)


def _least_failed(points: Sequence[LoadPoint], rule: CapacityRule, trials: Sequence[LoadTrial]) -> float:
    """Return the least load that a load test did not pass.

    A test does not count when production carried that load within the limit, or a later test passed it or more.
    """
    quick = (one.load for one in points if one.latency_s is not None and one.latency_s <= rule.latency_s)
    carried = max(quick, default=0.0)
    passed = tuple(one for one in trials if one.passed)

    def is_wrong(failed: LoadTrial) -> bool:
        return failed.load <= carried or any(one.at_s > failed.at_s and one.load >= failed.load for one in passed)

    return min((one.load for one in trials if not one.passed and not is_wrong(one)), default=inf)


def _within(found: Saturation, failed: float) -> Saturation:
    """Return what was found, no more than ``failed``."""
    if found.per_replica is None or failed >= found.high:
        return found
    if failed >= found.per_replica:
        return found._replace(high=failed)
    return Saturation(failed, min(found.low, failed), failed, Ground.TESTED)


def _best(tried: Saturation | None, used: Saturation | None, carried: Saturation | None) -> Saturation:
    """Return the one that proves or computes most: what was carried or passed cannot be too much."""
    found = [one for one in (used, tried, carried) if one is not None and one.per_replica is not None]
    if not found:
        return NOT_KNOWN
    best = max(found, key=lambda one: one.per_replica or 0.0)
    return best._replace(low=max(one.low for one in found), high=max(best.high, best.per_replica or 0.0))


def _tried(trials: Iterable[LoadTrial], failed: float) -> Saturation | None:
    """Return what load tests prove: the most that was passed below ``failed``, the least that was not."""
    passed = max((one.load for one in trials if one.passed and one.load < failed), default=0.0)
    if not passed:
        return None
    if failed == inf:
        return Saturation(passed, passed, inf, Ground.REACHED)
    return Saturation(passed, passed, failed, Ground.TESTED)


def _crossed(points: Sequence[LoadPoint], limit_s: float) -> Saturation | None:
    """Return where the latency passes the limit for good, on the line between the two points beside it."""
    known = [(one.load, one.latency_s) for one in points if one.latency_s is not None]
    good = max((place for place, one in enumerate(known) if one[1] <= limit_s), default=None)
    if good is None or good + 1 >= len(known):
        return None
    (low, low_s), (high, high_s) = known[good], known[good + 1]
    return Saturation(low + (limit_s - low_s) / (high_s - low_s) * (high - low), low, high, Ground.OBSERVED)


def _by_cpu(points: Sequence[LoadPoint], most_used: float) -> Saturation | None:
    """Return the load at which the CPU limit is reached, on the line through the points (``_idle`` is its foot).

    The busier half of the points says how far that line can be trusted.
    """
    known = [one for one in points if one.used is not None and one.used > 0]
    idle = _idle(known)
    work = sum(one.load**2 * one.hours for one in known)
    if not known or idle >= most_used:
        return None
    slope = sum(one.load * ((one.used or 0.0) - idle) * one.hours for one in known) / work
    slopes = [((one.used or 0.0) - idle) / one.load for one in known[len(known) // 2 :]]
    if slope <= 0 or min(slopes) <= 0:
        return None
    free = most_used - idle
    return Saturation(free / slope, free / max(slope, *slopes), free / min(slope, *slopes), Ground.USED)


def _idle(points: Sequence[LoadPoint]) -> float:
    """Return the CPU that is used without any load, by least squares weighted by hours.

    0 where the loads are too much alike to tell, or the line would begin below 0.
    """
    if len(points) < _FEWEST or points[-1].load < _SPREAD * points[0].load:
        return 0.0
    hours = sum(one.hours for one in points)
    load = sum(one.load * one.hours for one in points) / hours
    used = sum((one.used or 0.0) * one.hours for one in points) / hours
    spread = sum((one.load - load) ** 2 * one.hours for one in points)
    slope = sum((one.load - load) * ((one.used or 0.0) - used) * one.hours for one in points) / spread
    return max(0.0, used - slope * load)


def _carried(points: Sequence[LoadPoint], limit_s: float) -> Saturation | None:
    """Return the most that was carried within the limit; without any latency the most that was carried at all."""
    slow = any(one.latency_s is not None for one in points)
    kept = [one.load for one in points if not slow or (one.latency_s is not None and one.latency_s <= limit_s)]
    return Saturation(max(kept), max(kept), inf, Ground.LEAST) if kept else None
