"""A modal dialog that nobody closes is rejected, and the test that opened it fails with its name instead of hanging."""

import sys
from collections.abc import Generator
from typing import Any

import pytest

LIMIT_S = 20.0
_TICK_MS = 100
_limit = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("stuck_dialog_s", "seconds after which an unanswered modal dialog is rejected", default=str(LIMIT_S))


class _Watch:
    """Looks at the active modal window on every tick, also inside the dialog's own event loop."""

    def __init__(self, limit_s: float) -> None:
        from PySide6.QtCore import QElapsedTimer, QTimer

        self.stuck: list[str] = []
        self._limit_ms = limit_s * 1000
        self._seen: Any = None
        self._since = QElapsedTimer()
        self.timer = QTimer()
        self.timer.setProperty("watcher", True)
        self.timer.setInterval(_TICK_MS)
        self.timer.timeout.connect(self._look)
        self.timer.start()

    def _look(self) -> None:
        from PySide6.QtWidgets import QApplication, QDialog

        modal = QApplication.activeModalWidget()
        if modal is None or modal is not self._seen:
            self._seen = modal
            self._since.start()
        elif self._since.elapsed() >= self._limit_ms:
            self.stuck.append(f"{type(modal).__name__} {modal.windowTitle() or modal.objectName()!r}")
            self._seen = None
            if isinstance(modal, QDialog):
                modal.reject()
            else:
                modal.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return (yield)
    watch = _Watch(float(item.config.getini("stuck_dialog_s")))
    try:
        result = yield
    finally:
        watch.timer.stop()
        watch.timer.deleteLater()
    if watch.stuck:
        pytest.fail(f"a modal dialog was left open and had to be rejected: {', '.join(watch.stuck)}", pytrace=False)
    return result
