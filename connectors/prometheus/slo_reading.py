"""Reading how the objectives of the estate are doing: their own queries, over their period and their alert windows."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from connectors.prometheus.objective_queries import ObjectiveQueries
from connectors.registry import BuildContext
from console.domain.resource import ResourceRef
from console.domain.slo.burn_policy import usual_policy
from console.domain.slo.duration import duration_text
from console.domain.slo.indicator import WINDOW, EventIndicator, counts_events, filled
from console.domain.slo.kept_query import kept_events, kept_ratio, touched
from console.domain.slo.maintenance import Maintenance, within
from console.domain.slo.slo import Slo
from console.domain.slo.slo_status import SloStatus
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

_AT_ONCE = 4
_KNOWN_POINTS = 720  # of a period: one an hour in a month
_SHORTEST_S = 300


class _Asked(NamedTuple):
    """An objective with the span to ask for, up to ``now_s`` (unix seconds), and the maintenance in it."""

    slo: Slo
    now_s: float
    span_s: int
    elapsed_s: int | None
    planned: tuple[Maintenance, ...]


class SloReading:
    """Asks for every objective that this server answers for, a few queries at a time.

    The documents are read anew each time, so that an objective that was corrected counts at once. A query that the
    server refuses is told with its objective and leaves the others alone.
    """

    def __init__(self, connection: str, context: BuildContext, reader: "Callable[[], PrometheusReader]") -> None:
        self._connection = connection
        self._context = context
        self._reader = reader

    async def read(self) -> tuple[SloStatus, ...]:
        """Return the state of every objective; raise ``ConnectorError`` when documents or server cannot be read.

        It is the server that fails when it refuses everything.
        """
        try:
            found = await self._context.runtime.in_thread(self._load)
        except UserError as error:
            raise ConnectorError(ErrorKind.PROTOCOL, error.message, error.hint) from None
        if not found:  # an answer says that the server answers
            await self._reader().query("vector(1)")
        gate = asyncio.Semaphore(_AT_ONCE)
        every = [(asked, ObjectiveQueries(self._reader, gate)) for asked in found]
        statuses = await gathered(*(self._status(asked, queries) for asked, queries in every))
        faults = [fault for _, queries in every for fault in queries.faults.values()]
        if faults and not any(queries.answered for _, queries in every):
            raise faults[0]
        return tuple(statuses)

    def _load(self) -> tuple[_Asked, ...]:
        from console.estate.slo.estate_slos import estate_slos, slos_of_server  # noqa: PLC0415 - when first asked
        from console.estate.slo.slo_maintenance import slo_maintenance  # noqa: PLC0415

        estate, now_s = self._context.estate, float(int(self._context.clock.now().timestamp()))
        slos = slos_of_server(estate_slos(estate, self._context.folder), estate, self._connection)

        def asked(slo: Slo) -> _Asked:
            elapsed_s = _elapsed_s(slo, now_s)
            span_s = slo.period_s if elapsed_s is None else elapsed_s
            longest_s = max(span_s, *usual_policy(slo.period_s).window_lengths())
            return _Asked(slo, now_s, span_s, elapsed_s, slo_maintenance(slo, estate, now_s - longest_s, now_s))

        return tuple(asked(slo) for slo in slos)

    async def _status(self, asked: _Asked, queries: ObjectiveQueries) -> SloStatus:
        slo = asked.slo
        windows = usual_policy(slo.period_s).window_lengths()
        period, *recent = (
            kept_ratio(slo.indicator, length_s, asked.now_s, asked.planned) for length_s in (asked.span_s, *windows)
        )
        ratio, known_s, events, *burns = await gathered(
            queries.number(period),
            self._known(asked, queries),
            self._events(asked, queries),
            *(queries.number(query) for query in recent),
        )
        return SloStatus(
            ref=ResourceRef(self._connection, "SLO", slo.service, slo.name),
            title=slo.title or slo.description or slo.name,
            percent=slo.percent,
            period_s=slo.period_s,
            error_ratio=ratio,
            burns=tuple(zip(windows, burns, strict=True)),
            events=events,
            query=" ".join(period.split()),
            labels=tuple(sorted(slo.labels.items())),
            known_s=known_s,
            ratio_query=slo.indicator.told_ratio(WINDOW),
            total_query=slo.indicator.total if isinstance(slo.indicator, EventIndicator) else "",
            bad_query=slo.indicator.bad if isinstance(slo.indicator, EventIndicator) else "",
            elapsed_s=asked.elapsed_s,
            planned=within(asked.planned, asked.now_s - asked.span_s, asked.now_s),
            error=next((fault.message for fault in queries.faults.values()), ""),
        )

    async def _known(self, asked: _Asked, queries: ObjectiveQueries) -> float | None:
        """Return the counted seconds of a span for which there is data, in even steps; ``None`` when it was refused."""
        indicator = asked.slo.indicator
        what = indicator.total if isinstance(indicator, EventIndicator) else indicator.error_ratio(WINDOW)
        step_s = max(_SHORTEST_S, asked.span_s // _KNOWN_POINTS)
        # Two steps: samples of old data may be as far apart as one.
        window, period, step = (duration_text(one) for one in (2 * step_s, asked.span_s, step_s))
        mask = f" unless on() ({touched(asked.planned, 0)})" if asked.planned else ""
        query = f"count_over_time((({filled(what, window)}){mask})[{period}:{step}])"
        count = await queries.number(query)
        return None if query in queries.faults else min(float(asked.span_s), (count or 0.0) * step_s)

    async def _events(self, asked: _Asked, queries: ObjectiveQueries) -> float | None:
        """Return how many events the period had, where the indicator counts them."""
        indicator = asked.slo.indicator
        if not isinstance(indicator, EventIndicator) or not counts_events(indicator.total):
            return None
        return await queries.number(kept_events(indicator.total, asked.span_s, asked.now_s, asked.planned))


def _elapsed_s(slo: Slo, now_s: float) -> int | None:
    """Return how much of a calendar's window is over; it is asked for like any other window."""
    if slo.calendar is None:
        return None
    return max(_SHORTEST_S, int(now_s - slo.calendar.began_s(now_s)))
