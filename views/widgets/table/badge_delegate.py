"""The delegate of a data table: paints marks before texts, in the colours of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate

from console.domain.health import Health
from views.widgets.mark import HEALTH_MARKS, paint_mark
from views.widgets.table.row_model import RowModel

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from views.theme.theme import Theme


class BadgeDelegate(QStyledItemDelegate):
    """Paints ground, hairline, mark and text itself: a style sheet per cell would cost ten times as much."""

    def __init__(self, theme: Theme, mono: frozenset[int]) -> None:
        super().__init__()
        self._theme, self._mono = theme, mono
        self._fonts()
        theme.changed.connect(self._fonts)

    def _fonts(self) -> None:
        self._plain, self._fixed = self._theme.font(), self._theme.font(mono=True)
        self._plain_metrics, self._fixed_metrics = QFontMetrics(self._plain), QFontMetrics(self._fixed)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._theme
        area: QRect = option.rect
        paint_ground(painter, option, theme)
        space = theme.space(1)
        inner = area.adjusted(space, 0, -space, 0)
        model = index.model()
        if not isinstance(model, RowModel):
            return
        shown, health, alignment = model.cell(index.row(), index.column())
        hue = "text"
        if health is not None:
            size = self._plain_metrics.ascent() * 0.72
            mark = HEALTH_MARKS[health]
            place = QRectF(inner.left(), area.center().y() - size / 2 + 1, size, size)
            paint_mark(painter, place, mark.shape, theme.colour(mark.hue))
            inner.setLeft(round(inner.left() + size + space))
            hue = mark.hue if health is not Health.OK else "text"
        mono = index.column() in self._mono
        metrics = self._fixed_metrics if mono else self._plain_metrics
        painter.setFont(self._fixed if mono else self._plain)
        painter.setPen(theme.colour(hue))
        text = metrics.elidedText(shown.replace("\n", " "), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, alignment, text)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """Paint the ground of a cell (selected, under the pointer) and the hairline below it."""
    area: QRect = option.rect
    view = option.widget
    if not isinstance(view, QAbstractItemView) or view.underMouse() or view.selectionModel().hasSelection():
        from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - loads all of styling, which the first frame needs not

        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
    painter.setPen(theme.colour("border"))  # a line, because the first fillRect loads all gradients
    painter.drawLine(area.bottomLeft(), area.bottomRight())
