"""Badge: a state as shape, word and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.widgets.mark import CONNECTION_MARKS, HEALTH_MARKS, connection_word, health_word, paint_mark
from views.widgets.tip import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from console.domain.connection_state import ConnectionState
    from console.domain.health import Health
    from views.theme.theme import Theme
    from views.widgets.mark import Mark


class Badge(QWidget):
    """A mark with its word, in a soft pill (``filled``) or on the bare ground."""

    def __init__(self, theme: Theme, *, filled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._filled = theme, filled
        self._mark: Mark | None = None
        self._text = ""
        self._hue = ""
        self._brief = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_health(self, health: Health, word: str = "") -> None:
        """Show a health; ``word`` replaces its own word."""
        self.show_mark(HEALTH_MARKS[health], word or health_word(health))

    def show_connection(self, state: ConnectionState, word: str = "") -> None:
        """Show a connection state."""
        self.show_mark(CONNECTION_MARKS[state], word or connection_word(state))

    def show_mark(self, mark: Mark, word: str) -> None:
        """Show any mark with a word."""
        self._say(mark, mark.hue, word)

    def show_word(self, word: str, hue: str = "accent") -> None:
        """Show a word without a mark (``lab``, ``canary``)."""
        self._say(None, hue, word)

    def _say(self, mark: Mark | None, hue: str, word: str) -> None:
        if (mark, hue, word) == (self._mark, self._hue, self._text):
            return  # telling the layout of a size makes all around it paint itself anew
        self._mark, self._hue, self._text = mark, hue, word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word that is shown."""
        return self._text

    def fit(self, room: int) -> None:
        """Show the mark alone where its word has no room: a name beside it says what the mark is about."""
        brief = self._mark is not None and self._size_with(self._text).width() > room
        self.setToolTip(tip(self._text) if brief else "")
        if brief is not self._brief:
            self._brief = brief
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._size_with("" if self._brief else self._text)

    def _size_with(self, word: str) -> QSize:
        metrics = QFontMetrics(self._theme.font("caption", bold=True))
        space = self._theme.space
        mark = metrics.ascent() + (space(0.5) if word else 0) if self._mark else 0
        around = space(2) if self._filled else space(0.5)
        return QSize(metrics.horizontalAdvance(word) + mark + around, metrics.height() + space(0.5))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        whole = self.sizeHint()  # it shrinks where its size policy lets it
        return whole.boundedTo(QSize(2 * whole.height(), whole.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._filled and self._hue:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"{self._hue}_soft"))
            painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        font = theme.font("caption", bold=True)
        painter.setFont(font)
        left = float(theme.space(1)) if self._filled else 0.0
        if self._mark is not None:
            size = QFontMetrics(font).ascent() * 0.8
            paint_mark(
                painter,
                QRectF(left, (self.height() - size) / 2, size, size),
                self._mark.shape,
                theme.colour(self._hue),
            )
            left += size + theme.space(0.75)
        if self._brief:
            return
        painter.setPen(theme.colour(self._hue or "text"))
        room = self.width() - left
        shown = QFontMetrics(font).elidedText(self._text, Qt.TextElideMode.ElideRight, int(room) + 1)
        painter.drawText(
            QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown
        )
