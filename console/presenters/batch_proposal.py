"""What could be done so that a batch job emits less: each with its saving, its price and what it costs otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from console.domain.operations.reschedule_cron_job import RescheduleCronJob
from console.domain.operations.resume_cron_job import ResumeCronJob
from console.domain.operations.suspend_cron_job import SuspendCronJob
from console.kernel.i18n import t
from console.presenters.cell_budget import worst_objective
from console.presenters.emission_text import emission, mass
from console.presenters.format import UNKNOWN, duration, local_minute, percent, short
from console.presenters.money_text import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.carbon.batch_run import BatchSlot
    from console.domain.operation import Operation
    from console.presenters.batch_plan import BatchPlan
    from console.store.state import State


class BatchProposal(NamedTuple):
    """``saving_g`` is gCO2e a run, ``None`` when it is not known; ``price_usd`` what a run costs more (or less).

    ``effect`` is what it means for the service; ``operation`` is what would be changed, ``None``: by hand, as ``how``
    says. ``reason`` goes with the change.
    """

    key: str
    title: str
    saving_g: float | None
    price_usd: float | None
    effect: str
    how: str
    operation: Operation | None
    reason: str

    @property
    def saving(self) -> str:
        """Return the saving a run."""
        return mass(self.saving_g)

    @property
    def price(self) -> str:
        """Return the difference in price with its sign."""
        if self.price_usd is None:
            return UNKNOWN
        return ("+" if self.price_usd > 0 else "") + money(self.price_usd, "USD") if self.price_usd else t("none")


def batch_proposals(state: State, plan: BatchPlan, threshold: float) -> tuple[BatchProposal, ...]:
    """Return the proposals for a job, the one that saves most first."""
    found = list(_proposals(state, plan, threshold))
    return tuple(sorted(found, key=lambda one: (one.saving_g is None, -(one.saving_g or 0.0))))


def _proposals(state: State, plan: BatchPlan, threshold: float) -> Iterator[BatchProposal]:
    choice, planned = plan.choice, plan.choice.planned
    if plan.job.suspended:
        if planned is not None and planned.g_per_kwh <= threshold:
            yield _resumed(plan, planned)
        return
    if planned is None:
        return
    if choice.later is not None:
        yield _later(plan, planned, choice.later)
    if choice.elsewhere is not None:
        yield _elsewhere(state, plan, planned, choice.elsewhere)
    if choice.best is not None and choice.best not in {choice.later, choice.elsewhere}:
        yield _elsewhere(state, plan, planned, choice.best)
    if planned.g_per_kwh > threshold:
        yield _suspended(plan, planned, threshold)


def _place(plan: BatchPlan) -> tuple[str, str, str]:
    return plan.job.ref.connection, plan.job.ref.namespace, plan.job.ref.name


def _later(plan: BatchPlan, planned: BatchSlot, slot: BatchSlot) -> BatchProposal:
    operation, text = None, new_schedule(plan, slot.starts_s)
    how = t("It does not run once a day: choose its schedule by hand.")
    if text:
        operation = RescheduleCronJob(*_place(plan), text)
        how = t("From then on every day at that time: schedule {schedule}.", schedule=text)
    waits_s = slot.starts_s - planned.starts_s
    effect = t("The result is there {time} later.", time=duration(waits_s))
    if waits_s < 0:
        effect = t("It works on data that is {time} older.", time=duration(-waits_s))
    title = t("Run at {when}", when=local_minute(slot.starts_s))
    return BatchProposal("later", title, _saved(planned, slot), 0.0, effect, how, operation, _reason(planned, slot))


def _elsewhere(state: State, plan: BatchPlan, planned: BatchSlot, slot: BatchSlot) -> BatchProposal:
    same_time = slot.starts_s == planned.starts_s
    there_title = cell_title(state, slot.cell)
    title = t("Run in {cell}", cell=there_title)
    if not same_time:
        title = t("Run in {cell} at {when}", cell=there_title, when=local_minute(slot.starts_s))
    here, there = plan.prices.get(plan.cell.key), plan.prices.get(slot.cell)
    return BatchProposal(
        "elsewhere" if same_time else "best",
        title,
        _saved(planned, slot),
        None if here is None or there is None else there - here,
        _burden(state, plan, slot.cell),
        t("Suspends it here; let {cell} run it: the console copies no jobs between cells.", cell=there_title),
        SuspendCronJob(*_place(plan)),
        _reason(planned, slot),
    )


def _burden(state: State, plan: BatchPlan, cell_key: str) -> str:
    """Return what a job means for the cell that takes it."""
    cell = state.estate.cell(cell_key) if state.estate is not None else None
    parts = [t("{cores} cores more in {cell} for {time}", cores=short(plan.job.cores), cell=cell_title(state, cell_key),
               time=duration(plan.run.lasts_s if plan.run is not None else None))]  # fmt: skip
    worst = worst_objective(state, cell) if cell is not None else None
    if worst is not None:
        left = percent(worst.status.budget_left)
        parts.append(t("whose worst budget ({objective}) has {left} left",
                       objective=f"{worst.service} {worst.name}", left=left))  # fmt: skip
    parts.append(t("its data goes there"))
    return "; ".join(parts)


def cell_title(state: State, key: str) -> str:
    """Return the name of a cell for people."""
    cell = state.estate.cell(key) if state.estate is not None else None
    return (cell.title if cell is not None else "") or key


def _suspended(plan: BatchPlan, planned: BatchSlot, threshold: float) -> BatchProposal:
    return BatchProposal(
        "suspend",
        t("Suspend until it is green"),
        None,  # it depends on when it is resumed
        None,
        t("Its result is missing until it is resumed."),
        t("Resume it when the zone {zone} is below {limit} gCO2/kWh.", zone=planned.zone, limit=short(threshold)),
        SuspendCronJob(*_place(plan)),
        t("Zone {zone} at {grams} gCO2/kWh, threshold {limit}.", zone=planned.zone, grams=round(planned.g_per_kwh),
          limit=short(threshold)),
    )  # fmt: skip


def _resumed(plan: BatchPlan, planned: BatchSlot) -> BatchProposal:
    return BatchProposal(
        "resume",
        t("Resume"),
        None,
        None,
        t("It runs again as planned."),
        t("The zone {zone} is at {grams} gCO2/kWh then.", zone=planned.zone, grams=round(planned.g_per_kwh)),
        ResumeCronJob(*_place(plan)),
        t("Zone {zone} is green again.", zone=planned.zone),
    )


def _saved(planned: BatchSlot, slot: BatchSlot) -> float:
    return planned.grams - slot.grams


def _reason(planned: BatchSlot, slot: BatchSlot) -> str:
    return t(
        "{zone} at {grams} gCO2/kWh instead of {planned_zone} at {planned_grams}: saves {saving} a run.",
        zone=slot.zone,
        grams=round(slot.g_per_kwh),
        planned_zone=planned.zone,
        planned_grams=round(planned.g_per_kwh),
        saving=emission(_saved(planned, slot)),
    )


def new_schedule(plan: BatchPlan, at_s: float) -> str:
    """Return the schedule of a daily job at another time of day; empty for a job that is not daily."""
    if plan.schedule is None or not plan.schedule.is_daily:
        return ""
    local = datetime.fromtimestamp(at_s, plan.zone)
    return f"{local.minute} {local.hour} * * *"
