"""The objectives of the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.slo_rows import SloRow
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class SloTable(DataTable[SloRow]):
    """The worst budget first; ``y`` shows the query behind the numbers."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: row.status.ref, name="objectives", memory=context.memory
        )
        self.setAccessibleName(t("Objectives"))


def _columns() -> tuple[Column[SloRow], ...]:
    return (
        Column("service", t("Service"), lambda row: row.service, health=lambda row: row.health, width=104),
        Column("name", t("Objective"), lambda row: row.name, tooltip=lambda row: row.title, width=200, stretch=True),
        Column("cell", t("Cell"), lambda row: row.cell, width=72),
        Column("segment", t("Segment"), lambda row: row.segment, width=82),
        Column("state", t("State"), lambda row: health_word(row.health), sort=lambda row: -row.health, width=80),
        Column("target", t("Goal"), lambda row: row.objective, sort=lambda row: row.status.percent, numeric=True,
               width=64),
        Column("attained", t("Attained"), lambda row: row.attained, sort=lambda row: row.status.attained, numeric=True,
               tooltip=_query, width=76),
        Column("left", t("Budget left"), lambda row: row.budget_left, sort=lambda row: row.status.budget_left,
               numeric=True, tooltip=_query, width=88),
        Column("burn", t("Burn rate (1 h)"), lambda row: row.burn, sort=lambda row: row.status.burn_rate(3600),
               numeric=True, tooltip=_query, width=104),
        Column("exhausted", t("Used up"), lambda row: row.exhausted, sort=lambda row: row.status.exhausted_in_s(3600),
               tooltip=lambda row: row.exhausted, width=112),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=64, stretch=True),
    )  # fmt: skip


def _query(row: SloRow) -> str:
    return t("Query: {query}", query=row.query)
