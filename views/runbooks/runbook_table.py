"""The library of runbooks: those whose symptoms hold right now first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.runbooks.runbook_rows import RunbookRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class RunbookTable(DataTable[RunbookRow]):
    """Enter goes to the start of a runbook, ``e`` edits it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.id, name="runbooks", memory=context.memory)
        self.setAccessibleName(t("Runbooks"))


def _columns() -> tuple[Column[RunbookRow], ...]:
    return (
        Column(
            "title",
            t("Runbook"),
            lambda row: row.title,
            health=lambda row: row.health if row.holds else None,  # what might happen is no alarm
            tooltip=lambda row: f"{row.severity} · {row.id}\n{row.tags}".strip(),
            width=230,
            stretch=True,
            also=lambda row: row.id,  # the command line and documents name it so, in every language
        ),
        Column(
            "now",
            t("Fits now"),
            lambda row: t("yes") if row.holds else "",
            health=lambda row: Health.CRITICAL if row.holds else None,
            sort=lambda row: not row.holds,
            tooltip=lambda row: row.now,
            width=68,
        ),
        Column("last", t("Last run"), lambda row: row.last, health=lambda row: row.last_health, width=100),
        Column("time", t("Takes"), lambda row: row.time, sort=lambda row: row.runbook.time_s, numeric=True, width=66),
    )
