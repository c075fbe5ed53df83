"""One change in full: facts, differences, and everything that happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from console.kernel.i18n import t
from console.presenters.change_sheet import change_sheet
from views.widgets.difference_table import DifferenceTable
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import column, resize_within, row
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.domain.change import Change
    from views.theme.theme import Theme


class ChangeDetails(QDialog):
    """Read only."""

    def __init__(self, parent: QWidget | None, theme: Theme, change: Change) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Change"))
        sheet = change_sheet(change)
        facts = KeyValue()
        facts.show_pairs(sheet.facts)
        differences = DifferenceTable(theme)
        differences.show_differences(sheet.differences)
        history: DataTable[tuple[str, str, str]] = DataTable(theme, _columns(), lambda one: one)
        history.setAccessibleName(t("What happened"))
        history.set_rows(sheet.history)
        close = QPushButton(t("Close"))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        space = theme.space(3)
        body = column(
            Label(sheet.summary, "title", wrap=True),
            facts,
            Label(t("Differences"), "section"),
            differences,
            Label(t("What happened"), "section"),
            spacing=theme.space(1.5),
            margins=(space, space, space, space),
        )
        body.addWidget(history, 1)
        body.addLayout(row(None, close))
        self.setLayout(body)
        resize_within(self, theme.space(100), theme.space(84))


def _columns() -> tuple[Column[tuple[str, str, str]], ...]:
    return (
        Column("at", t("Time"), lambda one: one[0], width=160),
        Column("state", t("State"), lambda one: one[1], width=110),
        Column("note", t("What was told"), lambda one: one[2], tooltip=lambda one: one[2], width=400, stretch=True),
    )
