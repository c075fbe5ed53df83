"""Each cell's capacity against what it will need: buffer, spare for the loss of a cell, headroom, run-out."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from console.domain.capacity.cell_demand import calendar_day
from console.domain.forecast.run_out import RunOut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.capacity.capacity_rule import CapacityRule
    from console.domain.capacity.cell_capacity import CellCapacity
    from console.domain.capacity.cell_demand import CellDemand


class CellLoad(NamedTuple):
    """A cell as capacity planning sees it.

    Cells of the same ``group`` stand in for each other (empty: for nobody); ``weight`` is the one that ``router`` gives
    it (any unit). Cells of one router are of several groups where their templates differ.
    """

    cell: str
    router: str
    group: str
    weight: float
    capacity: CellCapacity
    demand: CellDemand | None


class NeedCourse(NamedTuple):
    """Requests per second that the cell must be able to carry on each of ``days``: forecast, buffer and spare."""

    days: tuple[float, ...]
    middle: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]


class CellOutlook(NamedTuple):
    """``peak`` is the greatest forecast, ``buffer`` a share of it, ``spare_rps`` what the loss of ``spare_for`` brings.

    ``need`` is the greatest that must be carried, ``run_out`` when it is passed (by the ends of the forecast's band:
    early by the upper, late by the lower one), ``headroom`` the share of the capacity that is left at it (below 0:
    too little, without bound where nothing can be carried); ``None``: not known.
    """

    load: CellLoad
    peak: float | None
    buffer: float | None
    spare_rps: float
    spare_for: str
    need: float | None
    headroom: float | None
    run_out: RunOut | None
    course: NeedCourse | None

    @property
    def hardest_day(self) -> tuple[float, float]:
        """Return the peak and the spare of the day on which the need is greatest; 0 where it is not known.

        Each may be less than the greatest one: two cells need not have their peaks on one day.
        """
        demand, course = self.load.demand, self.course
        if demand is None or course is None or self.buffer is None:
            return 0.0, 0.0
        need, peak = max(zip(course.middle, demand.middle, strict=True), key=lambda one: one[0])
        return peak, need - peak * (1.0 + self.buffer)


def cell_outlooks(cells: Sequence[CellLoad], rule: CapacityRule) -> tuple[CellOutlook, ...]:
    """Return the outlook of each cell, in the order given."""
    return tuple(_outlook(one, cells, rule) for one in cells)


def buffer_of(demand: CellDemand, rule: CapacityRule) -> float:
    """Return the share of the peak that is kept free: what the rule asks for, or what past forecasts missed."""
    return max(rule.least_buffer, demand.peak_buffer)


def failover_share(cell: CellLoad, cells: Sequence[CellLoad]) -> tuple[CellLoad | None, float]:
    """Return the largest other cell that this one stands in for, and its share of that cell's demand (0 to 1).

    The demand of a lost cell goes to the others of its group in proportion to their weights.
    """
    group = [one for one in cells if one.group == cell.group and one.demand is not None] if cell.group else []
    others = [one for one in group if one.cell != cell.cell]
    lost = max(others, default=None, key=lambda one: one.demand.peak if one.demand is not None else 0.0)
    if lost is None:
        return None, 0.0
    return lost, spread({one.cell: one.weight for one in group if one is not lost}).get(cell.cell, 0.0)


def spread(weights: Mapping[str, float]) -> dict[str, float]:
    """Return weights as shares that sum to 1; equal ones where all are 0."""
    total = sum(weights.values())
    if total <= 0:
        return dict.fromkeys(weights, 1.0 / len(weights)) if weights else {}
    return {name: weight / total for name, weight in weights.items()}


def _outlook(cell: CellLoad, cells: Sequence[CellLoad], rule: CapacityRule) -> CellOutlook:
    demand, capacity = cell.demand, cell.capacity
    if demand is None or not demand.days:
        return CellOutlook(cell, None, None, 0.0, "", None, None, None, None)
    lost, share = failover_share(cell, cells) if rule.spare_cell else (None, 0.0)
    buffer = buffer_of(demand, rule)
    course = _course(demand, buffer, lost.demand if lost is not None else None, share)
    spare = lost.demand.peak * share if lost is not None and lost.demand is not None else 0.0
    need = max(course.middle)
    headroom = _headroom(need, capacity.rps) if capacity.rps is not None else None
    run_out = _run_out(course, capacity.rps) if capacity.rps is not None else None
    name = lost.cell if lost is not None else ""
    return CellOutlook(cell, demand.peak, buffer, spare, name, need, headroom, run_out, course)


def _course(demand: CellDemand, buffer: float, lost: CellDemand | None, share: float) -> NeedCourse:
    """Return the need of each day; the lost cell's peak counts in full, as if both peaks fell into one hour."""

    def needed(own: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
        spare = dict(zip(map(calendar_day, lost.days), other, strict=True)) if lost is not None else {}
        return tuple(
            peak * (1.0 + buffer) + share * spare.get(calendar_day(day), 0.0)
            for day, peak in zip(demand.days, own, strict=True)
        )

    others = lost if lost is not None else demand
    return NeedCourse(
        demand.days,
        needed(demand.middle, others.middle),
        needed(demand.lower, others.lower),
        needed(demand.upper, others.upper),
    )


def _headroom(need: float, capacity: float) -> float:
    """Return the share of a capacity that is left; of none at all nothing is left, and any need is beyond it."""
    if capacity > 0:
        return 1.0 - need / capacity
    return -inf if need > 0 else 0.0


def _run_out(course: NeedCourse, capacity: float) -> RunOut:
    def first(needs: Sequence[float]) -> float | None:
        return next((day for day, need in zip(course.days, needs, strict=True) if need > capacity), None)

    return RunOut(first(course.upper), first(course.middle), first(course.lower))


def urgency(outlook: CellOutlook) -> tuple[float, float, str]:
    """Return the place of a cell: first what carries nothing, then by day of run-out and headroom; unknown last."""
    if outlook.headroom == -inf:
        return -inf, -inf, outlook.load.cell
    if outlook.headroom is None or outlook.run_out is None:
        return inf, inf, outlook.load.cell
    day = outlook.run_out.likely_s
    return inf if day is None else calendar_day(day), outlook.headroom, outlook.load.cell
