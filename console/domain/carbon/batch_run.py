"""A run of batch work that is planned, and the places and times at which it could be done instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.domain.carbon.grid_outlook import GridOutlook


@dataclass(frozen=True, slots=True)
class BatchRun:
    """A run planned for ``starts_s`` (unix seconds) that lasts ``lasts_s`` and takes ``kwh``.

    It must have ended by ``must_end_s``: when the following run is due.
    """

    cell: str
    starts_s: float
    lasts_s: float
    kwh: float
    must_end_s: float


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """A cell where it could run."""

    cell: str
    grid: GridOutlook


@dataclass(frozen=True, slots=True)
class BatchSlot:
    """A place and time: ``g_per_kwh`` over the run, and what it emits in gCO2e."""

    cell: str
    zone: str
    starts_s: float
    g_per_kwh: float
    grams: float


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """``planned`` as it would run, ``later`` the best time in the same cell, ``elsewhere`` the best cell at that time.

    ``best`` is the best of all places and times. ``None``: not known, or nothing is better than what is planned.
    """

    planned: BatchSlot | None
    later: BatchSlot | None
    elsewhere: BatchSlot | None
    best: BatchSlot | None


def batch_choice(run: BatchRun, places: Sequence[BatchPlace], now_s: float) -> BatchChoice:
    """Return the choice for a run; only places whose grids count the same (average or marginal) are compared."""
    home = next((one for one in places if one.cell == run.cell), None)
    if home is None:
        return BatchChoice(None, None, None, None)
    alike = [one for one in places if one.grid.signal is home.grid.signal]
    planned = _slot(run, home, run.starts_s)
    if planned is None:
        return BatchChoice(None, None, None, None)
    times = _starts(run, home.grid, now_s)
    later = _better(planned, (_slot(run, home, at_s) for at_s in times))
    away = [one for one in alike if one.grid.zone != home.grid.zone]
    elsewhere = _better(planned, (_slot(run, one, run.starts_s) for one in away))
    anywhere = (_slot(run, one, at_s) for one in away for at_s in _starts(run, one.grid, now_s))
    return BatchChoice(planned, later, elsewhere, _better(planned, [later, elsewhere, *anywhere]))


def _starts(run: BatchRun, grid: GridOutlook, now_s: float) -> tuple[float, ...]:
    """Return the moments at which a run could begin: with each figure that comes, in time for the run to end."""
    latest_s = run.must_end_s - run.lasts_s
    return tuple(at_s for at_s in grid.starts_s if now_s <= at_s <= latest_s)


def _slot(run: BatchRun, place: BatchPlace, at_s: float) -> BatchSlot | None:
    grams = place.grid.mean_g(at_s, at_s + run.lasts_s)
    return None if grams is None else BatchSlot(place.cell, place.grid.zone, at_s, grams, grams * run.kwh)


def _better(planned: BatchSlot, slots: Iterable[BatchSlot | None]) -> BatchSlot | None:
    """Return the slot with the least emissions, of equals the one nearest to the plan; nothing if none is below it."""
    known = [one for one in slots if one is not None and one.g_per_kwh < planned.g_per_kwh]
    return min(known, key=lambda one: (one.g_per_kwh, abs(one.starts_s - planned.starts_s), one.cell), default=None)
