"""The pattern playbooks: Enter opens one on the page Runbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.pipeline.playbook_rows import PlaybookRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class PlaybookTable(DataTable[PlaybookRow]):
    """Those whose symptoms hold now first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.id, name="playbooks", memory=context.memory)
        self.setAccessibleName(t("Playbooks of patterns"))
        self.say_when_empty(t("The library is being read …"))


def _columns() -> tuple[Column[PlaybookRow], ...]:
    return (
        Column("title", t("Pattern"), lambda row: row.title, width=230, stretch=True),
        Column("premise", t("What it is for"), lambda row: row.premise, tooltip=lambda row: row.premise, width=380,
               stretch=True),
        Column("now", t("Holds now"), lambda row: row.now, tooltip=lambda row: row.now, width=120),
        Column("time", t("Takes"), lambda row: row.time, sort=lambda row: row.time_s, numeric=True, width=76),
        Column("steps", t("Steps"), lambda row: row.steps, sort=lambda row: int(row.steps), numeric=True, width=60),
        Column("last", t("Last run"), lambda row: row.last, health=lambda row: row.last_health, width=160),
    )  # fmt: skip
