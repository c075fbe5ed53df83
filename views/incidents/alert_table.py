"""The alerts: what servers tell and what this console evaluates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.alert_rows import AlertRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class AlertTable(DataTable[AlertRow]):
    """One line per alert, the worst first; sorting by the group keeps together what belongs together."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="alerts", memory=context.memory)
        self.setAccessibleName(t("Alerts"))


def _columns() -> tuple[Column[AlertRow], ...]:
    return (
        Column("severity", t("Severity"), lambda row: row.severity, health=lambda row: row.health, width=104),
        Column("state", t("State"), lambda row: row.state, width=84),
        Column("name", t("Alert"), lambda row: row.name, tooltip=lambda row: row.name, width=190),
        Column("group", t("Belongs to"), lambda row: row.group, width=100),
        Column("where", t("Where"), lambda row: row.where, tooltip=lambda row: row.where, width=150),
        Column("age", t("Age"), lambda row: row.age, sort=lambda row: row.age_s, numeric=True, width=60),
        Column("summary", t("What it says"), lambda row: row.summary, tooltip=lambda row: row.summary, width=300,
               stretch=True),
        Column("told", t("Told by"), lambda row: row.told_by, width=120),
    )  # fmt: skip
