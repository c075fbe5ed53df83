"""SIGTERM ends a command as Ctrl+C does: what is under way is wound up, and nothing stays behind."""

import signal
import threading
from types import FrameType, TracebackType

from console.cli.exit_code import ExitCode


class Terminated(KeyboardInterrupt):
    """SIGTERM came; whoever winds up after Ctrl+C does so now."""


class Termination:
    """While it is entered, the first SIGTERM raises ``Terminated`` in the main thread, and further ones do nothing.

    A handler that somebody else has set stays; so does a signal that the parent process has told to be ignored.
    """

    def __init__(self) -> None:
        self._has_come = self._is_set = False

    def __enter__(self) -> "Termination":
        """Take the signal, where it would end the process at once."""
        is_main = threading.current_thread() is threading.main_thread()
        if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self._end)
            self._is_set = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave the signal as it was."""
        if self._is_set:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._is_set = False

    def code(self, code: int) -> int:
        """Return the exit code: one of an interruption tells by which signal."""
        return ExitCode.TERMINATED if self._has_come and code == ExitCode.INTERRUPTED else code

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        if not self._has_come:
            self._has_come = True
            raise Terminated("SIGTERM")
