"""The next run of every CronJob of the cells: how long it takes, how much energy, and where and when it is greenest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.carbon.batch_run import BatchChoice, BatchPlace, BatchRun, batch_choice
from console.domain.carbon.energy_use import TOPIC, EnergyUse, RunPrice
from console.domain.cron_schedule import CronSchedule
from console.estate.energy_coefficients import energy_coefficient
from console.estate.grid_zone import grid_zone
from console.presenters.cell_workloads import jobs_of
from console.presenters.grid_outlooks import grid_outlooks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from console.domain.route import Job
    from console.estate.schema.cell import Cell
    from console.store.state import State

_HOUR_S, _DAY_S = 3_600.0, 86_400.0
_GB, _GIB = 1e9, float(1 << 30)
_J_PER_KWH = 3.6e6
_NOTHING = BatchChoice(None, None, None, None)


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A CronJob of a cell; ``run`` is ``None`` while its next time, its length or its energy is not known.

    ``is_measured``: Kepler told the energy. ``prices`` are USD of a run by cell, where the metrics tell them.
    """

    cell: Cell
    job: Job
    schedule: CronSchedule | None
    zone: tzinfo
    run: BatchRun | None
    is_measured: bool
    choice: BatchChoice
    prices: Mapping[str, float]


def batch_plans(state: State, now_s: float) -> tuple[BatchPlan, ...]:
    """Return the plans of all cells, in their order."""
    cells = state.estate.cells if state.estate is not None else ()
    outlooks = grid_outlooks(state, now_s)
    places = [BatchPlace(cell.key, outlooks[zone]) for cell in cells if (zone := grid_zone(cell)) in outlooks]
    found = []
    for cell in cells:
        jobs = jobs_of(state, cell)
        for job in jobs:
            if job.ref.kind == "CronJob":
                found.append(_plan(state, cell, job, jobs, places, now_s))
    return tuple(found)


def _plan(
    state: State, cell: Cell, job: Job, jobs: Sequence[Job], places: Sequence[BatchPlace], now_s: float
) -> BatchPlan:
    zone = _zone(job)
    schedule, lasts_s = _schedule(job), run_length_s(job, jobs)
    measured = _measured_kwh(state, cell, job, schedule)
    run = None
    if schedule is not None and lasts_s is not None:
        kwh = measured if measured is not None else _computed_kwh(cell, job, lasts_s)
        run = _run(cell, schedule, zone, lasts_s, kwh, now_s)
    choice = batch_choice(run, places, now_s) if run is not None else _NOTHING
    prices = _prices(state, job, lasts_s) if lasts_s is not None else {}
    return BatchPlan(cell, job, schedule, zone, run, measured is not None, choice, prices)


def _run(
    cell: Cell, schedule: CronSchedule, zone: tzinfo, lasts_s: float, kwh: float | None, now_s: float
) -> BatchRun | None:
    starts_s = schedule.next_after(now_s, zone)
    following_s = schedule.next_after(starts_s, zone) if starts_s is not None else None
    if starts_s is None or kwh is None:
        return None
    return BatchRun(cell.key, starts_s, lasts_s, kwh, following_s or starts_s + lasts_s)


def _schedule(job: Job) -> CronSchedule | None:
    try:
        return CronSchedule.parse(job.schedule)
    except ValueError:
        return None


def _zone(job: Job) -> tzinfo:
    """Return the schedule's time zone; UTC where the CronJob names none (as controllers have it) or an unknown one."""
    try:
        return ZoneInfo(job.time_zone) if job.time_zone else UTC
    except (KeyError, ValueError, OSError):
        return UTC


def run_length_s(job: Job, jobs: Sequence[Job]) -> float | None:
    """Return how long a run takes: the median of its finished runs, else its last one; ``None`` when none is known."""
    owner = f"CronJob/{job.ref.name}"
    runs = [
        one for one in jobs if one.ref.kind == "Job" and one.owner == owner and one.ref.namespace == job.ref.namespace
    ]
    lengths = [length for one in (runs or [job]) if (length := _length_s(one)) is not None]
    if not lengths and runs:
        lengths = [length for length in [_length_s(job)] if length is not None]
    return median(lengths) if lengths else None


def _length_s(job: Job) -> float | None:
    if job.last_start_at_s is None or job.last_success_at_s is None:
        return None
    length = job.last_success_at_s - job.last_start_at_s
    return length if 0 < length < _DAY_S else None


def _measured_kwh(state: State, cell: Cell, job: Job, schedule: CronSchedule | None) -> float | None:
    """Return what Kepler measured of a daily job in the last day, at the meter; ``None`` when it measured nothing."""
    if schedule is None or not schedule.is_daily:
        return None
    uses = state.rows(cell.prometheus or "", TOPIC, EnergyUse)
    joules = [one for use in uses if (use.cell, use.service) == (cell.key, job.ref.name) for one in use.joules if one]
    return sum(joules) / _J_PER_KWH * energy_coefficient(cell.region).pue if joules else None


def _computed_kwh(cell: Cell, job: Job, lasts_s: float) -> float | None:
    if not job.cores:
        return None
    coefficient, hours = energy_coefficient(cell.region), lasts_s / _HOUR_S
    memory = coefficient.memory_kwh(job.memory_bytes / _GB * hours)
    return coefficient.compute_kwh(job.cores * hours, coefficient.usual_utilisation) + memory


def _prices(state: State, job: Job, lasts_s: float) -> dict[str, float]:
    """Return what a run costs in each cell whose prices are known."""
    hours, found = lasts_s / _HOUR_S, {}
    for cell in state.estate.cells if state.estate is not None else ():
        for price in state.rows(cell.prometheus or "", TOPIC, RunPrice):
            if price.cell == cell.key and (job.cores or job.memory_bytes):
                memory = job.memory_bytes / _GIB * price.usd_per_gib_h
                found[cell.key] = hours * (job.cores * price.usd_per_core_h + memory)
    return found
