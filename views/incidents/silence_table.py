"""The silences: what is muted, until when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.silence_rows import SilenceRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class SilenceTable(DataTable[SilenceRow]):
    """One line per silence, those that mute now first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="silences", memory=context.memory)
        self.setAccessibleName(t("Silences"))


def _columns() -> tuple[Column[SilenceRow], ...]:
    return (
        Column("state", t("State"), lambda row: row.state, sort=lambda row: row.place,
               health=lambda row: row.health, width=96),
        Column("condition", t("Mutes alerts with"), lambda row: row.condition, tooltip=lambda row: row.condition,
               mono=True, width=280, stretch=True),
        Column("left", t("Time left"), lambda row: row.left, sort=lambda row: row.left_s, numeric=True, width=80),
        Column("until", t("Until"), lambda row: row.until, width=150),
        Column("comment", t("Why"), lambda row: row.comment, tooltip=lambda row: row.comment, width=220),
        Column("by", t("By"), lambda row: row.by, width=110),
        Column("told", t("Kept by"), lambda row: row.told_by, width=130),
    )  # fmt: skip
