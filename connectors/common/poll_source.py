"""A source that reads one topic of a connection again and again while somebody looks."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from connectors.common.connection_health import ConnectionHealth
from console.domain.event import ConnectionChanged, Event, ObjectRow, ObjectsListed
from console.kernel.backoff import Backoff
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError

_log = logging.getLogger(__name__)

Read = Callable[[], Awaitable[Sequence[ObjectRow]]]
Sleep = Callable[[float], Awaitable[None]]


class PollSource:
    """Implements ``console.ports.source.Source``: a whole list every ``poll_s`` seconds, never two at a time.

    After a failure it waits longer each time, and at least as long as the server asked for.
    """

    def __init__(
        self,
        connection: str,
        topic: str,
        read: Read,
        *,
        health: ConnectionHealth,
        clock: Clock,
        poll_s: float,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.connection = connection
        self.topic = topic
        self._read = read
        self._health = health
        self._clock = clock
        self._poll_s = poll_s
        self._sleep = sleep

    async def observe(self) -> AsyncIterator[Event]:
        """Yield a snapshot per round and the connection's state when it changes, until cancelled."""
        backoff = Backoff(first_s=min(1.0, self._poll_s), most_s=max(30.0, self._poll_s))
        try:
            began = self._health.began(self.topic)
            if began is not None:
                yield began
            while True:
                began_s = self._clock.monotonic()
                try:
                    rows = tuple(await self._read())
                except ConnectorError as fault:
                    news = self._health.failed(self.topic, fault)
                    if news is not None:
                        _log.log(_level_of(news), "%s of %s: %s", self.topic, self.connection, fault)
                        yield news
                    await self._sleep(max(backoff.next_s(), fault.retry_after_s or 0.0))
                    continue
                backoff.reset()
                news = self._health.answered(self.topic)
                if news is not None:
                    yield news
                yield ObjectsListed(self.connection, self.topic, rows, self._clock.now().timestamp())
                await self._sleep(max(0.0, self._poll_s - (self._clock.monotonic() - began_s)))
        finally:
            self._health.left(self.topic)


def _level_of(news: ConnectionChanged) -> int:
    """Return how loud a failure is logged: the first topic's is a warning, the others' mostly say the same again."""
    return logging.WARNING if len(news.status.unread) == 1 else logging.INFO
