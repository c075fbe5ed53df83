"""How the indicators of the cells went: asked of the metric servers, else from the local history."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

from console.domain.report.report_span import SpanKind
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.domain.signal_course import SignalCourse
from console.domain.signal_key import SignalKey
from console.kernel.errors import ConnectorError, ConsoleError
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.ports.metric import MetricReader
from console.presenters.cell_course import ALSO, INDICATORS
from console.presenters.signal_history import belongs_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.report.report_span import ReportSpan
    from console.estate.schema.connection import Prometheus
    from console.services.session import Session
    from console.store.state import State

_STEPS_S = {SpanKind.MONTH: 1800.0, SpanKind.WEEK: 600.0}
_AT_ONCE = 2
WANTED = (*INDICATORS, ALSO)


async def read_courses(
    session: Session, state: State, span: ReportSpan, until_s: float, *, is_offline: bool
) -> tuple[tuple[SignalCourse, ...], tuple[str, ...]]:
    """Return the courses over a period and the one before it, and sentences about what could not be asked."""
    begin_s, step_s = span.before().begin_s, _STEPS_S[span.kind]
    found: list[SignalCourse] = []
    notes: list[str] = []
    for server in state.estate.prometheus if state.estate is not None and not is_offline else ():
        reader = session.offered(server.key, MetricReader)
        if reader is None:
            continue
        asked = await _asked(reader, server, state, (begin_s, until_s, step_s))
        found += [one for part in asked if not isinstance(part, ConnectorError) for one in part]
        faults = dict.fromkeys(str(one) for one in asked if isinstance(one, ConnectorError))
        notes += [t("{connection}: {error}", connection=server.key, error=one) for one in faults]
    told = {(one.key.cell, one.key.signal) for one in found}
    kept = await session.runtime.in_thread(_remembered, session, state, begin_s, until_s)
    return (*found, *(one for one in kept if (one.key.cell, one.key.signal) not in told)), tuple(notes)


async def _asked(
    reader: MetricReader, server: Prometheus, state: State, span: tuple[float, float, float]
) -> tuple[list[SignalCourse] | ConnectorError, ...]:
    """Return the courses of each signal, or why they could not be asked for."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def ask(signal: str, query: str) -> list[SignalCourse] | ConnectorError:
        async with gate:
            try:
                answer = await reader.query_range(query, *span)
            except ConnectorError as error:
                return error
        return [
            SignalCourse(key, tuple(one.times.tolist()), tuple(one.values.tolist()), span[2], query, server.key)
            for one in answer.series
            for key in _keys(state, server, signal, one.labels)
        ]

    queries = _queries(state, server.key)
    return await gathered(*(ask(signal, _widened(query, span[2])) for signal, query in queries.items()))


def _widened(query: str, step_s: float) -> str:
    """Return a query whose short windows are as long as a step: a rate over 5 minutes tells nothing of the other 25."""
    return query.replace("[5m]", f"[{round(step_s / 60)}m]")


def _queries(state: State, connection: str) -> dict[str, str]:
    """Return what the readings of a server were asked with, by signal."""
    readings = state.readings.get(connection)
    values = readings.values.items() if readings is not None else ()
    return {key.signal: reading.query for key, reading in values if key.signal in WANTED and reading.query}


def _keys(state: State, server: Prometheus, signal: str, labels: Mapping[str, str]) -> Iterator[SignalKey]:
    names, by = server.labels, SIGNALS_BY_KEY[signal].by
    for cell in state.estate.cells if state.estate is not None else ():
        if cell.prometheus == server.key and names.cell in labels and belongs_to(labels, names.cell, cell):
            service = labels.get(names.service, "") if "service" in by else ""
            segment = labels.get(names.segment, "") if "segment" in by else ""
            yield SignalKey(signal, cell.key, service, segment)


def _remembered(session: Session, state: State, begin_s: float, until_s: float) -> list[SignalCourse]:
    """Return what the local history has; nothing when it cannot be used, which the session tells."""
    history = session.history
    if history is None or state.estate is None:
        return []
    found: list[SignalCourse] = []
    for readings in state.readings.values():
        for key, reading in readings.values.items():
            if key.signal not in WANTED:
                continue
            try:
                times, values = history.read(state.estate.name, key, begin_s, until_s)
            except ConsoleError:
                return found
            if times:
                step_s = min((after - at for at, after in pairwise(times)), default=0.0)
                found.append(SignalCourse(key, tuple(times), tuple(values), step_s, reading.query))
    return found
