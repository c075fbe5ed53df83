"""Empty state: what would be here, why it is not, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from views.theme.theme import Theme


class EmptyState(QWidget):
    """A picture, a title, a sentence and, if something helps, a button."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        text: str = "",
        button: str = "",
        run: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self._picture = Label()
        self._title, self._text = Label(title, "section"), Label(text, "muted", wrap=True)
        for label in (self._picture, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setMaximumWidth(theme.space(64))
        self._button = QPushButton(button)
        if not button:
            self._button.hide()
        if run is not None:
            self._button.clicked.connect(run)
        self.setLayout(
            column(None, self._picture, self._title, row(None, self._text, None), row(None, self._button, None), None)
        )
        theme.changed.connect(self._paint)
        self._paint()

    def tell(self, title: str, text: str = "") -> None:
        """Change title and sentence."""
        self._title.setText(title)
        self._text.setText(text)

    def focus_button(self) -> None:
        """Put the focus on what helps."""
        self._button.setFocus()

    def _paint(self) -> None:
        self._picture.setPixmap(self._theme.pixmap(self._icon, "muted", self._theme.space(5), self.devicePixelRatioF()))
