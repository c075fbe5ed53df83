"""Reading a window as a user does: what is visible on it, and what a screen reader is told."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

Kind = TypeVar("Kind", bound=QWidget)


def visible_texts(root: QWidget) -> list[str]:
    """Return every text that can be seen in a widget, top widgets first."""
    return [text for widget in _visible(root) for text in _texts(widget) if text]


def sees(root: QWidget, *texts: str) -> bool:
    """Return whether every text can be seen somewhere."""
    seen = "\n".join(visible_texts(root))
    return all(text in seen for text in texts)


def by_name(root: QWidget, name: str, kind: type[Kind] = QWidget) -> Kind:  # type: ignore[assignment]
    """Return the visible widget that a screen reader calls ``name``; what takes the focus before its label."""
    seen = [one for one in _visible(root) if isinstance(one, kind)]
    seen.sort(key=lambda one: isinstance(one, QLabel))
    for widget in seen:
        if spoken_name(widget) == name:
            return widget
    raise AssertionError(f"nothing here is called {name!r}; there is {sorted({spoken_name(one) for one in seen})}")


def spoken_name(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    if isinstance(widget, QComboBox):  # on Linux its name comes by relation, its text is the choice
        return widget.accessibleName()
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) if face is not None else ""


def spoken_description(widget: QWidget) -> str:
    """Return what a screen reader adds to the name of a widget."""
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Description) if face is not None else ""


def reply(dialog: QWidget, text: str) -> None:
    """Type the answer to a question and agree by Enter."""
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def top_window(kind: type[QWidget]) -> QWidget:
    """Return the visible top window of a type (a dialog, a popup)."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    assert found, f"no {kind.__name__} is open"
    return found[0]


def lines_of(view: QAbstractItemView) -> list[list[str]]:
    """Return the texts of all lines of a list or table."""
    model: QAbstractItemModel = view.model()
    root = QModelIndex()
    return [
        [str(model.index(line, place).data(Qt.ItemDataRole.DisplayRole)) for place in range(model.columnCount(root))]
        for line in range(model.rowCount(root))
    ]


def _visible(root: QWidget) -> Iterator[QWidget]:
    if root.isVisible():
        yield root
        for child in root.children():
            if isinstance(child, QWidget) and not child.isWindow():
                yield from _visible(child)


def _texts(widget: QWidget) -> list[str]:
    for kinds, read in _READERS:
        if isinstance(widget, kinds):
            return read(widget)
    return [widget.accessibleName()]


_READERS: tuple[tuple[Any, Callable[[Any], list[str]]], ...] = (
    ((QLabel, QAbstractButton), lambda one: [one.text().replace("&&", "&")]),
    (QLineEdit, lambda one: [one.text() or one.placeholderText()]),
    (QPlainTextEdit, lambda one: [one.toPlainText()]),
    (QComboBox, lambda one: [one.currentText()]),
    (QTabBar, lambda one: [one.tabText(place).replace("&&", "&") for place in range(one.count())]),
    (QAbstractItemView, lambda one: [text for line in lines_of(one) for text in line]),
)
