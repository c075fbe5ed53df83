"""What was found of the cells of a rollout, with Kayenta's verdict beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.format import local_time
from console.presenters.rollout_run_rows import CheckRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class CheckTable(DataTable[CheckRow]):
    """The worst first; Enter shows the query behind a line."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme,
            _columns(),
            lambda row: (row.cell, row.topic, row.found.query),
            name="rollout-checks",
            memory=context.memory,
        )
        self.setAccessibleName(t("Gates and evidence"))
        self.say_when_empty(t("Nothing is being watched now: gates are looked at while a stage lasts."))


def _columns() -> tuple[Column[CheckRow], ...]:
    return (
        Column("cell", t("Cell"), lambda row: row.cell, width=100),
        Column("topic", t("Gate"), lambda row: row.topic, health=lambda row: row.health, width=120),
        Column("verdict", t("Verdict"), lambda row: row.verdict, sort=lambda row: -row.health, width=70),
        Column(
            "found", t("Found"), lambda row: row.sentence, tooltip=lambda row: row.sentence, width=420, stretch=True
        ),
        Column("kayenta", "Kayenta", lambda row: row.beside, tooltip=lambda row: row.beside, width=200),
        Column("at", t("Read at"), lambda row: local_time(row.found.at_s), sort=lambda row: row.found.at_s, width=140),
    )
