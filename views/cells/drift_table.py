"""The differences between a cell and its template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.data_state import unread
from console.presenters.drift_rows import DriftRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.data_state import DataState
    from views.page import PageContext


class DriftTable(DataTable[DriftRow]):
    """What the template asks for against what is declared and what runs (L1.4)."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.side, row.path), name="drift", memory=context.memory
        )
        self.setAccessibleName(t("Template drift"))

    def show_drift(self, rows: tuple[DriftRow, ...] | None, known: DataState) -> None:
        """Show differences; ``None``: the cell names no template. ``known`` is what may be said of what runs."""
        matches = unread(known, t("The cell matches its template."))
        self.say_when_empty(t("The cell names no template.") if rows is None else matches)
        self.set_rows(rows or ())


def _columns() -> tuple[Column[DriftRow], ...]:
    return (
        Column("where", t("Where"), lambda row: row.side, width=180),
        Column("path", t("What"), lambda row: row.path, mono=True, width=260),
        Column("expected", t("Template asks for"), lambda row: row.expected, width=180),
        Column("found", t("Found"), lambda row: row.found, width=180, stretch=True),
    )
