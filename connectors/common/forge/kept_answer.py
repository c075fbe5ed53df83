"""Answers that seldom change, so that asking for them again and again is not worth its requests."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from console.kernel.clock import Clock

Answer = TypeVar("Answer")
_MOST = 1000


class KeptAnswers(Generic[Answer]):
    """Keeps an answer of each key for ``hold_s`` seconds; faults are not kept."""

    def __init__(self, clock: Clock, hold_s: float) -> None:
        self._clock = clock
        self._hold_s = hold_s
        self._kept: dict[str, tuple[float, Answer]] = {}

    async def of(self, key: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return the kept answer, or what ``ask`` finds."""
        now_s = self._clock.monotonic()
        until_s, kept = self._kept.get(key, (now_s, None))
        if kept is not None and until_s > now_s:
            return kept
        found = await ask()
        while len(self._kept) >= _MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (now_s + self._hold_s, found)
        return found
