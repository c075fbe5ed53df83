"""Teams with their audit profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.audit_team_rows import TeamRow
from console.presenters.format import number, percent
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class TeamTable(DataTable[TeamRow]):
    """One line per team."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.team, name="audit-teams", memory=context.memory)
        self.setAccessibleName(t("Teams and profiles"))
        self.say_when_empty(t("The estate has no teams; every project counts as open source."))


def _columns() -> tuple[Column[TeamRow], ...]:
    return (
        Column("team", t("Team"), lambda row: row.title, tooltip=lambda row: row.team, width=110),
        Column("profile", t("Profile"), lambda row: row.profile_title, width=122),
        Column("strictness", t("Strictness"), lambda row: percent(row.strictness), sort=lambda row: row.strictness,
               tooltip=lambda row: row.rule_text, numeric=True, width=80),
        Column("rule", t("What that means"), lambda row: row.rule_text, tooltip=lambda row: row.rule_text, width=240,
               stretch=True),
        Column("focus", t("Focus (counts twice)"), lambda row: row.focus_text, tooltip=lambda row: row.focus_text,
               width=150, stretch=True),
        Column("traits", t("Switched on"), lambda row: row.traits_text, tooltip=lambda row: row.traits_text,
               width=180, stretch=True),
        Column("projects", t("Projects"), lambda row: number(row.projects), sort=lambda row: row.projects,
               numeric=True, width=70),
    )  # fmt: skip
