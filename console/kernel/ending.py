"""The end of a runtime, as what blocks one of its threads hears of it."""

from __future__ import annotations

import math
import threading
import time

from console.kernel.errors import Cancelled
from console.kernel.i18n import t

_HERE = threading.local()
_LAST_S = 0.5
"""So long what is nearly done may go on: most locks are held for a moment, and what is written then lasts."""


class Ending:
    """Belongs to one runtime, whose threads follow it."""

    def __init__(self) -> None:
        self.began_s = math.inf

    def begin(self) -> None:
        """Let the threads know that nobody waits for them any more."""
        self.began_s = time.monotonic()

    def follow(self) -> None:
        """Let this thread hear of it."""
        _HERE.ending = self


def heed_end() -> None:
    """Raise ``Cancelled`` when the runtime whose thread this is has been ending for half a second.

    Whoever waits for something outside calls it from time to time. In other threads, the main one too, nothing happens.
    """
    ending: Ending | None = getattr(_HERE, "ending", None)
    if ending is not None and time.monotonic() - ending.began_s > _LAST_S:
        raise Cancelled(t("The program is being closed."))
