"""The records of the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.retold import retold
from console.presenters.trail_rows import TrailRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class TrailTable(DataTable[TrailRow]):
    """The newest first; ``y`` shows the record as it was written."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.sequence, name="trail", memory=context.memory)
        self.setAccessibleName(t("Records of the trail"))


def _columns() -> tuple[Column[TrailRow], ...]:
    return (
        Column("time", t("Time"), lambda row: row.time, sort=lambda row: row.sequence, tooltip=lambda row: row.at,
               width=146),
        Column("area", t("Kind"), lambda row: row.area_word, width=96),
        Column("word", t("What was done"), lambda row: row.word, health=lambda row: row.health, width=112),
        Column("what", t("To what"), _what, tooltip=_what, width=170, stretch=True),
        Column("cell", t("Cell"), lambda row: row.cell, width=60),
        Column("connection", t("Connection"), lambda row: row.connection, width=120, stretch=True),
        Column("actor", t("Done by"), lambda row: row.actor, tooltip=lambda row: row.actor, width=92),
        Column("reason", t("Why"), _why, tooltip=_why, width=150, stretch=True),
        Column("number", t("Record"), lambda row: str(row.sequence), sort=lambda row: row.sequence, numeric=True,
               tooltip=lambda row: row.hash, width=62),
    )  # fmt: skip


def _what(row: TrailRow) -> str:
    return retold(row.what)


def _why(row: TrailRow) -> str:
    return retold(row.reason)
