"""The real program with eyes for a test: tells what its windows show and where; it is moved by X events alone.

``python watched_program.py [options of cell-console]``; each line of standard input is a question as JSON, each line of
standard output its answer. Nothing here presses, opens or changes anything.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextBrowser,
    QWidget,
)

_ROWS, _COLUMNS = 200, 30


def _thing(kind: str, text: str, widget: QWidget, area: QRect, *, enabled: bool | None = None) -> dict[str, Any]:
    middle = widget.mapToGlobal(area.center())
    seen = widget.visibleRegion().contains(area.center())
    usable = widget.isEnabled() if enabled is None else enabled
    plain = text.replace("&", "")
    return {"kind": kind, "text": plain, "x": middle.x(), "y": middle.y(), "seen": seen, "enabled": usable}


def _cells(view: QAbstractItemView) -> Iterator[dict[str, Any]]:
    model = view.model()
    if model is None:
        return
    # A model of a list keeps its number of columns to itself.
    columns = 1 if isinstance(view, QListView) else min(model.columnCount(view.rootIndex()), _COLUMNS)
    for row in range(min(model.rowCount(view.rootIndex()), _ROWS)):
        for column in range(columns):
            index = model.index(row, column, view.rootIndex())
            text, area = index.data(Qt.ItemDataRole.DisplayRole), view.visualRect(index)
            if text and not area.isEmpty():
                yield _thing("cell", str(text), view.viewport(), area)


def _tabs(bar: QTabBar) -> Iterator[dict[str, Any]]:
    for tab in range(bar.count()):
        yield _thing("tab", bar.tabText(tab), bar, bar.tabRect(tab), enabled=bar.isTabEnabled(tab))


def _entries(menu: QMenu) -> Iterator[dict[str, Any]]:
    for action in menu.actions():
        yield _thing("entry", action.text(), menu, menu.actionGeometry(action), enabled=action.isEnabled())


def _field(line: QLineEdit) -> Iterator[dict[str, Any]]:
    yield _thing("field", line.accessibleName() or line.placeholderText(), line, line.rect())
    yield _thing("value", line.text(), line, line.rect())


def _button(one: QAbstractButton) -> Iterator[dict[str, Any]]:
    yield _thing("button", one.text() or one.accessibleName(), one, one.rect())


def _choice(box: QComboBox) -> Iterator[dict[str, Any]]:
    yield _thing("choice", box.accessibleName() or box.currentText(), box, box.rect())


def _label(one: QLabel) -> Iterator[dict[str, Any]]:
    yield _thing("label", one.text(), one, one.rect())


def _document(one: QTextBrowser | QPlainTextEdit) -> Iterator[dict[str, Any]]:
    yield _thing("text", one.toPlainText(), one, one.rect())


def _named(one: QWidget) -> Iterator[dict[str, Any]]:
    yield _thing("named", one.accessibleName(), one, one.rect())


_READ: tuple[tuple[Any, Callable[[Any], Iterator[dict[str, Any]]]], ...] = (
    (QAbstractButton, _button),
    (QTabBar, _tabs),
    (QMenu, _entries),
    (QComboBox, _choice),
    (QLineEdit, _field),
    (QLabel, _label),
    (QTextBrowser | QPlainTextEdit, _document),
    (QHeaderView, lambda _view: iter(())),
    (QAbstractItemView, _cells),
    (QWidget, _named),
)


def _texts(widget: QWidget) -> Iterator[dict[str, Any]]:
    read = next((one for kind, one in _READ if isinstance(widget, kind)), None)
    return read(widget) if read is not None else iter(())


def _shown() -> list[dict[str, Any]]:
    """Return what can be reached: of an open menu or dialog only what is in it."""
    over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    shown = [one for one in QApplication.allWidgets() if one.isVisible()]
    widgets = [one for one in shown if over is None or one is over or over.isAncestorOf(one)]
    return [thing for widget in widgets for thing in _texts(widget) if thing["text"]]


def _picture(place: str) -> bool:
    screen = QApplication.primaryScreen()
    whole: QPixmap = screen.grabWindow(0)
    return whole.save(place)


def _answer(asked: dict[str, Any]) -> object:
    if "picture" in asked:
        return _picture(str(asked["picture"]))
    if "windows" in asked:
        modal, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        active = QApplication.activeWindow()
        return {
            "titles": [one.windowTitle() for one in QApplication.topLevelWidgets() if one.isVisible()],
            "active": active.windowTitle() if active else "",
            "modal": modal.windowTitle() if modal else "",
            "writes": isinstance(focus, QLineEdit | QPlainTextEdit),
        }
    return _shown()


class Eyes(QObject):
    """Answers in the thread of the window what is asked in that of the pipe."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def _tell(self, asked: dict[str, Any]) -> None:
        try:
            told = _answer(asked)
        except RuntimeError as error:  # a widget went away meanwhile: look again
            told = [{"kind": "error", "text": str(error), "x": 0, "y": 0, "seen": False, "enabled": False}]
        sys.__stdout__.write(json.dumps(told) + "\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]


def _listen() -> None:
    pause = threading.Event()
    while (application := QApplication.instance()) is None:
        pause.wait(0.05)
    eyes = Eyes()
    eyes.moveToThread(application.thread())
    for line in sys.stdin:
        eyes.asked.emit(json.loads(line))


def main() -> int:
    """Run the program."""
    from console.__main__ import main as run

    threading.Thread(target=_listen, daemon=True).start()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
