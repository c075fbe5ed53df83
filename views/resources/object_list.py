"""The objects of one kind as the server prints them, read anew every few seconds while they are looked at."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from console.kernel.errors import ConnectorError
from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState
from console.presenters.resource_cells import cell_health, cell_length_s, cell_text, shown_columns, tells_length
from console.presenters.workload_controls import is_steered
from views.widgets.layout import column
from views.widgets.state_banner import StateBanner
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.resource import ResourceKind, ResourceRef
    from console.kernel.runtime import Scope
    from console.ports.cluster import ClusterReader, ResourceTable, TableRow
    from views.page import PageContext

EVERY_S = 5.0
MOST_ROWS = 20_000
_NAME = "Name"
_WIDE = {
    _NAME: 280, "Ready": 64, "Status": 152, "Restarts": 112, "Age": 70, "Reference": 220, "Message": 420,
    "Images": 300, "Selector": 220,
}  # fmt: skip


class ObjectList(QWidget):
    """``opened``, ``yaml_asked`` and ``logs_asked`` carry the ref of the row; ``counted`` the number of rows."""

    opened = Signal(object)
    yaml_asked = Signal(object)
    edit_asked = Signal(object)
    logs_asked = Signal(object)
    counted = Signal(int, int)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._scope: Scope | None = None
        self._table: DataTable[TableRow] | None = None
        self._titles: tuple[str, ...] = ()
        self._watched: tuple[ClusterReader, ResourceKind, str] | None = None
        self._filter = ""
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(lambda _connection: self._again())
        self._again: Callable[[], None] = lambda: None
        self._holder = QWidget()
        self._stack = QStackedLayout(self._holder)
        layout = column(self._banner, spacing=8)
        layout.addWidget(self._holder, 1)
        self.setLayout(layout)

    def watch(self, reader: ClusterReader, kind: ResourceKind, namespace: str) -> None:
        """Show the objects of a kind from now on; what is shown already keeps its order and its cursor."""
        self.stop()
        watched = (reader, kind, namespace)
        self._again = lambda: self.watch(reader, kind, namespace)
        self._banner.show_state(DataState(DataKind.LOADING, t("Reading {names} …", names=kind.plural)))
        if watched != self._watched:
            self._drop_table()
        self._watched = watched
        self._scope = self._context.session.runtime.scope(f"list {kind.plural}")
        self._scope.start(self._read(self._scope, reader, kind, namespace))

    def stop(self) -> None:
        """Read no more; what was read stays on screen."""
        if self._scope is not None:
            self._scope.cancel()
            self._scope = None

    def forget(self) -> None:
        """Stop, and show nothing of what was read."""
        self.stop()
        self._drop_table()
        self._watched = None
        self._banner.show_state(DataState(DataKind.FRESH))

    async def _read(self, scope: Scope, reader: ClusterReader, kind: ResourceKind, namespace: str) -> None:
        bridge = self._context.bridge
        while True:
            try:
                table = await reader.table(kind, namespace, limit=MOST_ROWS)
                bridge.later(partial(self._deliver, scope, partial(self._show, kind, table)), owner=self)
            except ConnectorError as error:
                bridge.later(partial(self._deliver, scope, partial(self._fail, error)), owner=self)
            await asyncio.sleep(EVERY_S)

    def _deliver(self, scope: Scope, show: Callable[[], None]) -> None:
        """Show what was read, unless something else is looked at by now."""
        if not scope.cancelled:
            show()

    def _fail(self, error: ConnectorError) -> None:
        kind = DataKind.FAILED if self._table is None else DataKind.STALE
        self._banner.show_state(DataState(kind, error.message, error.hint))

    def _show(self, kind: ResourceKind, found: ResourceTable) -> None:
        places = shown_columns(found)
        titles = tuple(found.columns[place].name for place in places)
        if self._table is None or titles != self._titles:
            self._titles = titles
            self._make_table(kind, found, places)
        assert self._table is not None
        self._table.say_when_empty(t("There are no {kinds} here.", kinds=kind.plural))
        self._table.set_rows(found.rows)
        self.counted.emit(len(found.rows), found.remaining)
        self._banner.show_state(DataState(DataKind.FRESH))

    def _make_table(self, kind: ResourceKind, found: ResourceTable, places: tuple[int, ...]) -> None:
        columns = [self._column(found, place, is_last=place == places[-1]) for place in places]
        if kind.namespaced:
            columns.insert(1, Column("namespace", t("Namespace"), lambda row: row.ref.namespace, width=120))
        self._drop_table()
        self._table = table = DataTable(
            self._context.theme, columns, lambda row: row.ref, name=f"kind/{kind.plural}", memory=self._context.memory
        )
        table.setAccessibleName(kind.kind)
        table.opened.connect(lambda row: self.opened.emit(row.ref))
        table.yaml_asked.connect(lambda row: self.yaml_asked.emit(row.ref))
        if is_steered(kind.group, kind.kind):
            table.edit_asked.connect(lambda row: self.edit_asked.emit(row.ref))
        table.logs_asked.connect(lambda row: self.logs_asked.emit(row.ref))
        table.set_filter(self._filter)
        self._stack.addWidget(table)
        self._stack.setCurrentWidget(table)
        if self.window().focusWidget() is self._holder:
            table.setFocus()

    def _column(self, found: ResourceTable, place: int, *, is_last: bool) -> Column[TableRow]:
        declared = found.columns[place]
        numeric = declared.type in {"integer", "number"}

        def value(row: TableRow) -> object:
            return row.cells[place] if place < len(row.cells) else None

        def order(row: TableRow) -> object:
            found_value = value(row)
            if tells_length(declared):
                return cell_length_s(found_value)
            return found_value if isinstance(found_value, int | float) else None

        return Column(
            declared.name,
            declared.name,
            lambda row: cell_text(value(row)),
            sort=order if numeric or tells_length(declared) else None,
            health=lambda row: cell_health(declared, row, place),
            numeric=numeric,
            width=_WIDE.get(declared.name, 90),
            stretch=declared.name == _NAME or (is_last and not numeric),  # both: the name takes no more than it needs
        )

    def _drop_table(self) -> None:
        if self._table is not None:
            if self.window().focusWidget() is self._table:
                self._holder.setFocus()
            self._stack.removeWidget(self._table)
            self._table.deleteLater()
            self._table = None

    def set_filter(self, text: str) -> None:
        """Show only rows that contain every word."""
        self._filter = text
        if self._table is not None:
            self._table.set_filter(text)

    def focus_table(self) -> None:
        """Put the focus on the rows, at once or as soon as they have been read."""
        (self._table or self._holder).setFocus()

    def current(self) -> ResourceRef | None:
        """Return the ref of the row under the cursor."""
        row = self._table.current_row() if self._table is not None else None
        return row.ref if row is not None else None
