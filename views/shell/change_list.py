"""The changes of the activity drawer: running and past ones, and what can still be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from views.widgets.layout import column, row
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.change_rows import ChangeRow
    from views.theme.theme import Theme


class ChangeList(QWidget):
    """Every signal carries a change's id; Enter on a row asks for its details."""

    details_asked = Signal(str)
    apply_asked = Signal(str)
    undo_asked = Signal(str)
    keep_asked = Signal(str)
    back_asked = Signal(str)
    sign_asked = Signal(str)
    signature_taken = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._table: DataTable[ChangeRow] = DataTable(theme, _columns(), lambda one: one.id)
        self._table.setAccessibleName(t("Changes"))
        self._table.say_when_empty(t("Nothing has been changed yet."))
        self._table.opened.connect(lambda one: self.details_asked.emit(one.id))
        self._table.current_changed.connect(lambda _row: self._offer())
        self._buttons = {
            "details": (QPushButton(t("Details")), self.details_asked),
            "apply": (QPushButton(t("Apply …")), self.apply_asked),
            "undo": (QPushButton(t("Undo …")), self.undo_asked),
            "keep": (QPushButton(t("Keep")), self.keep_asked),
            "back": (QPushButton(t("Take the change back")), self.back_asked),
            "sign": (QPushButton(t("Ask for a signature …")), self.sign_asked),
            "signed": (QPushButton(t("Take in a signature …")), self.signature_taken),
        }
        for button, signal in self._buttons.values():
            button.clicked.connect(lambda _on, asked=signal: self._ask(asked))
        layout = column(row(*(one for one, _ in self._buttons.values()), None), spacing=theme.space(1))
        layout.addWidget(self._table, 1)
        self.setLayout(layout)
        self._offer()

    def show_rows(self, rows: tuple[ChangeRow, ...]) -> None:
        """Show changes as they are now."""
        self._table.set_rows(rows)
        self._offer()

    def _offer(self) -> None:
        """Enable what can be done with the row of the cursor, and say why the rest cannot."""
        one = self._table.current_row()
        for key, can, why in (
            ("details", True, ""),
            ("apply", one is not None and one.can_apply, t("Only a planned change that waits can be applied.")),
            ("undo", one is not None and one.can_undo, t("Only what was applied and has an inverse can be undone.")),
            ("keep", one is not None and one.can_keep, t("Only a change that would be undone by itself can be kept.")),
            ("back", one is not None and one.can_cancel, t("Only before anything is written.")),
            ("sign", one is not None and one.can_sign, t("Only a change that waits for a signature.")),
            ("signed", one is not None and one.can_sign, t("Only a change that waits for a signature.")),
        ):
            button = self._buttons[key][0]
            button.setEnabled(one is not None and can)
            button.setToolTip("" if button.isEnabled() else why)

    def _ask(self, signal: Signal) -> None:
        one = self._table.current_row()
        if one is not None:
            signal.emit(one.id)  # type: ignore[attr-defined]  # a bound signal


def _columns() -> tuple[Column[ChangeRow], ...]:
    return (
        Column("at", t("Time"), lambda one: one.time, sort=lambda one: one.at_s, width=160),
        Column(
            "state",
            t("State"),
            lambda one: one.word,
            sort=lambda one: one.health,
            health=lambda one: one.health,
            width=130,
        ),
        Column("what", t("What it does"), lambda one: one.what, tooltip=_whole, width=360, stretch=True),
        Column("target", t("Target"), lambda one: one.target, tooltip=lambda one: one.target, mono=True, width=250),
        Column("actor", t("Done by"), lambda one: one.actor, tooltip=lambda one: one.actor, width=130),
        Column(
            "note", t("What was told"), lambda one: one.reverts or one.note, tooltip=lambda one: one.note, width=260
        ),
    )


def _whole(one: ChangeRow) -> str:
    return "\n".join(part for part in (one.what, one.reason, one.note) if part)
