"""At the threshold of a budget: batch jobs that could wait (requirement L6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.suspend_cron_job import SuspendCronJob
from console.domain.price.resource_cost import GIB
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.cell_workloads import jobs_of
from console.presenters.format import duration, significant
from console.presenters.money_text import money
from console.presenters.savings.saving import Saving, SavingBasis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.route import Job
    from console.estate.schema.cell import Cell

_DAY_H = 24


def job_savings(basis: SavingBasis) -> Iterator[Saving]:
    """Yield a pause for each CronJob of a cell whose budget is at its threshold."""
    for cell in basis.cells:
        if basis.is_guarded(cell.key, CostSource.CLUSTERS):
            for job in jobs_of(basis.state, cell):
                if job.ref.kind == "CronJob" and not job.suspended:
                    yield from _saving(basis, cell, job)


def _saving(basis: SavingBasis, cell: Cell, job: Job) -> Iterator[Saving]:
    prices = _prices(basis, cell)
    if prices is None or job.last_start_at_s is None or job.last_success_at_s is None:
        return
    run_h = (job.last_success_at_s - job.last_start_at_s) / 3600
    runs = _runs(job, basis.left_h)
    core, gib, currency = prices
    hourly = job.cores * core + job.memory_bytes / GIB * gib
    if run_h <= 0 or runs < 1 or hourly <= 0:
        return
    yield Saving(
        key=f"job/{cell.key}/{job.ref.name}",
        title=t("Suspend {name} until the month is over", name=job.ref.name),
        cell=cell.key,
        amount=runs * run_h * hourly,
        currency=currency,
        how=t("{runs} runs of {length} × {price} an hour, as the last one", runs=significant(runs),
              length=duration(run_h * 3600), price=money(hourly, currency)),
        condition=t("Holds where its result can wait until then."),
        operation=SuspendCronJob(job.ref.connection, job.ref.namespace, job.ref.name),
        is_guarded=True,
        query=t("{kind} {name} of {namespace}", kind="CronJob", name=job.ref.name, namespace=job.ref.namespace),
    )  # fmt: skip


def _runs(job: Job, hours: float) -> float:
    """Return how often it runs in some hours, by the plain schedules: once a day, or every hour."""
    minute, hour, *days = job.schedule.split() if len(job.schedule.split()) == 5 else ("", "", "")
    if days != ["*", "*", "*"] or not minute.isdigit():
        return 0.0
    if hour == "*":
        return hours
    return hours / _DAY_H if hour.isdigit() else 0.0


def _prices(basis: SavingBasis, cell: Cell) -> tuple[float, float, str] | None:
    """Return what a core and a GiB cost in an hour by what the cell was charged with."""
    courses = [one for one in basis.book.courses if one.cell == cell.key]
    spans = [span for one in courses for span in one.spans]
    cores, gib = sum(one.core_hours for one in spans), sum(one.gib_hours for one in spans)
    if cores <= 0 or gib <= 0 or len({one.currency for one in courses}) != 1:
        return None
    return sum(one.cpu for one in spans) / cores, sum(one.memory for one in spans) / gib, courses[0].currency
