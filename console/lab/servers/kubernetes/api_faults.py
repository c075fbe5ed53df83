"""The faults that scenarios inject into the API server."""

import asyncio
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FaultAnswer:
    """What the server answers instead of working: an HTTP status and, in seconds, a `Retry-After`."""

    code: int
    retry_after_s: int | None = None


@dataclass(slots=True)
class ApiFaults:
    """Switches that scenarios turn; all off means a healthy server. Change it from the server's loop.

    `every_nth` applies `answer` to each n-th request only (1: to all), which makes a flapping server.
    `latency_s` delays every answer by that many seconds.
    """

    answer: FaultAnswer | None = None
    every_nth: int = 1
    reset_connections: bool = False
    expired_tokens: set[str] = field(default_factory=set)
    forbidden_namespaces: set[str] = field(default_factory=set)
    latency_s: float = 0.0
    _resume: asyncio.Event | None = None
    _count: int = 0

    def hang(self) -> None:
        """Let every new request wait until `resume`."""
        if self._resume is None:
            self._resume = asyncio.Event()

    def resume(self) -> None:
        """Let waiting requests go on."""
        if self._resume is not None:
            self._resume.set()
            self._resume = None

    def heal(self) -> None:
        """Turn everything off."""
        self.resume()
        self.answer = None
        self.every_nth = 1
        self.reset_connections = False
        self.latency_s = 0.0
        self.expired_tokens.clear()
        self.forbidden_namespaces.clear()

    async def delay(self) -> None:
        """Wait as long as the faults demand."""
        if self.latency_s > 0:
            await asyncio.sleep(self.latency_s)
        if self._resume is not None:
            await self._resume.wait()

    def next_answer(self) -> FaultAnswer | None:
        """The fault to answer the next request with, or None."""
        if self.answer is None:
            return None
        self._count += 1
        return self.answer if self._count % max(self.every_nth, 1) == 0 else None
