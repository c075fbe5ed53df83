"""The application: makes Qt's application object, opens the desktop and runs until the last window closes."""

from __future__ import annotations

import gc
import signal
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtWidgets import QApplication

from console.domain.health import Health
from views.desktop import Desktop
from views.first_paint import FirstPaint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from console.kernel.clock import Clock
    from console.ports.opener import Opener
    from console.presenters.last_view import LastView
    from console.services.session import Session
    from console.settings.settings import Settings
    from console.settings.window_look import WindowLook
    from views.window import Window


def make_application() -> QApplication:
    """Return the application object, the one that runs or a new one."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication([*sys.argv[:1], "-style", "fusion"])
    application.setApplicationName("cell-console")
    application.setApplicationDisplayName("Cell Console")
    application.setDesktopFileName("io.github.cell_console.CellConsole")
    if running is not None:
        application.setStyle("Fusion")  # by argument above: this call loads the classes of all styles
    application.setQuitOnLastWindowClosed(False)
    return application


def run(
    session: Session,
    settings: Settings | Callable[[], Settings],
    opener: Opener,
    *,
    save: Callable[[Settings], None],
    look: WindowLook | None = None,
    last: LastView | None = None,
    start: Path | str | None = None,
    language: str = "",
    notes: Sequence[str] = (),
    profile_startup: bool = False,
) -> int:
    """Show the window until it is closed; return the exit code.

    ``start``: an estate file, ``lab``, or ``None`` for the estate that the session has open already (the welcome page
    when it has none). ``look`` is what the window goes by until ``settings`` are read, ``last`` what is shown of the
    estate until it is open. ``language`` was asked for on the command line (empty: the settings decide).
    ``notes`` are sentences about what was wrong with the settings, there once they have been read.
    ``profile_startup`` ends the program as soon as the first window has been painted.
    """
    gc.disable()  # collecting while half a thousand modules are loaded finds nothing and costs a tenth of the start
    application = make_application()
    _quit_on_signals(application)
    desktop = Desktop(application, session, settings, opener, save, look, language)
    desktop.emptied.connect(application.quit)
    follow_notes(desktop, notes)
    try:
        desktop.open_first(start, last)
        first = desktop.windows[0]
        if profile_startup:
            FirstPaint(first, lambda: _tell_start(first, application.quit))
        else:
            desktop.around.bridge.later(lambda: tidy(desktop, session.clock))
        return application.exec()
    finally:
        desktop.close()


def follow_notes(desktop: Desktop, notes: Sequence[str]) -> None:
    """Write each note once into the list of what happened, now and when the settings have been read."""
    activity = desktop.around.activity

    def tell() -> None:
        for note in notes:
            if all(one.text != note for one in activity.entries):
                activity.note(Health.WARNING, note)

    desktop.around.preferences.was_read.connect(tell)
    tell()


def tidy(desktop: Desktop, clock: Clock) -> None:
    """Begin to collect garbage on this thread, now that the first window has been painted."""
    from console.kernel.heap import share_heap  # noqa: PLC0415 - after the first paint
    from views.tidying import Tidying  # noqa: PLC0415

    share_heap()
    collect_seldom()
    Tidying(desktop, clock)


def collect_seldom() -> None:
    """Leave out what the start has made, and let no other thread collect.

    A collection that another thread's allocation sets off would delete closed windows there: Qt and Python then wait
    for each other for ever, when the window's thread makes a widget meanwhile. ``Tidying`` collects.
    """
    gc.disable()
    gc.freeze()


def _quit_on_signals(application: QApplication) -> None:
    """End in an orderly way when asked to; the bridge's frames let Python see the signal."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: _quit_soon(application))


def _quit_soon(application: QApplication) -> None:
    """Quit from within the loop: asked for before it runs, Qt would forget it."""
    QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)


def _tell_start(window: Window, done: Callable[[], None]) -> None:
    """Say when the first window had been painted, the processor time until then, and how many lines it shows."""
    told = f"first-paint-at {time.monotonic()} cpu {time.process_time()} lines {window.lines_shown()}"
    print(told, flush=True)  # noqa: T201 - what --profile-startup is for
    done()
