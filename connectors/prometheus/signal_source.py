"""The source of all signals of one Prometheus connection."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.signal_round import Round, run_round
from connectors.prometheus.sparkline import Sparkline
from connectors.prometheus.status_line import TOPIC, StatusLine
from console.domain.event import Event, SignalsObserved
from console.kernel.backoff import Backoff
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

_log = logging.getLogger(__name__)

Version = Callable[[], Awaitable[str]]
Sleep = Callable[[float], Awaitable[None]]


class SignalSource:
    """Implements ``console.ports.source.Source``: a round every ``poll_s`` seconds, never two at a time."""

    topic = TOPIC

    def __init__(
        self,
        connection: str,
        plan: SignalPlan,
        reader: "Callable[[], PrometheusReader]",
        version: Version,
        clock: Clock,
        poll_s: float,
        sleep: Sleep = asyncio.sleep,
        *,
        line: StatusLine | None = None,
    ) -> None:
        self.connection = connection
        self._plan = plan
        self._reader = reader
        self._version = version
        self._clock = clock
        self._poll_s = poll_s
        self._sleep = sleep
        self._line = line or StatusLine(connection, clock)

    async def observe(self) -> AsyncIterator[Event]:
        """Yield readings and points for as long as somebody looks; failures become ``ConnectionChanged``, once each."""
        line = self._line
        sparkline = Sparkline(self._plan)
        backoff = Backoff(first_s=min(1.0, self._poll_s), most_s=max(30.0, self._poll_s))
        try:
            began = line.began(self.topic)
            if began is not None:
                yield began
            while True:
                began_s = self._clock.monotonic()
                try:
                    async for event in self._refresh(line, sparkline):
                        yield event
                except ConnectorError as fault:
                    changed = line.failed(self.topic, fault)
                    if changed is not None:
                        _log.warning("signals of %s: %s", self.connection, fault)
                        yield changed
                    await self._sleep(max(backoff.next_s(), fault.retry_after_s or 0.0))
                    continue
                backoff.reset()
                await self._sleep(max(0.0, self._poll_s - (self._clock.monotonic() - began_s)))
        finally:
            line.left(self.topic)

    async def _refresh(self, line: StatusLine, sparkline: Sparkline) -> AsyncIterator[Event]:
        """Run one round and yield what it brought, the readings before the history of the lead signals."""
        found: Round = await run_round(self._reader(), self._plan)
        detail = line.version or await self._version()
        changed = line.round_ended(detail, found)
        if changed is not None:
            _log.info("signals of %s: %s", self.connection, changed.status.error or "live")
            yield changed
        yield SignalsObserved(self.connection, found.readings, self._clock.now().timestamp())
        async for filled in sparkline.fill(self._reader(), found.at_s):
            yield filled
        for event in sparkline.append(found.readings, found.at_s):
            yield event
