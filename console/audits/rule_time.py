"""The time that the rules of one task may take together: what is late is "not run", what is done stands."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST_S = 0.5  # what each further rule gets: most are quick, and what they need has been read


class RuleTime:
    """``within`` bounds what runs inside it, ``rule`` each rule in it. Off by default; main threads of runners only."""

    def __init__(self) -> None:
        self._limit_s: float | None = None
        self._end_s = 0.0
        self._is_armed = False

    @contextmanager
    def within(self, limit_s: float) -> Iterator[None]:
        """Give all rules together so many seconds; where the system has no such alarm there is no limit."""
        is_main = threading.current_thread() is threading.main_thread()
        if not hasattr(signal, "setitimer") or not is_main:
            yield
            return
        self._limit_s, self._end_s = limit_s, time.monotonic() + limit_s
        before = signal.signal(signal.SIGALRM, self._late)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            self._limit_s = None

    @contextmanager
    def rule(self) -> Iterator[None]:
        """Let one rule run; raise ``ConnectorError`` (timeout) in the middle of it when the time is up."""
        if self._limit_s is None:
            yield
            return
        self._is_armed = True
        signal.setitimer(signal.ITIMER_REAL, max(_LAST_S, self._end_s - time.monotonic()))
        try:
            yield
        finally:
            self._is_armed = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _late(self, _number: int, _frame: object) -> None:
        """Interrupt the rule at work, once: an alarm that comes when it has just ended is for nobody."""
        if not self._is_armed:
            return
        self._is_armed = False
        raise ConnectorError(
            ErrorKind.TIMEOUT, t("The audit's time of {seconds} s was over.", seconds=round(self._limit_s or 0))
        )


RULE_TIME = RuleTime()
"""Of this process."""
