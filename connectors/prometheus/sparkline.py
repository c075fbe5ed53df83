"""Points over time of the lead signals: the last hour once, then one point a round."""

import math
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

from connectors.prometheus.signal_plan import PlannedSignal, SignalPlan
from console.domain.event import SeriesObserved
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.kernel.errors import ConnectorError, ErrorKind

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

HISTORY_S = 3600.0
STEP_S = 60.0
_QUERY_S = 20.0
_MOST_TRIES = 3


class Sparkline:
    """Remembers per signal and per series up to when points were handed out, so that no point comes twice."""

    def __init__(self, plan: SignalPlan) -> None:
        self._plan = plan
        self._leads = tuple(planned for planned in plan.signals if planned.signal.lead)
        self._keys = frozenset(planned.signal.key for planned in self._leads)
        self._filled: dict[str, float] = {}
        self._tries: dict[str, int] = {}
        self._last: dict[SignalKey, float] = {}

    async def fill(self, reader: "PrometheusReader", now_s: float) -> AsyncIterator[SeriesObserved]:
        """Yield the last hour of every lead signal that has a gap of more than three steps before ``now_s``.

        A signal whose range query fails is left for the next round, three times at most; a server that is away ends
        the filling with its ``ConnectorError``.
        """
        for planned in self._leads:
            signal = planned.signal.key
            if now_s - self._filled.get(signal, -math.inf) <= 3 * STEP_S or self._tries.get(signal, 0) >= _MOST_TRIES:
                continue
            try:
                found = await self._history(reader, planned, now_s)
            except ConnectorError as fault:
                if fault.kind in (ErrorKind.UNREACHABLE, ErrorKind.AUTH, ErrorKind.THROTTLED):
                    raise
                self._tries[signal] = self._tries.get(signal, 0) + 1
                continue
            self._tries.pop(signal, None)
            self._filled[signal] = now_s
            for event in found:
                yield event

    async def _history(self, reader: "PrometheusReader", planned: PlannedSignal, now_s: float) -> list[SeriesObserved]:
        end_s = math.floor(now_s / STEP_S) * STEP_S
        start_s = max(end_s - HISTORY_S, self._filled.get(planned.signal.key, -math.inf))
        if start_s > end_s:
            return []
        answer = await reader.query_range(planned.query, start_s, end_s, STEP_S, timeout_s=_QUERY_S)
        events = []
        for series in answer.series:
            key = self._plan.key_of(planned.signal, series.labels)
            if key is not None:
                pairs = zip(series.times.tolist(), series.values.tolist(), strict=True)
                events += self._event(key, [(at_s, value) for at_s, value in pairs if math.isfinite(value)])
        return events

    def append(self, readings: Mapping[SignalKey, Reading], now_s: float) -> list[SeriesObserved]:
        """Return one point for every reading of a lead signal that is newer than what was handed out."""
        events = []
        for key, reading in readings.items():
            if key.signal in self._keys and math.isfinite(reading.value):
                events += self._event(key, [(reading.at_s, reading.value)])
        for signal in self._filled:
            self._filled[signal] = now_s
        return events

    def _event(self, key: SignalKey, points: list[tuple[float, float]]) -> list[SeriesObserved]:
        last_s = self._last.get(key, -math.inf)
        newer = [point for point in points if point[0] > last_s]
        if not newer:
            return []
        self._last[key] = newer[-1][0]
        times, values = zip(*newer, strict=True)
        return [SeriesObserved(key, times, values)]
