"""Dismissed findings: who answers for them, why, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.audit_dismissal_rows import DismissalRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class DismissalTable(DataTable[DismissalRow]):
    """Those that wait first, then what ends first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.project, row.rule, row.fingerprint), name="audit-dismissals",
            memory=context.memory,
        )  # fmt: skip
        self.setAccessibleName(t("Dismissed findings"))
        self.say_when_empty(t("No finding was dismissed."))


def _columns() -> tuple[Column[DismissalRow], ...]:
    return (
        Column("project", t("Project"), lambda row: row.project, width=110),
        Column("rule", t("Rule"), lambda row: row.rule, mono=True, width=64),
        Column("state", t("State"), lambda row: row.state_word,
               health=lambda row: Health.WARNING if row.state == "waits" else None, width=150),
        Column("place", t("Where"), lambda row: row.place, tooltip=lambda row: row.place, mono=True, width=150,
               stretch=True),
        Column("reason", t("Reason"), lambda row: row.reason, tooltip=lambda row: row.reason, width=180, stretch=True),
        Column("who", t("Who"), lambda row: ", ".join(row.persons), width=120),
        Column("until", t("Until"), lambda row: row.until_text, sort=lambda row: row.until_s, width=140),
    )  # fmt: skip
