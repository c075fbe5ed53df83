"""The backtest, year by year: what the ranking of then would have found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.foresight_rows import WindowRow
from console.presenters.format import number
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext

_LINES = 6


class WindowTable(DataTable[WindowRow]):
    """One line per year, the newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.commit, name="audit-windows", memory=context.memory)
        self.setAccessibleName(t("Backtest by years"))
        self.setFixedHeight(_LINES * self.verticalHeader().defaultSectionSize() + context.theme.space(1))


def _columns() -> tuple[Column[WindowRow], ...]:
    return (
        Column("from", t("Year from"), lambda row: row.day, sort=lambda row: row.at_s, width=100),
        Column("fixes", t("Fixes of files"), lambda row: number(row.fixes), sort=lambda row: row.fixes, numeric=True,
               width=100),
        Column("found", t("Found in a fifth of the lines"), lambda row: row.found_text, sort=lambda row: row.found,
               numeric=True, width=190),
        Column("hotspot", t("Changes × complexity"), lambda row: row.hotspot_text, sort=lambda row: row.hotspot,
               numeric=True, width=150),
        Column("named", t("Called hottest then"), lambda row: row.named, tooltip=lambda row: row.named, mono=True,
               width=260, stretch=True),
    )  # fmt: skip
