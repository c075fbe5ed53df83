"""Batch jobs: as planned, and where and when they would emit least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.batch_rows import BatchRow
from console.presenters.carbon_rows import grams_text
from console.presenters.emission_text import mass
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class JobTable(DataTable[BatchRow]):
    """The job that can save most first; Enter goes to its proposals, ``y`` to the object."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.ref, name="carbon-jobs", memory=context.memory)
        self.setAccessibleName(t("Batch jobs"))


def _columns() -> tuple[Column[BatchRow], ...]:
    return (
        Column("name", t("Job"), lambda row: row.name, health=lambda row: row.health, tooltip=lambda row: row.schedule,
               width=148),
        Column("cell", t("Cell"), lambda row: row.title, width=72),
        Column("next", t("Next run"), lambda row: row.next_run, tooltip=lambda row: row.schedule, width=124),
        Column("lasts", t("Takes"), lambda row: row.lasts, sort=lambda row: row.plan.run and row.plan.run.lasts_s,
               numeric=True, width=90),
        Column("energy", t("Energy"), lambda row: row.energy, sort=lambda row: row.plan.run and row.plan.run.kwh,
               numeric=True, tooltip=lambda row: row.note, width=82),
        Column("grid", t("gCO2/kWh"), lambda row: grams_text(row.intensity), sort=lambda row: row.intensity,
               numeric=True, width=78),
        Column("grams", t("Emits CO2e"), lambda row: mass(row.grams), sort=lambda row: row.grams, numeric=True,
               width=96),
        Column("best", t("Best place and time"), lambda row: row.best, width=194),
        Column("saving", t("Saves CO2e"), lambda row: mass(row.saving_g), sort=lambda row: row.saving_g,
               numeric=True, width=96),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=100, stretch=True),
    )  # fmt: skip
