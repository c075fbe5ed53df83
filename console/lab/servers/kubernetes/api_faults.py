"""The faults that scenarios inject into the API server."""

import asyncio
from dataclasses import dataclass, field

_LOOK_S = 0.02


@dataclass(frozen=True, slots=True)
class FaultAnswer:
    """What the server answers instead of working: an HTTP status and, in seconds, a `Retry-After`."""

    code: int
    retry_after_s: int | None = None


@dataclass(slots=True)
class ApiFaults:
    """Switches that scenarios turn; all off means a healthy server. Change it from the server's loop.

    `every_nth` applies `answer` to each n-th request only (1: to all), which makes a flapping server.
    `latency_s` delays every answer by that many seconds; `hanging` lets requests wait until it is turned off.
    """

    answer: FaultAnswer | None = None
    every_nth: int = 1
    reset_connections: bool = False
    hanging: bool = False
    expired_tokens: set[str] = field(default_factory=set)
    forbidden_namespaces: set[str] = field(default_factory=set)
    latency_s: float = 0.0
    _count: int = 0

    def heal(self) -> None:
        """Turn everything off; waiting requests go on."""
        self.answer = None
        self.every_nth = 1
        self.hanging = self.reset_connections = False
        self.latency_s = 0.0
        self.expired_tokens.clear()
        self.forbidden_namespaces.clear()

    async def delay(self) -> None:
        """Wait as long as the faults demand."""
        if self.latency_s > 0:
            await asyncio.sleep(self.latency_s)
        while self.hanging:  # noqa: ASYNC110 - a plain switch that tests and scenarios turn
            await asyncio.sleep(_LOOK_S)

    def next_answer(self) -> FaultAnswer | None:
        """The fault to answer the next request with, or None."""
        if self.answer is None:
            return None
        self._count += 1
        return self.answer if self._count % max(self.every_nth, 1) == 0 else None
