"""The application: makes Qt's application object, opens the desktop and runs until the last window closes."""

from __future__ import annotations

import gc
import signal
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from views.desktop import Desktop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.ports.opener import Opener
    from console.services.session import Session
    from console.settings.settings import Settings


def make_application() -> QApplication:
    """Return the application object, the one that runs or a new one."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("cell-console")
    application.setApplicationDisplayName("Cell Console")
    application.setDesktopFileName("cell-console")
    application.setStyle("Fusion")
    application.setQuitOnLastWindowClosed(False)
    return application


def run(
    session: Session,
    settings: Settings,
    opener: Opener,
    *,
    save: Callable[[Settings], None],
    start: Path | str | None = None,
    profile_startup: bool = False,
) -> int:
    """Show the window until it is closed; return the exit code.

    ``start``: an estate file, ``lab``, or ``None`` for the estate that the session has open already (the welcome page
    when it has none). ``profile_startup`` ends the program as soon as the first window has been painted.
    """
    gc.disable()  # collecting while half a thousand modules are loaded finds nothing and costs a tenth of the start
    application = make_application()
    desktop = Desktop(application, session, settings, opener, save)
    desktop.emptied.connect(application.quit)
    watch = _FirstPaint(application.quit) if profile_startup else None
    _quit_on_signals(application)
    try:
        desktop.open_first(start)
        if watch is not None:
            desktop.windows[0].installEventFilter(watch)
        desktop.around.bridge.later(_collect_seldom)
        return application.exec()
    finally:
        desktop.close()


def _collect_seldom() -> None:
    """Collect garbage again, without what the start has made: a full collection must not hold up a frame."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def _quit_on_signals(application: QApplication) -> None:
    """End in an orderly way when asked to; the bridge's frames let Python see the signal."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: application.quit())


class _FirstPaint(QObject):
    def __init__(self, painted: Callable[[], None]) -> None:
        super().__init__()
        self._painted = painted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            print(f"first-paint-at {time.monotonic()}", flush=True)  # noqa: T201 - what --profile-startup is for
            watched.removeEventFilter(self)
            self._painted()
        return False
