"""The data table of every page: sorts and filters 100,000 rows without the window noticing."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from console.kernel.i18n import t
from views.memory import extents
from views.widgets.table.arrangement import Arrangement
from views.widgets.table.badge_delegate import BadgeDelegate
from views.widgets.table.row_model import RowModel

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from views.memory import Memory
    from views.theme.theme import Theme
    from views.widgets.table.column import Column

Row = TypeVar("Row")
BUDGET_S = 0.008
SMALL = 2_000
FEW = 200
SEEN = 40


class DataTable(QTableView, Generic[Row]):
    """Rows of one type. ``opened``, ``yaml_asked``, ``edit_asked`` and ``logs_asked`` carry the row of the cursor.

    ``memory`` and ``name`` keep the column widths that a person made. Selection and scroll stay with the rows' keys.
    """

    opened = Signal(object)
    yaml_asked = Signal(object)
    edit_asked = Signal(object)
    logs_asked = Signal(object)
    current_changed = Signal(object)
    arranged = Signal()

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        *,
        name: str = "",
        memory: Memory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._columns, self._key = theme, columns, key
        self._place, self._memory = f"table/{name}/widths", memory if name else None
        self._dragged = extents(self._memory.get(self._place)) if self._memory is not None else {}  # at 100 % text
        self._model: RowModel[Row] = RowModel(columns, key)
        self._arrangement: Arrangement[Row] = Arrangement(columns, key)
        self._steps: Iterator[None] | None = None
        self._keys: list[Hashable] = []
        self._empty, self._is_sizing = "", False
        self._ground = self.findChild(QWidget, "qt_scrollarea_viewport")  # met first by viewport(), it takes 16 ms
        self.setModel(self._model)
        self._delegate = BadgeDelegate(theme, frozenset(at for at, column in enumerate(columns) if column.mono))
        self.setItemDelegate(self._delegate)
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._work)
        self._set_up()
        theme.changed.connect(self._rescale)
        self.activated.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(40)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(self._resized)
        self._measure()

    def _rescale(self) -> None:
        self._measure()
        self._stretch(self.viewport().width())
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().minimumSizeHint().width(), self._theme.space(9.5))  # the heading and a row

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show rows; where their keys are the same as before, only what is seen is painted anew."""
        if self._steps is None and len(rows) <= FEW and rows == self._arrangement.rows:
            return  # painting costs far more than comparing a few
        keys = [self._key(row) for row in rows]
        same = keys == self._keys
        self._keys = keys
        self._arrangement.take(rows)
        if same and self._arrangement.is_plain and self._steps is None:
            self._read_ahead()
            self._repaint(self._model.replace_in_place(rows))
            return
        self._start()

    def _repaint(self, _before: Sequence[Row]) -> None:
        """Paint all that is seen: what a cell shows may come from elsewhere than from its row."""
        self.viewport().update()

    def set_filter(self, text: str) -> None:
        """Show only rows in whose texts every word occurs."""
        if text != self._arrangement.filter:
            self._arrangement.filter = text
            self._start()

    def say_when_empty(self, text: str) -> None:
        """Say why there is nothing when there is nothing."""
        if text != self._empty:
            self._empty = text
            self.viewport().update()

    @property
    def shown_count(self) -> int:
        """Return how many rows pass the filter."""
        return len(self._model.order)

    @property
    def total_count(self) -> int:
        """Return how many rows there are."""
        return len(self._keys)

    def shown_rows(self) -> tuple[Row, ...]:
        """Return the rows that pass the filter, in their order on screen."""
        return tuple(self._model.rows[index] for index in self._model.order)

    def current_row(self) -> Row | None:
        """Return the row of the cursor."""
        return self._model.row_at(self.currentIndex().row())

    def select_key(self, key: Hashable) -> bool:
        """Move the cursor to a row; return false when it is not shown."""
        line = self._model.line_of(key)
        if line >= 0:
            self.setCurrentIndex(self._model.index(line, 0))
        return line >= 0

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._arrangement.sort_column = column
        self._arrangement.descending = order is Qt.SortOrder.DescendingOrder
        self._start()

    def _start(self) -> None:
        self._steps = self._arrangement.steps()
        if len(self._arrangement.rows) <= SMALL:
            for _ in self._steps:
                pass
            self._show()
        else:
            self._worker.start()

    def _work(self) -> None:
        deadline = perf_counter() + BUDGET_S
        while self._steps is not None and perf_counter() < deadline:
            if next(self._steps, self) is self:
                self._show()

    def _show(self) -> None:
        self._steps = None
        self._worker.stop()
        current, top = self.current_row(), self._model.row_at(self.rowAt(0))
        scrolled = self.verticalScrollBar().value()
        selected, first = (None if row is None else self._key(row) for row in (current, top))
        column = max(self.currentIndex().column(), 0)
        self._model.show(self._arrangement.rows, self._arrangement.order)
        self._stretch(self.viewport().width())
        self._restore_place(selected, column, first, scrolled)
        self._read_ahead()
        self.arranged.emit()

    def _read_ahead(self) -> None:
        if len(self._arrangement.rows) > SMALL:
            from views.widgets.table.read_ahead import read_ahead  # noqa: PLC0415 - few tables are large

            read_ahead(self, self._arrangement.read_ahead)

    def _restore_place(self, selected: Hashable, column: int, first: Hashable, scrolled: int) -> None:
        self.doItemsLayout()  # scrolling needs the new heights
        if scrolled and first is not None and (line := self._model.line_of(first)) >= 0:
            self.scrollTo(self._model.index(line, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        if selected is not None and (line := self._model.line_of(selected)) >= 0:
            automatic = self.hasAutoScroll()
            self.setAutoScroll(False)  # the cursor comes back, the eye stays where it is
            self.setCurrentIndex(self._model.index(line, column))
            self.setAutoScroll(automatic)
        elif selected is not None:
            self.current_changed.emit(None)

    def _open(self, index: QModelIndex) -> None:
        if (row := self._model.row_at(index.row())) is not None:
            self.opened.emit(row)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.current_changed.emit(self._model.row_at(index.row()) if index.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        from views.widgets.table.row_key import FIRST, LAST, SIGNALS  # noqa: PLC0415 - not before the first paint

        row = self.current_row()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and event.key() in SIGNALS and row is not None:
            getattr(self, SIGNALS[Qt.Key(event.key())]).emit(row)
        elif plain and event.key() in {FIRST, LAST} and self.shown_count:
            last = self.shown_count - 1 if event.key() == LAST else 0
            self.setCurrentIndex(self._model.index(last, 0))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:  # noqa: N802 - Qt's name
        """Letters are shortcuts here; ``/`` filters."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        told = t("No row matches the filter.") if self.total_count else self._empty
        if told and not self.shown_count:
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.colour("muted"))
            area = self.viewport().rect().adjusted(16, 16, -16, -16)
            painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, told)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._stretch(event.size().width())

    def _stretch(self, room: int) -> None:
        """Give the stretching columns what the others leave of ``room`` pixels."""
        wide = [place for place, column in enumerate(self._columns) if column.stretch]
        if wide:
            taken = sum(self.columnWidth(place) for place in range(len(self._columns)) if place not in wide)
            self._size(zip(wide, self._shares(room - taken, wide), strict=True))

    def _shares(self, room: int, wide: list[int]) -> list[int]:
        keys = [self._columns[place].key for place in wide]
        least = [max(self._widths[key] // 2, self._headings[key]) for key in keys]
        if len(wide) == 1:
            return [max(room, least[0])]
        from views.widgets.table.column_share import column_shares  # noqa: PLC0415 - not before the first paint

        return column_shares(room, [self._wish(place) for place in wide], [self._widths[key] for key in keys], least)

    def _wish(self, place: int) -> int:
        """Return what a column needs to show its heading and its first texts whole."""
        column, metrics = self._columns[place], QFontMetrics(self._theme.font("body"))
        rows = (self._model.rows[index] for index in self._model.order[:SEEN])
        widest = max((metrics.horizontalAdvance(column.text(row)) for row in rows), default=0)
        return max(self._headings[column.key], widest + self._theme.space(5 if column.health else 2.5))

    def _measure(self) -> None:
        """Size rows and columns for the text; a column has what a person made of it, or room for its heading."""
        metrics, around = QFontMetrics(self._theme.font("caption", bold=True)), self._theme.space(2.5)
        self.verticalHeader().setDefaultSectionSize(self._theme.space(4))
        self._headings = {one.key: metrics.horizontalAdvance(one.title) + around for one in self._columns}
        least = self._headings | dict.fromkeys(self._dragged, 0)
        widths = {one.key: self._dragged.get(one.key, one.width) for one in self._columns}
        self._widths = {key: max(round(width * self._theme.scale), least[key]) for key, width in widths.items()}
        self._size(enumerate(self._widths.values()))

    def _size(self, widths: Iterable[tuple[int, int]]) -> None:
        self._is_sizing = True
        for place, width in widths:
            self.setColumnWidth(place, width)
        self._is_sizing = False

    def _resized(self, place: int, before: int, after: int) -> None:
        """Remember what a person made; what hides or comes back has no width on one side."""
        column = self._columns[place]
        if not self._is_sizing and not column.stretch and before and after:
            self._widths[column.key], self._dragged[column.key] = after, round(after / self._theme.scale)
            if self._memory is not None:
                self._memory.keep(self._place, dict(self._dragged))
