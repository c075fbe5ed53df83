"""Asking something that may never answer: in threads that nobody waits for, so that others lose no time over it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

from console.kernel.asked_by_hand import times_asked
from console.kernel.ending import heed_end

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
_STEP_S = 0.1


class _Asked:
    """One call on its way."""

    def __init__(self, work: Callable[[], Any], began_s: float) -> None:
        self.work, self.began_s = work, began_s
        self.times_asked = times_asked()
        self.has_ended = False
        self.result: Any = None
        self.error: BaseException | None = None


class PatientCall:
    """Asks one thing after the other; who asks waits ``limit_s`` seconds at most, also for its turn.

    A call without an answer is left behind in its thread. For as long again nothing more is asked, and then somebody
    may try once more; when ``most_left`` calls have been left behind, nobody may until one of them answers. Whoever
    asks by hand may: the prompt may have gone with the service that showed it.
    """

    def __init__(self, name: str, limit_s: float, most_left: int = 3) -> None:
        self._name, self._limit_s, self._most_left = name, limit_s, most_left
        self._left: list[_Asked] = []
        self._turn = threading.Condition()

    def ask(self, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns, or raise what it raises; raise ``TimeoutError`` when it does not answer.

        Raises ``Cancelled`` when the runtime ends whose thread this is.
        """
        until_s = time.monotonic() + self._limit_s
        with self._turn:
            while not self._may_begin():
                self._wait(until_s)
            asked = _Asked(work, time.monotonic())
            self._left.append(asked)
        thread = threading.Thread(target=self._carry_out, args=(asked,), name=self._name, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the system gives no more threads
            with self._turn:
                self._left.remove(asked)
            raise TimeoutError from None
        with self._turn:
            while not asked.has_ended:
                self._wait(until_s)
        thread.join()
        if asked.error is not None:
            raise asked.error
        result: Result = asked.result
        return result

    def _may_begin(self) -> bool:
        """Return whether nothing is on its way; raise ``TimeoutError`` when what was left behind is answer enough."""
        if not self._left:
            return True
        last = self._left[-1]
        age_s = time.monotonic() - last.began_s
        if age_s < self._limit_s:
            return False
        if last.times_asked != times_asked():
            return True
        if age_s < 2 * self._limit_s or len(self._left) >= self._most_left:
            raise TimeoutError
        return True

    def _wait(self, until_s: float) -> None:
        heed_end()
        left_s = until_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        self._turn.wait(min(left_s, _STEP_S))

    def _carry_out(self, asked: _Asked) -> None:
        try:
            asked.result = asked.work()
        except BaseException as error:  # noqa: BLE001 - whoever asked gets it
            asked.error = error
        with self._turn:
            asked.has_ended = True
            self._left.remove(asked)
            self._turn.notify_all()
