"""Insights over all projects: what is likely, how sure that is, why, and what prevents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.rule_severity import RuleSeverity
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.audit_insight_rows import InsightRow
from console.presenters.format import percent
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext

_BAD = frozenset({RuleSeverity.CRITICAL.value, RuleSeverity.HIGH.value})


class InsightTable(DataTable[InsightRow]):
    """The worst first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.kind, row.subject, row.projects), name="audit-insights",
            memory=context.memory,
        )  # fmt: skip
        self.setAccessibleName(t("Insights over all projects"))
        self.say_when_empty(t("Nothing is foreseen: audit more projects, or the same ones more often."))


def _columns() -> tuple[Column[InsightRow], ...]:
    return (
        Column("impact", t("Impact"), lambda row: row.impact_word, health=_health, width=90),
        Column("sure", t("Sure"), lambda row: percent(row.confidence), sort=lambda row: row.confidence, numeric=True,
               width=62),
        Column("what", t("What is likely"), lambda row: row.title_text, tooltip=lambda row: row.title_text, width=230,
               stretch=True),
        Column("projects", t("Projects"), lambda row: row.projects_text,
               tooltip=lambda row: "\n".join(row.projects), width=130),
        Column("why", t("Why"), lambda row: " · ".join(row.reasons), tooltip=lambda row: "\n".join(row.reasons),
               width=240, stretch=True),
        Column("actions", t("What prevents it"), lambda row: " ".join(row.actions),
               tooltip=lambda row: "\n".join(row.actions), width=240, stretch=True),
    )  # fmt: skip


def _health(row: InsightRow) -> Health:
    return Health.CRITICAL if row.impact in _BAD else Health.WARNING
