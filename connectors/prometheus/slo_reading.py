"""Reading how the objectives of the estate are doing: their own queries, over their period and their alert windows."""

import asyncio
from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING

from connectors.registry import BuildContext
from console.domain.resource import ResourceRef
from console.domain.slo.burn_policy import usual_policy
from console.domain.slo.duration import duration_text
from console.domain.slo.indicator import WINDOW, EventIndicator, filled
from console.domain.slo.slo import Slo
from console.domain.slo.slo_status import SloStatus
from console.kernel.errors import ConnectorError, ErrorKind, UserError

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader

_AT_ONCE = 4
_KNOWN_POINTS = 720  # of a period: one an hour in a month
_SHORTEST_S = 300
_RATE, _INCREASE = "rate(", "increase("


class SloReading:
    """Asks for every objective that this server answers for, a few queries at a time.

    The documents are read anew each time, so that an objective that was corrected counts at once.
    """

    def __init__(self, connection: str, context: BuildContext, reader: "Callable[[], PrometheusReader]") -> None:
        self._connection = connection
        self._context = context
        self._reader = reader

    async def read(self) -> tuple[SloStatus, ...]:
        """Return the state of every objective; raise ``ConnectorError`` when documents or server cannot be read."""
        try:
            slos = await self._context.runtime.in_thread(self._load)
        except UserError as error:
            raise ConnectorError(ErrorKind.PROTOCOL, error.message, error.hint) from None
        if not slos:  # an answer says that the server answers
            await self._reader().query("vector(1)")
        gate = asyncio.Semaphore(_AT_ONCE)
        return tuple(await asyncio.gather(*(self._status(slo, gate) for slo in slos)))

    def _load(self) -> tuple[Slo, ...]:
        from console.estate.slo.estate_slos import estate_slos, slos_of_server  # noqa: PLC0415 - when first asked

        estate = self._context.estate
        return slos_of_server(estate_slos(estate, self._context.folder), estate, self._connection)

    async def _status(self, slo: Slo, gate: asyncio.Semaphore) -> SloStatus:
        windows = usual_policy(slo.period_s).window_lengths()
        elapsed_s = self._elapsed_s(slo)
        span_s = slo.period_s if elapsed_s is None else elapsed_s
        period = slo.indicator.error_ratio(duration_text(span_s))
        queries = [period, *(slo.indicator.error_ratio(duration_text(one)) for one in windows)]
        known = self._known(slo, span_s, gate)
        ratio, known_s, *burns = await asyncio.gather(
            self._number(queries[0], gate), known, *(self._number(query, gate) for query in queries[1:])
        )
        return SloStatus(
            ref=ResourceRef(self._connection, "SLO", slo.service, slo.name),
            title=slo.title or slo.description or slo.name,
            percent=slo.percent,
            period_s=slo.period_s,
            error_ratio=ratio,
            burns=tuple(zip(windows, burns, strict=True)),
            events=await self._events(slo, span_s, gate),
            query=" ".join(period.split()),
            labels=tuple(sorted(slo.labels.items())),
            known_s=known_s,
            ratio_query=slo.indicator.error_ratio(WINDOW),
            total_query=slo.indicator.total if isinstance(slo.indicator, EventIndicator) else "",
            elapsed_s=elapsed_s,
        )

    def _elapsed_s(self, slo: Slo) -> int | None:
        """Return how much of a calendar's window is over; it is asked for like any other window."""
        if slo.calendar is None:
            return None
        now_s = self._context.clock.now().timestamp()
        return max(_SHORTEST_S, int(now_s - slo.calendar.began_s(now_s)))

    async def _known(self, slo: Slo, span_s: int, gate: asyncio.Semaphore) -> float:
        """Return the seconds of a span for which there is data, looked at in even steps."""
        what = slo.indicator.total if isinstance(slo.indicator, EventIndicator) else slo.indicator.error_ratio(WINDOW)
        step_s = max(_SHORTEST_S, span_s // _KNOWN_POINTS)
        shortest, period, step = (duration_text(one) for one in (_SHORTEST_S, span_s, step_s))
        count = await self._number(f"count_over_time(({filled(what, shortest)})[{period}:{step}])", gate)
        return min(float(span_s), (count or 0.0) * step_s)

    async def _events(self, slo: Slo, span_s: int, gate: asyncio.Semaphore) -> float | None:
        """Return how many events the period had, where the indicator counts them."""
        if not isinstance(slo.indicator, EventIndicator):
            return None
        total = await self._number(filled(slo.indicator.total, duration_text(span_s)), gate)
        if total is None or _INCREASE in slo.indicator.total:
            return total
        return total * span_s if _RATE in slo.indicator.total else None

    async def _number(self, query: str, gate: asyncio.Semaphore) -> float | None:
        """Return the one value of a query; ``None`` when it has none or is not a number (no events)."""
        async with gate:
            samples = await self._reader().query(query)
        values = [one.value for one in samples if not isnan(one.value)]
        return values[0] if len(values) == 1 else None
