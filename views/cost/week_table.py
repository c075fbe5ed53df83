"""The weekly loop: service, cost, budget and actual side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.cost_week_rows import CostWeekRow
from console.presenters.format import UNKNOWN, percent
from console.presenters.money_text import money
from views.widgets.table.column import Column
from views.widgets.table.column_room import leave_out
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class WeekTable(DataTable[CostWeekRow]):
    """The running week first, and in each week the worst."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.week, row.key, row.currency), name="cost-weeks",
            memory=context.memory,
        )  # fmt: skip
        self.setAccessibleName(t("Weeks"))

    def _stretch(self, room: int) -> None:
        leave_out(self, room, self._widths, ("note",))
        super()._stretch(room)


def _columns() -> tuple[Column[CostWeekRow], ...]:
    return (
        Column("week", t("Week"), lambda row: t("{week} (running)", week=row.week) if row.is_running else row.week,
               sort=lambda row: row.begin_s, width=138),
        Column("key", t("Part"), lambda row: row.key, health=lambda row: _mark(row.health), width=100),
        Column("good", t("Requests served"), lambda row: percent(row.good), sort=lambda row: row.good, numeric=True,
               width=112),
        Column("slo", t("Error budget"), lambda row: row.slo.budget_left if row.slo is not None else UNKNOWN,
               sort=lambda row: row.slo.status.budget_left if row.slo is not None else None,
               tooltip=_objective, numeric=True, width=100),
        Column("budget", t("Budget"), lambda row: money(row.budget, row.currency), sort=lambda row: row.budget,
               numeric=True, width=108),
        Column("actual", t("Actual"), lambda row: money(row.actual, row.currency), sort=lambda row: row.actual,
               numeric=True, width=108),
        Column("deviation", t("Off budget"), lambda row: _signed(row.deviation), sort=lambda row: row.deviation,
               numeric=True, width=72),
        Column("models", t("Model calls"), lambda row: money(row.models, row.currency), sort=lambda row: row.models,
               numeric=True, width=110),
        Column("unit", t("Per 1,000 requests"), lambda row: money(row.per_1000, row.currency),
               sort=lambda row: row.per_1000, numeric=True, width=134),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=40, stretch=True),
    )  # fmt: skip


def _mark(health: Health) -> Health | None:
    return None if health is Health.UNKNOWN else health


def _signed(ratio: float | None) -> str:
    return ("+" if ratio is not None and ratio > 0 else "") + percent(ratio)


def _objective(row: CostWeekRow) -> str:
    return f"{row.slo.service} {row.slo.name}" if row.slo is not None else ""
