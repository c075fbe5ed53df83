"""The model of a data table: rows behind an index, never a proxy (measured: 10 s against 40 ms)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from console.kernel.visible_text import visible_line
from views.widgets.mark import health_word
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from console.domain.health import Health
    from views.widgets.table.column import Column

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
MOST_SHOWN = 1_000  # characters of a cell: Qt would measure all of them at every paint
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()


class RowModel(QAbstractTableModel, Generic[Row]):
    """Shows ``rows`` in ``order``."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]) -> None:
        super().__init__()
        self.columns, self.key = columns, key
        self.rows: Sequence[Row] = ()
        self.order: Sequence[int] = ()

    def show(self, rows: Sequence[Row], order: Sequence[int]) -> None:
        """Show other rows, or the same in another order."""
        self.beginResetModel()
        self.rows, self.order = rows, order
        self.endResetModel()

    def replace_in_place(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Take new values of the same rows in the same order, return the old ones; the view repaints what is seen."""
        before, self.rows = self.rows, rows
        return before

    def row_at(self, line: int) -> Row | None:
        """Return the row of a line on screen."""
        return self.rows[self.order[line]] if 0 <= line < len(self.order) else None

    def line_of(self, key: Hashable) -> int:
        """Return the line on screen of the row with that key, -1 when it is not shown."""
        for line, index in enumerate(self.order):
            if self.key(self.rows[index]) == key:
                return line
        return -1

    def cell(self, line: int, place: int) -> tuple[str, Health | None, Qt.AlignmentFlag]:
        """Return what is painted of a cell that is shown; by ``data`` it would go through Qt three times."""
        column, row = self.columns[place], self.rows[self.order[line]]
        health = column.health(row) if column.health is not None else None
        return _shown(column, row), health, _RIGHT if column.numeric else _LEFT

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = index.row()
        if not 0 <= line < len(self.order):
            return None
        column, row = self.columns[index.column()], self.rows[self.order[line]]
        read = _READERS.get(int(role))
        return read(column, row) if read is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if self.columns[section].numeric else _LEFT
            if role == Qt.ItemDataRole.ToolTipRole and self.columns[section].numeric:
                return _meaning(self.columns[section].title)
        return None


def _meaning(title: str) -> str:
    from console.presenters.help.figure_help import figure_help  # noqa: PLC0415 - when somebody asks

    return tip(figure_help(title))


def _tooltip(column: Column[Row], row: Row) -> str:
    text = column.tooltip(row) if column.tooltip is not None else column.text(row)
    return tip(text) if text else ""


def _shown(column: Column[Row], row: Row) -> str:
    return visible_line(column.text(row), MOST_SHOWN)


def _spoken(column: Column[Row], row: Row) -> str:
    health: Health | None = column.health(row) if column.health is not None else None
    text = _shown(column, row)
    word = health_word(health) if health is not None else ""
    return f"{column.title}: {text}" if not word or word == text else f"{column.title}: {text}, {word}"


_READERS: dict[int, Callable[[Column[Any], Any], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): _shown,
    int(Qt.ItemDataRole.TextAlignmentRole): lambda column, _row: _RIGHT if column.numeric else _LEFT,
    int(Qt.ItemDataRole.ToolTipRole): _tooltip,
    int(Qt.ItemDataRole.AccessibleTextRole): _spoken,
}
