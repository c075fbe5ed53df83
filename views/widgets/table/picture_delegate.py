"""A column that shows a small picture of its row instead of text: a sparkline, a row of marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QStyledItemDelegate

from views.widgets.table.badge_delegate import paint_ground
from views.widgets.table.row_model import RowModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from views.theme.theme import Theme


class PictureDelegate(QStyledItemDelegate):
    """Calls ``picture(painter, area, row)``; the column's text is what filters and screen readers get."""

    def __init__(self, theme: Theme, picture: Callable[[QPainter, QRectF, Any], None]) -> None:
        super().__init__()
        self._theme, self._picture = theme, picture

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground, then the picture."""
        paint_ground(painter, option, self._theme)
        model = index.model()
        row = model.row_at(index.row()) if isinstance(model, RowModel) else None
        if row is not None:
            space = self._theme.space(1)
            self._picture(painter, QRectF(option.rect).adjusted(space, 4, -space, -4), row)
