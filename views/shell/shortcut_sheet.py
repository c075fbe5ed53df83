"""The shortcut sheet: every key that works here, from the registries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QScrollArea, QWidget

from console.kernel.i18n import t
from views.shell.key_map import shown_keys
from views.widgets.label import Label
from views.widgets.layout import column, resize_within, row
from views.widgets.table.data_table import DataTable
from views.widgets.table.row_key import row_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import Shortcut
    from views.shell.key_map import Binding
    from views.theme.theme import Theme


class ShortcutSheet(QDialog):
    """Not modal; Esc closes it."""

    def __init__(
        self,
        theme: Theme,
        page: str,
        own: Sequence[Shortcut],
        bound: Sequence[Binding],
        tables: Sequence[DataTable[Any]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Shortcuts"))
        space = theme.space(1)
        left, right = column(spacing=space * 2), column(spacing=space * 2)
        here = [(one.title, shown_keys((one.keys,))) for one in own if one.keys] + _table_keys(tables)
        left.addLayout(_group(t("On this page: {page}", page=page), here))
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in bound:
            if one.keys:
                groups.setdefault(one.group, []).append((one.title, shown_keys(one.keys)))
        pages = groups.pop(t("Pages"), [])
        for name, pairs in groups.items():
            left.addLayout(_group(name, pairs))
        right.addLayout(_group(t("Pages"), pages))
        left.addStretch(1)
        right.addStretch(1)
        inner = QWidget()
        inner.setProperty("role", "plain")
        columns = row(left, right, spacing=space * 5, margins=(space, space, space, space))
        columns.setStretch(0, 1)
        columns.setStretch(1, 1)
        inner.setLayout(columns)
        scroll = QScrollArea()
        scroll.setAccessibleName(t("Shortcuts"))
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        close = QPushButton(t("Close"))
        close.clicked.connect(self.reject)
        note = Label(t("Keys can be changed under Connections & settings."), "muted")
        margins = (space * 3, space * 3, space * 3, space * 3)
        body = column(Label(t("Shortcuts"), "title"), spacing=space * 2, margins=margins)
        body.addWidget(scroll, 1)
        body.addLayout(row(note, None, close))
        self.setLayout(body)
        resize_within(self, space * 100, space * 76)
        scroll.setFocus()


def _table_keys(tables: Sequence[DataTable[Any]]) -> list[tuple[str, str]]:
    """Return the keys of rows that some table here listens to."""
    asking = (one for one in row_keys() if one.signal)
    return [
        (one.title, shown_keys(one.keys[:1])) for one in asking if any(_is_heard(table, one.signal) for table in tables)
    ]


def _is_heard(table: DataTable[Any], signal: str) -> bool:
    """By its name: ``QMetaMethod.fromSignal`` keeps its object for ever."""
    meta = table.metaObject()
    return table.isSignalConnected(meta.method(meta.indexOfSignal(f"{signal}(PyObject)")))


def _group(title: str, pairs: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.addWidget(Label(title, "section"), 0, 0, 1, 2)
    for line, (name, keys) in enumerate(pairs, 1):
        key = Label(keys, "key")
        grid.addWidget(Label(name), line, 0)
        grid.addWidget(key, line, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return grid
