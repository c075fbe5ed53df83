"""Observing the carbon intensity of zones: past, present and future, and the past as series."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import cast

from connectors.common.connection_health import ConnectionHealth
from connectors.common.poll_source import PollSource
from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind
from console.domain.event import ConnectionChanged, Event, ObjectsListed, SeriesObserved
from console.domain.signal_key import SignalKey
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError
from console.ports.carbon import CarbonReader

TOPIC = "carbon"
SIGNAL = "carbon_intensity"
"""The key of the series; its target is the zone."""
_PAST = frozenset({IntensityKind.MEASURED, IntensityKind.ESTIMATED})


class IntensitySource:
    """Implements ``console.ports.source.Source``; a zone that cannot be read does not hide the others."""

    topic = TOPIC

    def __init__(
        self, connection: str, reader: CarbonReader, *, health: ConnectionHealth, clock: Clock, poll_s: float
    ) -> None:
        self.connection = connection
        self._reader = reader
        self._health = health
        self._news: list[ConnectionChanged] = []
        self._told_until_s: dict[str, float] = {}
        self._poll = PollSource(connection, TOPIC, self._read, health=health, clock=clock, poll_s=poll_s)

    async def observe(self) -> AsyncIterator[Event]:
        """Yield all figures per round, the points of the series that are new, and the connection's state."""
        try:
            events = cast("AsyncGenerator[Event, None]", self._poll.observe())
            async with aclosing(events):
                async for event in events:
                    yield event
                    if isinstance(event, ObjectsListed):
                        for told in self._beside(event):
                            yield told
        finally:
            for zone in self._reader.zones:
                self._health.left(_part(zone))

    async def _read(self) -> Sequence[CarbonIntensity]:
        """Return what is known of every zone; raise ``ConnectorError`` when no zone can be read."""
        rows: dict[str, CarbonIntensity] = {}
        faults: dict[str, ConnectorError] = {}
        for zone in self._reader.zones:
            try:
                rows |= {str(row.ref): row for row in await self._zone(zone)}
            except ConnectorError as fault:
                faults[zone] = fault
        if faults and len(faults) == len(self._reader.zones):
            raise next(iter(faults.values()))  # told as the failure of the whole topic
        self._health.left(TOPIC)  # this round is good: its zones tell the rest
        for zone in sorted(self._reader.zones, key=faults.__contains__):  # the good first: the connection lives
            self._note(zone, faults.get(zone))
        return tuple(rows.values())

    async def _zone(self, zone: str) -> tuple[CarbonIntensity, ...]:
        """Return a zone's figures, what is surer later, so that it replaces the rest of the same moment."""
        ahead = await self._reader.forecast(zone)
        past = await self._reader.history(zone)
        return (*ahead, *past, await self._reader.now(zone))

    def _note(self, zone: str, fault: ConnectorError | None) -> None:
        """Keep the news of a zone among others, until the round has been told."""
        part = _part(zone)
        news = self._health.answered(part) if fault is None else self._health.failed(part, fault)
        if news is not None:
            self._news.append(news)

    def _beside(self, listed: ObjectsListed) -> list[Event]:
        """Return the events that go with a round."""
        told: list[Event] = [*self._series(listed), *self._news]
        self._news.clear()
        return told

    def _series(self, listed: ObjectsListed) -> list[SeriesObserved]:
        """Return the points that no earlier round told: the history adds up what comes twice."""
        found: dict[str, list[CarbonIntensity]] = {}
        for row in listed.rows:
            if isinstance(row, CarbonIntensity) and self._is_new(row):
                found.setdefault(row.zone, []).append(row)
        told = []
        for zone, rows in found.items():
            rows.sort(key=lambda row: row.from_s)
            self._told_until_s[zone] = rows[-1].from_s
            times, values = tuple(row.from_s for row in rows), tuple(row.g_per_kwh for row in rows)
            told.append(SeriesObserved(SignalKey(SIGNAL, target=zone), times, values))
        return told

    def _is_new(self, row: CarbonIntensity) -> bool:
        return row.kind in _PAST and row.from_s > self._told_until_s.get(row.zone, 0.0)


def _part(zone: str) -> str:
    return f"{TOPIC} {zone}"
