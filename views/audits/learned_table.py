"""What the audits learned from teams, with the reasoning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.audit_learned_rows import LearnedRow
from console.presenters.format import number
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class LearnedTable(DataTable[LearnedRow]):
    """Rules that only inform first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.team, row.rule), name="audit-learned", memory=context.memory
        )
        self.setAccessibleName(t("What was learned"))
        self.say_when_empty(t("Nothing was learned yet: it takes at least 8 decisions about a rule."))


def _columns() -> tuple[Column[LearnedRow], ...]:
    return (
        Column("team", t("Team"), lambda row: row.team, width=90),
        Column("rule", t("Rule"), lambda row: row.rule, mono=True, width=64),
        Column("state", t("State"), lambda row: row.state_word,
               health=lambda row: Health.WARNING if row.informs else None, width=100),
        Column("accepted", t("Accepted"), lambda row: number(row.accepted), sort=lambda row: row.accepted,
               numeric=True, width=70),
        Column("dismissed", t("Dismissed"), lambda row: number(row.dismissed), sort=lambda row: row.dismissed,
               numeric=True, width=76),
        Column("why", t("Why"), lambda row: row.reasoning_text, tooltip=lambda row: row.reasoning_text, width=300,
               stretch=True),
    )  # fmt: skip
