"""The burn rates of one objective against the factors of its alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.slo_detail import BurnRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class BurnTable(DataTable[BurnRow]):
    """One line per condition: both windows must burn faster than the factor."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.level, row.long), name="burn-rates", memory=context.memory
        )
        self.setAccessibleName(t("Burn rates"))
        self.say_when_empty(t("Select an objective to see its burn rates."))


def _columns() -> tuple[Column[BurnRow], ...]:
    return (
        Column("level", t("Alert"), lambda row: row.level, health=lambda row: row.health, width=150),
        Column("factor", t("Fires above"), lambda row: row.factor, sort=lambda row: row.limit, numeric=True, width=96),
        Column(
            "short",
            t("Short window"),
            lambda row: row.short,
            sort=lambda row: row.window.short_s,
            numeric=True,
            width=104,
        ),
        Column(
            "short_rate",
            t("Burns there"),
            lambda row: row.short_rate,
            sort=lambda row: row.rates[0],
            numeric=True,
            width=116,
        ),
        Column(
            "long", t("Long window"), lambda row: row.long, sort=lambda row: row.window.long_s, numeric=True, width=104
        ),
        Column(
            "long_rate",
            t("and there"),
            lambda row: row.long_rate,
            sort=lambda row: row.rates[1],
            numeric=True,
            width=116,
        ),
        Column("verdict", t("State"), lambda row: row.verdict, width=90, stretch=True),
    )
