"""Differences: what a change does to each field, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.change_preview import FieldChange
    from views.theme.theme import Theme

_MOST_LINES = 8


class DifferenceTable(DataTable["FieldChange"]):
    """Grows with its rows up to a bound; values in full are in the tooltips."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _columns(), lambda one: one.path)
        self.setAccessibleName(t("Differences"))

    def show_differences(self, differences: Sequence[FieldChange]) -> None:
        """Show them and take the room that they need."""
        self.set_rows(differences)
        lines = min(len(differences), _MOST_LINES) + 1
        self.setFixedHeight(lines * self.verticalHeader().defaultSectionSize() + self.horizontalHeader().height() // 2)


def _columns() -> tuple[Column[FieldChange], ...]:
    return (
        Column(
            "path", t("Field"), lambda one: one.path, tooltip=lambda one: one.path, mono=True, width=240, stretch=True
        ),
        Column(
            "before",
            t("Before"),
            lambda one: one.before or UNKNOWN,
            tooltip=lambda one: one.before,
            mono=True,
            width=200,
        ),
        Column(
            "after", t("After"), lambda one: one.after or UNKNOWN, tooltip=lambda one: one.after, mono=True, width=200
        ),
    )
