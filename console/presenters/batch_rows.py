"""Batch jobs as rows: as planned, and where and when they would emit least; those that can save most first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.batch_plan import batch_plans
from console.presenters.batch_proposal import batch_proposals, cell_title
from console.presenters.format import UNKNOWN, duration, energy, local_minute
from console.presenters.grid_outlooks import carbon_threshold

if TYPE_CHECKING:
    from console.domain.carbon.batch_run import BatchSlot
    from console.domain.resource import ResourceRef
    from console.presenters.batch_plan import BatchPlan
    from console.presenters.batch_proposal import BatchProposal
    from console.store.state import State


class BatchRow(NamedTuple):
    """One CronJob; ``saving_g`` is gCO2e a run at the best place and time, ``None`` when it is not known.

    ``health``: a warning when its next run uses dirty electricity. ``note`` says why something is not known.
    """

    ref: ResourceRef
    cell: str
    title: str
    name: str
    health: Health
    schedule: str
    next_run: str
    lasts: str
    energy: str
    grams: float | None
    intensity: float | None
    best: str
    saving_g: float | None
    note: str
    proposals: tuple[BatchProposal, ...]
    plan: BatchPlan


def batch_rows(state: State, now_s: float) -> tuple[BatchRow, ...]:
    """Return the rows of all cells."""
    threshold = carbon_threshold(state)
    rows = [_row(state, plan, threshold) for plan in batch_plans(state, now_s)]
    return tuple(sorted(rows, key=lambda row: (row.saving_g is None, -(row.saving_g or 0.0), row.cell, row.name)))


def _row(state: State, plan: BatchPlan, threshold: float) -> BatchRow:
    run, planned, best = plan.run, plan.choice.planned, plan.choice.best
    saving = None if planned is None else planned.grams - (best.grams if best is not None else planned.grams)
    suspended = plan.job.suspended
    return BatchRow(
        ref=plan.job.ref,
        cell=plan.cell.key,
        title=plan.cell.title or plan.cell.key,
        name=plan.job.ref.name,
        health=_health(plan, threshold),
        schedule=" ".join(part for part in (plan.job.schedule, plan.job.time_zone) if part),
        next_run=t("suspended") if suspended else UNKNOWN if run is None else local_minute(run.starts_s),
        lasts=duration(run.lasts_s if run is not None else None),
        energy=UNKNOWN if run is None else energy(run.kwh),
        grams=planned.grams if planned is not None else None,
        intensity=planned.g_per_kwh if planned is not None else None,
        best=_best(state, plan, planned, best),
        saving_g=None if suspended else saving,
        note=_note(plan),
        proposals=batch_proposals(state, plan, threshold),
        plan=plan,
    )


def _health(plan: BatchPlan, threshold: float) -> Health:
    planned = plan.choice.planned
    if plan.job.suspended:
        return Health.OK
    if planned is None:
        return Health.UNKNOWN
    return Health.WARNING if planned.g_per_kwh > threshold else Health.OK


def _best(state: State, plan: BatchPlan, planned: BatchSlot | None, best: BatchSlot | None) -> str:
    if planned is None:
        return UNKNOWN
    if best is None:
        return t("as planned")
    when = local_minute(best.starts_s) if best.starts_s != planned.starts_s else t("as planned")
    return when if best.cell == plan.cell.key else f"{cell_title(state, best.cell)} · {when}"


def _note(plan: BatchPlan) -> str:
    if plan.schedule is None:
        return t("its schedule {schedule} is not understood", schedule=repr(plan.job.schedule))
    if plan.run is None:
        return t("nobody tells how long a run takes, or what it requests")
    if plan.choice.planned is None:
        return t("no forecast reaches its next run")
    return t("energy measured (Kepler)") if plan.is_measured else t("energy computed: what it requests at 50 % use")
