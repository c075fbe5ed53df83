"""What if a cell were lost or added, weights moved, or a campaign doubled the demand?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.capacity.cell_demand import calendar_day
from console.domain.capacity.cell_outlook import CellLoad, spread
from console.kernel.errors import UserError
from console.kernel.i18n import localized, t

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from console.domain.capacity.cell_demand import CellDemand

_NEARLY = 1e-9


def lose_cell(cells: Sequence[CellLoad], name: str) -> tuple[CellLoad, ...]:
    """Return the cells without one; the others of its group carry its demand by their weights, and take its weight.

    Raises ``UserError`` when there is no such cell.
    """
    lost = _named(cells, name)
    rest = tuple(one for one in cells if one.cell != name)
    if lost.demand is None or not lost.group:
        return rest
    shares = spread({one.cell: one.weight for one in rest if one.group == lost.group})
    return tuple(_with_more(one, lost, lost.demand, shares.get(one.cell, 0.0)) for one in rest)


def move_weights(cells: Sequence[CellLoad], shares: Mapping[str, float]) -> tuple[CellLoad, ...]:
    """Return the cells with other shares of their router (0 to 1); those not named share the rest as they do now.

    A cell's demand follows its share. Raises ``UserError`` for a cell that is not there or has no router, shares
    beyond the whole, or less than the whole where nobody is left to take the rest.
    """
    wanted: dict[str, dict[str, float]] = {}
    for name, share in shares.items():
        wanted.setdefault(_routed(cells, name).router, {})[name] = share
    moved: dict[str, CellLoad] = {}
    for key, asked in wanted.items():
        routed = [one for one in cells if one.router == key]
        _check_shares(routed, asked)
        moved |= {one.cell: one for one in _moved(routed, asked)}
    return tuple(moved.get(one.cell, one) for one in cells)


def _check_shares(routed: Sequence[CellLoad], shares: Mapping[str, float]) -> None:
    given = sum(shares.values())
    told = t("The shares sum to {total} %.", total=localized(f"{100 * given:g}"))
    if not (all(one >= 0 for one in shares.values()) and given <= 1 + _NEARLY):  # no number is never within
        raise UserError(told, t("Use 0 to 100 %, together at most 100 %."))
    if len(shares) == len(routed) and given < 1 - _NEARLY:
        raise UserError(told, t("No other cell of the router is left to take the rest: use 100 % together."))


def _moved(routed: Sequence[CellLoad], shares: Mapping[str, float]) -> Iterator[CellLoad]:
    before = spread({one.cell: one.weight for one in routed})
    rest = spread({one.cell: one.weight for one in routed if one.cell not in shares})
    left = max(0.0, 1.0 - sum(shares.values()))
    after = {name: share * left for name, share in rest.items()} | dict(shares)
    total = _total(routed)
    for one in routed:
        old, new = before[one.cell], after[one.cell]
        demand = one.demand
        if demand is not None and old > 0:
            demand = demand.times(new / old)
        elif total is not None and new > 0:
            demand = total.times(new)
        yield one._replace(weight=new, demand=demand)


def add_cell(cells: Sequence[CellLoad], like: str, name: str) -> tuple[CellLoad, ...]:
    """Return the cells with another one like an existing one, which takes its share and weight of that one's group.

    Raises ``UserError`` when there is no such cell, or one of the new name.
    """
    model = _named(cells, like)
    if any(one.cell == name for one in cells):
        raise UserError(t("There is a cell {name} already.", name=name), t("Choose another name for the new cell."))
    group = [one for one in cells if model.group and one.group == model.group] or [model]
    names = {one.cell for one in group}
    total = sum(one.weight for one in group)
    kept = total / (total + model.weight) if total + model.weight > 0 else len(group) / (len(group) + 1)
    asked = _total(group)
    demand = asked.times(1.0 - kept) if asked is not None else None
    fresh = model._replace(cell=name, weight=model.weight * kept, demand=demand)
    return (*(_kept(one, kept) if one.cell in names else one for one in cells), fresh)


def _kept(cell: CellLoad, share: float) -> CellLoad:
    """Return a cell with a share of its weight and demand."""
    demand = cell.demand.times(share) if cell.demand is not None else None
    return cell._replace(weight=cell.weight * share, demand=demand)


def grow_demand(cells: Sequence[CellLoad], factor: float, names: Collection[str] = ()) -> tuple[CellLoad, ...]:
    """Return the cells with ``factor`` times the demand, all of them or those named; raise ``UserError``."""
    for name in names:
        _named(cells, name)
    if not 0 < factor <= 1000:
        raise UserError(t("{factor} is no factor of demand.", factor=factor), t("Use more than 0, up to 1000."))
    return tuple(
        one._replace(demand=one.demand.times(factor))
        if one.demand is not None and (not names or one.cell in names)
        else one
        for one in cells
    )


def _named(cells: Sequence[CellLoad], name: str) -> CellLoad:
    found = next((one for one in cells if one.cell == name), None)
    if found is None:
        names = ", ".join(one.cell for one in cells) or t("none")
        raise UserError(t("There is no cell {name}.", name=repr(name)), t("There are: {names}.", names=names))
    return found


def _routed(cells: Sequence[CellLoad], name: str) -> CellLoad:
    found = _named(cells, name)
    if not found.router:
        raise UserError(
            t("No router sends requests to {name}, so it has no share.", name=name),
            t("Choose a cell that a router of the estate names."),
        )
    return found


def _total(cells: Sequence[CellLoad]) -> CellDemand | None:
    """Return the demand of all cells together."""
    known = [one.demand for one in cells if one.demand is not None]
    if not known:
        return None
    first = known[0]._replace(peak_buffer=max(one.peak_buffer for one in known))
    for other in known[1:]:
        first = _sum(first, other, 1.0)
    return first


def _with_more(cell: CellLoad, lost: CellLoad, more: CellDemand, share: float) -> CellLoad:
    if not share:
        return cell
    demand = more.times(share) if cell.demand is None else _sum(cell.demand, more, share)
    return cell._replace(weight=cell.weight + share * lost.weight, demand=demand)


def _sum(own: CellDemand, other: CellDemand, share: float) -> CellDemand:
    """Return two demands together; a day that the other does not tell adds nothing."""

    def added(mine: Sequence[float], others: Sequence[float]) -> tuple[float, ...]:
        told = dict(zip(map(calendar_day, other.days), others, strict=True))
        return tuple(
            value + share * told.get(calendar_day(day), 0.0) for day, value in zip(own.days, mine, strict=True)
        )

    return own._replace(
        middle=added(own.middle, other.middle),
        lower=added(own.lower, other.lower),
        upper=added(own.upper, other.upper),
        peak_buffer=max(own.peak_buffer, other.peak_buffer),
    )
