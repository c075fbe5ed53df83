"""The alerts of one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.alert_rows import IncidentAlertRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class EvidenceTable(DataTable[IncidentAlertRow]):
    """Those that fire first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="incident-alerts", memory=context.memory)
        self.setAccessibleName(t("Alerts of the incident"))
        self.say_when_empty(t("No alert; a person opened it."))


def _columns() -> tuple[Column[IncidentAlertRow], ...]:
    return (
        Column("name", t("Alert"), lambda row: row.name, health=lambda row: row.health, width=190),
        Column("state", t("State"), lambda row: row.state, width=150),
        Column("summary", t("What it says"), lambda row: row.summary, tooltip=lambda row: row.summary, width=320,
               stretch=True),
        Column("began", t("Began"), lambda row: row.began, width=146),
        Column("times", t("Times"), lambda row: row.times, numeric=True, width=56),
        Column("labels", t("Labels"), lambda row: row.labels, tooltip=lambda row: row.labels, width=200),
    )  # fmt: skip
