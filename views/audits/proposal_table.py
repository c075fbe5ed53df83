"""Proposed projects: what each is made of, and what is proposed for it and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.audits.proposal_row import HookRow, ProposalRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class ProposalTable(DataTable[ProposalRow]):
    """Enter takes a project in, or leaves it out."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: row.repository, name="audit-proposals", memory=context.memory
        )
        self.setAccessibleName(t("Proposed projects"))


class HookTable(DataTable[HookRow]):
    """Enter begins the change that sets a webhook up."""

    def __init__(self, context: PageContext) -> None:
        columns = (
            Column[HookRow]("project", t("Project"), lambda row: row.project, width=150),
            Column[HookRow](
                "what", t("What would be done"), lambda row: row.what, tooltip=lambda row: row.what, width=320,
                stretch=True,
            ),
        )  # fmt: skip
        super().__init__(context.theme, columns, lambda row: row.project, name="audit-hooks", memory=context.memory)
        self.setAccessibleName(t("Webhooks of the projects"))


def _columns() -> tuple[Column[ProposalRow], ...]:
    return (
        Column("state", t("State"), lambda row: row.state, health=lambda row: row.health, width=116),
        Column("repository", t("Repository"), lambda row: row.repository, width=180, stretch=True),
        Column("key", t("Key"), lambda row: row.project.key if row.project is not None else "–", width=120),
        Column("team", t("Team"), lambda row: (row.project.team or "") if row.project is not None else "", width=80),
        Column("made", t("Made of"), lambda row: row.made_of, tooltip=lambda row: row.made_of, width=170, stretch=True),
        Column("why", t("Proposal"), lambda row: row.reasons, tooltip=lambda row: row.reasons.replace("; ", "\n"),
               width=260, stretch=True),
    )  # fmt: skip
