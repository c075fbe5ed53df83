"""What of a cell breaks the rules of its cluster (Gatekeeper)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.data_state import unread
from console.presenters.format import UNKNOWN, local_time
from console.presenters.violation_rows import ViolationRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.data_state import DataState
    from views.page import PageContext


class ViolationTable(DataTable[ViolationRow]):
    """Rules that refuse come before those that only warn (L7.4)."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme,
            _columns(),
            lambda row: (row.rule, row.who, row.message),
            name="violations",
            memory=context.memory,
        )
        self.setAccessibleName(t("Cluster rules"))

    def show_violations(self, rows: tuple[ViolationRow, ...] | None, known: DataState) -> None:
        """Show what breaks rules; ``None``: there is no rule. ``known`` is what may be said of all rules."""
        empty = t("No rules of Gatekeeper are known of this cluster.")
        whole = t("Nothing of this cell breaks a rule of its cluster.")
        self.say_when_empty(unread(known, empty if rows is None else whole))
        self.set_rows(rows or ())


def _columns() -> tuple[Column[ViolationRow], ...]:
    return (
        Column("action", t("Enforcement"), lambda row: row.action or UNKNOWN, width=110),
        Column("rule", t("Rule"), lambda row: row.rule, width=260),
        Column("who", t("Who breaks it"), lambda row: row.who, mono=True, width=260),
        Column("why", t("Why"), lambda row: row.message, tooltip=lambda row: row.message, width=320, stretch=True),
        Column("audited", t("Audited"), _audited, width=150),
    )


def _audited(row: ViolationRow) -> str:
    return UNKNOWN if row.audited_at_s is None else local_time(row.audited_at_s)
