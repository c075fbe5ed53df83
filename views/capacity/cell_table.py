"""The cells with their capacity, the next to run out first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.capacity.capacity_row import CapacityRow, need_text
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class CapacityTable(DataTable[CapacityRow]):
    """``y`` and Enter lead to the services behind the number."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.cell, name="capacity", memory=context.memory)
        self.setAccessibleName(t("Capacity of the cells"))


def _columns() -> tuple[Column[CapacityRow], ...]:
    return (
        Column("cell", t("Cell"), lambda row: row.title, health=lambda row: row.health, width=96),
        Column("state", t("State"), lambda row: health_word(row.health), sort=lambda row: -row.health, width=84),
        Column("run_out", t("Runs out"), lambda row: row.run_out, sort=_run_out, tooltip=lambda row: row.interval,
               width=132),
        Column("interval", t("Between"), lambda row: row.interval, tooltip=lambda row: row.interval, width=216),
        Column("headroom", t("Headroom"), lambda row: row.headroom, sort=lambda row: row.outlook.headroom,
               numeric=True, width=80),
        Column("capacity", t("Can carry"), lambda row: row.capacity, sort=lambda row: row.outlook.load.capacity.rps,
               tooltip=lambda row: f"{row.span}\n{row.ground}", numeric=True, width=80),
        Column("need", t("Will need"), lambda row: row.need, sort=lambda row: row.outlook.need, numeric=True,
               tooltip=need_text, width=80),
        Column("buffer", t("Buffer"), lambda row: row.buffer, sort=lambda row: row.outlook.buffer, numeric=True,
               tooltip=need_text, width=64),
        Column("bottleneck", t("Met first"), lambda row: row.bottleneck, tooltip=lambda row: row.ground, width=92),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=60, stretch=True),
    )  # fmt: skip


def _run_out(row: CapacityRow) -> float | None:
    return row.outlook.run_out.likely_s if row.outlook.run_out is not None else None
