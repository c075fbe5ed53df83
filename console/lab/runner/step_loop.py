"""The lab's heartbeat: one step of the simulation a second, never so many that the servers starve."""

import asyncio
import logging
from collections.abc import Callable

from console.kernel.clock import Clock

PERIOD_S = 1.0
_FREE_SHARE = 0.3  # of the loop's time stays for the servers, however long a step takes
_LATE_S = 30.0
_BACK_S = 1.0  # clocks are corrected by less all the time

_log = logging.getLogger(__name__)

Step = Callable[[float], object]


class StepLoop:
    """Calls ``step(unix seconds)`` about once a second; late steps are left out, not made up for.

    The simulation gets real time, so that leaving steps out makes it coarser, not slower. ``report`` gets a sentence
    when steps begin to fail, and when the computer's clock was set back.
    """

    def __init__(self, step: Step, clock: Clock, report: Callable[[str], None]) -> None:
        self._step = step
        self._clock = clock
        self._report = report
        self._failed = False
        self._last_s = 0.0
        self.longest_s = 0.0

    async def run(self) -> None:
        """Step until cancelled."""
        while True:
            began_s = self._clock.monotonic()
            self._take(self._clock.now().timestamp())
            spent_s = self._clock.monotonic() - began_s
            if spent_s > max(self.longest_s, _LATE_S):
                _log.warning("a step of the lab took %.1f s; the lab is too large for this computer", spent_s)
            self.longest_s = max(self.longest_s, spent_s)
            await asyncio.sleep(pause_s(spent_s))

    def _take(self, now_s: float) -> None:
        if now_s < self._last_s - _BACK_S:
            self._report(
                f"The computer's clock was set back by {self._last_s - now_s:.0f} s; the lab goes on from there."
            )
        self._last_s = now_s
        try:
            self._step(now_s)
        except Exception as error:  # noqa: BLE001 - a lab whose time stands still without a word is the worst of all
            if not self._failed:  # the next second brings the same one again
                _log.exception("a step of the lab failed")
                self._report(f"A step of the lab failed: {str(error).rstrip('.')}. Undo your last change of the lab.")
            self._failed = True
        else:
            self._failed = False


def pause_s(spent_s: float) -> float:
    """Return how long to pause after a step: the rest of the second, but at least the servers' share."""
    return max(PERIOD_S - spent_s, spent_s * _FREE_SHARE / (1.0 - _FREE_SHARE))
