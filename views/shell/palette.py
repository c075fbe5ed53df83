"""The command palette: type a few letters, press Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyledItemDelegate

from console.kernel.i18n import t
from console.presenters.palette import match
from views.widgets.label import Label
from views.widgets.layout import column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import (
        QObject,
        QPersistentModelIndex,
    )
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from console.presenters.palette import PaletteEntry
    from views.theme.theme import Theme

MOST = 60
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[PaletteEntry] = ()

    def show(self, entries: Sequence[PaletteEntry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.title, entry.group, entry.note, entry.keys) if part)
        return entry if role == ENTRY_ROLE else None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(100, self._theme.space(4.5))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - loads all of styling, which the first frame needs not

        theme, entry = self._theme, index.data(ENTRY_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected"))
            painter.drawRoundedRect(area, 6, 6)
        space = theme.space(1)
        inner = area.adjusted(space, 0, -space, 0)
        size = theme.space(2.25)
        theme.icon(entry.icon or "chevron-right", "muted").paint(
            painter, QRect(inner.left(), inner.center().y() - size // 2, size, size)
        )
        inner.setLeft(inner.left() + size + space)
        right = "  ".join(part for part in (entry.keys, entry.group) if part)
        small = theme.font("caption")
        painter.setFont(small)
        painter.setPen(theme.colour("muted"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        inner.setRight(inner.right() - QFontMetrics(small).horizontalAdvance(right) - space * 2)
        font = theme.font()
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, left, title)
        inner.setLeft(inner.left() + metrics.horizontalAdvance(title) + space)
        painter.setFont(small)
        painter.setPen(theme.colour("muted"))
        painter.drawText(
            inner, left, QFontMetrics(small).elidedText(entry.note, Qt.TextElideMode.ElideRight, inner.width())
        )


class Palette(QFrame):
    """``source`` gives the entries when the palette opens; ``chosen`` carries the one that was picked."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, source: Callable[[], Sequence[PaletteEntry]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme, self._source = theme, source
        self._all: Sequence[PaletteEntry] = ()
        self.setProperty("role", "raised")
        self.setAccessibleName(t("Command palette"))
        self._field = QLineEdit()
        self._field.setPlaceholderText(t("Page, cell, object or command"))
        self._field.setAccessibleName(t("Page, cell, object or command"))
        self._field.textChanged.connect(self._match)
        self._field.installEventFilter(self)
        self._entries = _Entries()
        self._list = QListView()
        self._list.setModel(self._entries)
        self._list.setItemDelegate(_Painter(theme))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(t("Matches"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setStyleSheet("QListView { border: 0; background: transparent; }")
        self._list.clicked.connect(self._pick)
        self._nothing = Label(t("Nothing fits. Try fewer letters."), "muted")
        hint = Label(t("↑ ↓ to choose, Enter to go, Esc to close"), "caption")
        space = theme.space(1.5)
        self.setLayout(
            column(
                self._field,
                self._nothing,
                self._list,
                hint,
                spacing=theme.space(1),
                margins=(space, space, space, space),
            )
        )
        self._hint = hint

    def open_over(self, window: QWidget) -> None:
        """Open in the upper middle of a window, empty."""
        self._all = self._source()
        self._field.clear()
        self._match("")
        width = min(self._theme.space(84), window.width() - self._theme.space(8))
        self.resize(width, min(self._theme.space(58), window.height() - self._theme.space(12)))
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, self._theme.space(7))))
        self.show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def renew(self) -> None:
        """Take in what the source knows now; what was typed stays, and the line that was walked to."""
        if self.isVisible():
            walked_to = self._list.currentIndex().data(ENTRY_ROLE) if self._list.currentIndex().row() > 0 else None
            self._all = self._source()
            self._match(self._field.text())
            if walked_to in self._entries.entries:
                self._choose(self._entries.entries.index(walked_to))

    def _match(self, text: str) -> None:
        found = match(text, self._all, MOST)
        self._entries.show(found)
        self._nothing.setVisible(not found)
        self._list.setVisible(bool(found))
        if found:
            self._choose(0)
        else:
            self._field.setAccessibleDescription(self._nothing.text())

    def _choose(self, line: int) -> None:
        self._list.setCurrentIndex(self._entries.index(line))
        self._field.setAccessibleDescription(str(self._entries.index(line).data() or ""))

    def _pick(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        self.close()
        if entry is not None:
            self.chosen.emit(entry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick(self._list.currentIndex())
        elif key in steps:
            count = self._entries.rowCount()
            self._choose(max(0, min(count - 1, self._list.currentIndex().row() + steps[key])))
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True
