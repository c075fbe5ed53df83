"""The driver: plays a person at the window, step by step, inside Qt's event loop."""

import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

Wait: TypeAlias = "float | Future[Any] | Callable[[], object]"
"""Seconds that pass, a future that is done, or a condition that holds (each at most ``LIMIT_S``)."""
Act: TypeAlias = Generator[Wait, None, None]
LIMIT_S = 180.0
_LOOK_MS = 50


class Driver(QObject):
    """Plays acts until ``ends`` says so, then calls ``done``; what goes wrong in one is kept in ``faults``."""

    def __init__(self, acts: Iterator[tuple[str, Act]], ends: Callable[[], bool], done: Callable[[], object]) -> None:
        super().__init__()
        self._acts, self._ends, self._done = acts, ends, done
        self.faults: list[str] = []
        self.played = 0
        self.current, self._act = next(acts)
        self._wait: Wait = 0.0
        self._since = time.monotonic()
        self._modal: tuple[object, float] = (None, 0.0)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._before, sys.excepthook = sys.excepthook, self._uncaught

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def _uncaught(self, kind: Any, error: Any, trace: Any) -> None:
        self.faults.append(f"during {self.current}: " + "".join(traceback.format_exception(kind, error, trace)[-4:]))

    def _look(self) -> None:
        self._reject_stuck()
        late = time.monotonic() - self._since > LIMIT_S
        if not late and not _is_over(self._wait, self._since):
            return
        if late and not isinstance(self._wait, float):
            self.faults.append(f"{self.current} waited for {LIMIT_S:.0f} s in vain, at {_place(self._act)}")
        self._go_on()

    def _go_on(self) -> None:
        self._wait, self._since = (lambda: False), time.monotonic()  # a dialog's own loop must not play on
        try:
            self._wait = next(self._act)
        except StopIteration:
            self._next_act()
        except Exception:  # noqa: BLE001 - the next act goes on
            self.faults.append(f"{self.current}: {traceback.format_exc(limit=-3)}")
            self._next_act()
        self._since = time.monotonic()

    def _next_act(self) -> None:
        self.played += 1
        self._wait = 0.0
        if self._ends():
            self._timer.stop()
            sys.excepthook = self._before
            self._done()
            return
        self.current, self._act = next(self._acts)

    def _reject_stuck(self) -> None:
        """A modal dialog that nobody answers is rejected after a while, as in tests."""
        modal = QApplication.activeModalWidget()
        if modal is None or modal is not self._modal[0]:
            self._modal = (modal, time.monotonic())
        elif time.monotonic() - self._modal[1] > LIMIT_S / 3 and isinstance(modal, QDialog):
            self.faults.append(f"{self.current} left the dialog {modal.windowTitle()!r} open")
            modal.reject()


def _is_over(wait: Wait, since: float) -> bool:
    if isinstance(wait, float | int):
        return time.monotonic() - since >= wait
    if isinstance(wait, Future):
        return wait.done()
    return bool(wait())


def _place(act: Act) -> str:
    frame = getattr(act, "gi_frame", None)
    return f"{frame.f_code.co_name}:{frame.f_lineno}" if frame is not None else "its end"
