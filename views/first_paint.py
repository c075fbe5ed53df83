"""The first paint: the moment after which everything may be loaded that the first frame did not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

LONGEST_MS = 1_000  # a window that starts minimised or covered is not painted, and its estate opens all the same


class FirstPaint(QObject):
    """Calls ``painted`` once, when ``window`` has been painted and the event loop runs again, or after a second."""

    def __init__(self, window: QWidget, painted: Callable[[], object]) -> None:
        super().__init__(window)
        self._painted = painted
        self._window = window
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)
        self._soon.start(LONGEST_MS)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._soon.start(0)
        return False

    def _tell(self) -> None:
        self._window.removeEventFilter(self)
        self._painted()
        self.deleteLater()
