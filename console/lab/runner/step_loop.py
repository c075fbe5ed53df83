"""The lab's heartbeat: one step of the simulation a second, never so many that the servers starve."""

import asyncio
import logging
from collections.abc import Callable

from console.kernel.clock import Clock

PERIOD_S = 1.0
_FREE_SHARE = 0.3  # of the loop's time stays for the servers, however long a step takes
_LATE_S = 30.0

_log = logging.getLogger(__name__)

Step = Callable[[float], object]


class StepLoop:
    """Calls ``step(unix seconds)`` about once a second; late steps are left out, not made up for.

    The simulation gets real time, so that leaving steps out makes it coarser, not slower.
    """

    def __init__(self, step: Step, clock: Clock) -> None:
        self._step = step
        self._clock = clock
        self.longest_s = 0.0

    async def run(self) -> None:
        """Step until cancelled."""
        while True:
            began_s = self._clock.monotonic()
            self._step(self._clock.now().timestamp())
            spent_s = self._clock.monotonic() - began_s
            if spent_s > max(self.longest_s, _LATE_S):
                _log.warning("a step of the lab took %.1f s; the lab is too large for this computer", spent_s)
            self.longest_s = max(self.longest_s, spent_s)
            await asyncio.sleep(pause_s(spent_s))


def pause_s(spent_s: float) -> float:
    """Return how long to pause after a step: the rest of the second, but at least the servers' share."""
    return max(PERIOD_S - spent_s, spent_s * _FREE_SHARE / (1.0 - _FREE_SHARE))
