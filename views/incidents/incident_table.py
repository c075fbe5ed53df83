"""The incidents: what needs a person first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.incident_rows import IncidentRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class IncidentTable(DataTable[IncidentRow]):
    """One line per incident, open or over."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.id, name="incidents", memory=context.memory)
        self.setAccessibleName(t("Incidents"))
        self.say_when_empty(t("No incident. What alerts open is listed here; you can open one yourself."))


def _columns() -> tuple[Column[IncidentRow], ...]:
    return (
        Column("state", t("State"), lambda row: row.state, sort=lambda row: row.urgency,
               health=lambda row: row.health, width=150),
        Column("timer", t("Timer"), lambda row: row.timer, sort=lambda row: row.urgency, width=158),
        Column("level", t("Level"), lambda row: str(row.incident.level), sort=lambda row: -row.incident.level,
               tooltip=lambda row: row.level, numeric=True, width=58),
        Column("title", t("What is wrong"), lambda row: row.title, tooltip=lambda row: row.title, width=320,
               stretch=True),
        Column("where", t("Where"), lambda row: row.where, tooltip=lambda row: row.where, width=110),
        Column("alerts", t("Firing"), lambda row: row.alerts, numeric=True, width=64),
        Column("team", t("Team"), lambda row: row.team, width=90),
        Column("opened", t("Opened"), lambda row: row.opened, sort=lambda row: row.incident.opened_s, width=96),
    )  # fmt: skip
