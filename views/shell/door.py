"""A door of the welcome page: a whole card that is one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from views.widgets.label import Label
from views.widgets.layout import column

if TYPE_CHECKING:
    from views.theme.theme import Theme


class Door(QPushButton):
    """Picture, title and what will happen."""

    def __init__(self, theme: Theme, icon: str, title: str, text: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAutoDefault(True)  # Enter opens it, too: outside of dialogs Qt gives buttons the space bar only
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._picture, self._text = Label(), Label(text, "muted", wrap=True)
        labels = (self._picture, Label(title, "section", wrap=True), self._text)
        for label in labels:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        space = theme.space(2)
        self._body = column(*labels, None, spacing=theme.space(1), margins=(space, space, space, space))
        self.setLayout(self._body)
        theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        self._picture.setPixmap(
            self._theme.pixmap(self._icon, "accent", self._theme.space(4), self.devicePixelRatioF())
        )
        self.setFixedHeight(self._theme.space(19))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._theme.space(32), self._theme.space(19))
