"""Writing one after another with a pause between, as forges ask for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from console.kernel.clock import Clock


class WritePace:
    """Lets one writer in at a time, ``least_s`` seconds after the one before."""

    def __init__(self, clock: Clock, least_s: float) -> None:
        self._clock = clock
        self._least_s = least_s
        self._lock = asyncio.Lock()
        self._last_s: float | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and hold it."""
        async with self._lock:
            if self._last_s is not None:
                await asyncio.sleep(max(0.0, self._last_s + self._least_s - self._clock.monotonic()))
            try:
                yield
            finally:
                self._last_s = self._clock.monotonic()
