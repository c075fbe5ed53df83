"""The legend of a plot, which is its readout too: names with their values at the hovered moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from views.theme.theme import Theme

Entry = tuple[str, str, QColor, bool]


class PlotLegend(QWidget):
    """One line; what does not fit is counted at its end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entries: Sequence[Entry] = ()
        self._total = 0
        self._moment = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: Sequence[Entry], moment: str, total: int) -> None:
        """Show the first of ``total``: name, value, colour and whether dashed; while hovering the moment, too."""
        self._entries, self._moment, self._total = entries, moment, total
        words = ", ".join(f"{name} {value}" for name, value, *_ in entries)
        self.setAccessibleName(f"{moment} {words}".strip())
        whole = "\n".join(f"{name}: {value}" for name, value, *_ in entries) if len(entries) > 1 else ""
        self.setToolTip(tip(whole))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(100, QFontMetrics(self._theme.font("caption")).height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font("caption")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        space, left, right = theme.space(1), 0, self.width()
        if self._moment:
            wide = metrics.horizontalAdvance(self._moment)
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRect(right - wide, 0, wide, self.height()), Qt.AlignmentFlag.AlignVCenter, self._moment)
            right -= wide + space * 2
        for place, (whole, value, colour, dashed) in enumerate(self._entries):
            name = metrics.elidedText(whole, Qt.TextElideMode.ElideMiddle, theme.space(24))
            wide = space * 2 + metrics.horizontalAdvance(f"{name}  {value}")
            rest = self._total - place
            more = f"+{rest}"
            if left + wide > right - (metrics.horizontalAdvance(more) + space if rest > 1 else 0):
                painter.setPen(theme.colour("muted"))
                painter.drawText(QRect(left, 0, 60, self.height()), Qt.AlignmentFlag.AlignVCenter, more)
                return
            self._draw_mark(painter, left, colour, dashed)
            left += space * 2
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRect(left, 0, wide, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
            left += metrics.horizontalAdvance(name + "  ")
            painter.setPen(theme.colour("text"))
            painter.drawText(QRect(left, 0, wide, self.height()), Qt.AlignmentFlag.AlignVCenter, value)
            left += metrics.horizontalAdvance(value) + space * 2

    def _draw_mark(self, painter: QPainter, left: int, colour: QColor, dashed: bool) -> None:
        wide, top = round(self._theme.space(1.5)), self.height() // 2 - 1
        part = wide * 2 // 5
        for start, length in ((0, part), (wide - part, part)) if dashed else ((0, wide),):
            painter.fillRect(QRect(left + start, top, length, 3), colour)
