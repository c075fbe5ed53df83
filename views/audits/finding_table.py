"""Findings, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.finding import BaselineState
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.audits.finding_line import FindingLine
from console.presenters.retold import retold
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class FindingTable(DataTable[FindingLine]):
    """Enter goes to the source of a finding. ``name`` keeps the widths of its columns."""

    def __init__(self, context: PageContext, name: str, title: str) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name=name, memory=context.memory)
        self.setAccessibleName(title)


def _columns() -> tuple[Column[FindingLine], ...]:
    return (
        Column("severity", t("Severity"), lambda row: row.row.severity_word, health=lambda row: row.health,
               sort=lambda row: row.finding.severity.rank, width=86),
        Column("rule", t("Rule"), lambda row: row.row.rule, tooltip=lambda row: row.title, mono=True, width=64),
        Column("title", t("What it asks"), lambda row: row.title, tooltip=lambda row: row.why, width=180,
               stretch=True),
        Column("place", t("Where"), lambda row: row.row.place, mono=True, width=200, stretch=True),
        Column("evidence", t("What was seen"), lambda row: retold(row.row.evidence), sort=lambda row: row.row.evidence,
               tooltip=lambda row: retold(row.row.evidence), mono=True, width=220, stretch=True),
        Column("new", t("Since the baseline"), lambda row: row.row.baseline_word,
               health=lambda row: Health.WARNING if row.finding.baseline is BaselineState.NEW else None, width=104),
        Column("fix", t("Correction"), lambda row: t("ready") if row.has_patch else "",
               sort=lambda row: not row.has_patch, tooltip=lambda row: row.mending, width=82),
    )  # fmt: skip
