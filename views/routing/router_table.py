"""The routers of the estate, the largest drift first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from console.presenters.points_text import points
from console.presenters.routing.router_row import RouterRow
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class RouterTable(DataTable[RouterRow]):
    """One line per router; the line of the cursor is what is adjusted beside it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="routers", memory=context.memory)
        self.setAccessibleName(t("Routers"))


def _columns() -> tuple[Column[RouterRow], ...]:
    return (
        Column("title", t("Router"), lambda row: row.title, health=lambda row: row.health, width=150, stretch=True,
               tooltip=lambda row: row.sentence),
        Column("drift", t("Drift"), _drift, sort=lambda row: row.drift, numeric=True, width=100,
               tooltip=lambda row: row.query),
        Column("state", t("State"), lambda row: health_word(row.health), sort=lambda row: -row.health, width=80),
    )  # fmt: skip


def _drift(row: RouterRow) -> str:
    return UNKNOWN if row.drift is None else points(row.drift)
