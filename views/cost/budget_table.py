"""The budgets of the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.budget_rows import BudgetRow
from console.presenters.cost_proof import covers_text, period_word
from console.presenters.format import percent
from console.presenters.money_text import money
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class BudgetTable(DataTable[BudgetRow]):
    """The worst first; ``y`` or Enter shows what a budget is held against."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="budgets", memory=context.memory)
        self.setAccessibleName(t("Budgets"))


def _columns() -> tuple[Column[BudgetRow], ...]:
    return (
        Column("title", t("Budget"), lambda row: row.title, health=lambda row: row.health,
               tooltip=lambda row: row.title, width=240, stretch=True),
        Column("state", t("State"), lambda row: health_word(row.health), sort=lambda row: -row.health, width=80),
        Column("limit", t("Limit"), lambda row: money(row.limit, row.currency), sort=lambda row: row.limit,
               numeric=True, width=114),
        Column("spent", t("Spent"), lambda row: money(row.spent, row.currency), sort=lambda row: row.spent,
               numeric=True, width=114),
        Column("forecast", t("Forecast"), lambda row: money(row.forecast, row.currency),
               sort=lambda row: row.forecast, tooltip=lambda row: row.method, numeric=True, width=114),
        Column("share", t("Of limit"), lambda row: percent(_share(row)), sort=_share, numeric=True,
               tooltip=lambda row: row.method, width=66),
        Column("left", t("Left"), lambda row: money(row.left, row.currency), sort=lambda row: row.left, numeric=True,
               width=114),
        Column("covers", t("Covers"), _covers, tooltip=_covers, width=118, stretch=True),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=100, stretch=True),
    )  # fmt: skip


def _covers(row: BudgetRow) -> str:
    covered = covers_text(row)
    return covered if row.period == "month" else f"{covered} · {period_word(row.period)}"


def _share(row: BudgetRow) -> float | None:
    return row.forecast / row.limit if row.forecast is not None and row.limit else None
