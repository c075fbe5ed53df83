"""The objectives of the estate by cell, service or segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.slo_rollup import RollupRow
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class RollupTable(DataTable[RollupRow]):
    """The worst budget first; Enter shows the objectives of a group."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="objective-groups", memory=context.memory)
        self.setAccessibleName(t("Groups of objectives"))


def _columns() -> tuple[Column[RollupRow], ...]:
    return (
        Column("group", t("Group"), lambda row: row.group, health=lambda row: row.health, width=120),
        Column("state", t("State"), lambda row: health_word(row.health), sort=lambda row: -row.health, width=80),
        Column("objectives", t("Objectives"), lambda row: row.objectives, sort=lambda row: len(row.rollup.statuses),
               numeric=True, width=84),
        Column("worst", t("Worst objective"), lambda row: row.worst, tooltip=lambda row: row.worst, width=230),
        Column("worst_left", t("Its budget left"), lambda row: row.worst_left,
               sort=lambda row: row.rollup.worst.budget_left if row.rollup.worst else None, numeric=True, width=104),
        Column("attained", t("Attained, by events"), lambda row: row.attained,
               sort=lambda row: row.rollup.attained, numeric=True, tooltip=_events, width=130),
        Column("left", t("Budget left, by events"), lambda row: row.budget_left,
               sort=lambda row: row.rollup.budget_left, numeric=True, tooltip=_events, width=150),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=120, stretch=True),
    )  # fmt: skip


def _events(row: RollupRow) -> str:
    return t("All events of the group together: {count}; busy objectives weigh more.", count=row.events)
