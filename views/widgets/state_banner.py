"""State banner: loading, empty, stale and failed look different and say what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState
from views.widgets.label import Label, set_role
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from views.theme.theme import Theme

_LOOKS = {
    DataKind.LOADING: ("clock", "unknown", "neutral"),
    DataKind.EMPTY: ("empty", "unknown", "neutral"),
    DataKind.STALE: ("clock", "warning", "warning"),
    DataKind.FAILED: ("failed", "critical", "critical"),
}


class StateBanner(QFrame):
    """Stands above the data, hidden while it is fresh. ``asked`` carries the connection to look at, or empty.

    ``door`` is what its button says in every state, where the same thing helps always.
    """

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, door: str = "") -> None:
        super().__init__(parent)
        self._theme, self._door = theme, door
        self._state = DataState(DataKind.FRESH)
        self._picture, self._word = Label(), Label(role="strong")
        self._text, self._hint = Label(wrap=True), Label(role="muted", wrap=True)
        self._button = QPushButton()
        self._button.clicked.connect(lambda: self.asked.emit(self._state.connection))
        layout = row(self._picture, self._word, spacing=theme.space(1), margins=(12, 8, 8, 8))
        layout.addLayout(column(self._text, self._hint, spacing=0), 1)
        layout.addWidget(self._button)
        self.setLayout(layout)
        self.hide()
        theme.changed.connect(self._show_again)

    @property
    def is_stale(self) -> bool:
        """Return whether it tells the age of old data where it can be seen."""
        return self._state.kind is DataKind.STALE and self.isVisible()

    def _show_again(self) -> None:
        self.show_state(self._state)

    def focus_main(self) -> None:
        """Put the focus on the button."""
        self._button.setFocus()

    def show_state(self, state: DataState) -> None:
        """Show what may be said of the data."""
        self._state = state
        self.setVisible(state.kind is not DataKind.FRESH)
        if state.kind is DataKind.FRESH:
            return
        icon, hue, tone = _LOOKS[state.kind]
        self._picture.setPixmap(self._theme.pixmap(icon, hue, self._theme.space(2.5), self.devicePixelRatioF()))
        self._word.setText(_word(state.kind))
        self._text.setText(state.text)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._button.setText(self._door or (t("Show connection") if state.connection else t("Reload")))
        self._button.setVisible(bool(self._door) or state.kind in {DataKind.STALE, DataKind.FAILED})
        self.setAccessibleName(" ".join(part for part in (_word(state.kind), state.text, state.hint) if part))
        set_role(self, tone, "tone")


def _word(kind: DataKind) -> str:
    return {
        DataKind.LOADING: t("Loading"),
        DataKind.EMPTY: t("Empty"),
        DataKind.STALE: t("Stale"),
        DataKind.FAILED: t("Failed"),
    }.get(kind, "")
