"""Reading what was used on each of the last days."""

import logging
from bisect import bisect_left
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from itertools import islice

from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.store_reader import StoreReader
from connectors.cloudflare.usage_product import KV_STORAGE, PRODUCTS, UsageProduct
from connectors.cloudflare.usage_query import alias_of, daily_query, dated_days_query, dated_query
from connectors.cloudflare.wire import UsageRow
from console.domain.edge.edge_usage import EdgeUsage
from console.domain.resource import ResourceRef
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind

DAYS = 31
"""As long as the provider keeps the figures of all products."""
_OPEN_DAYS = 2
"""The last day that was read and the one before it are read anew; figures of older days no longer change."""
_PARTS = DAYS
"""Of one query; an account with more namespaces needs several."""
_MOST_NAMESPACES = 10 * _PARTS
"""Of an account with more of them nobody knows what all its keys take."""
_OF_ALL = frozenset({ErrorKind.AUTH, ErrorKind.THROTTLED, ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT})
"""Faults that the next dataset would meet, too."""
_log = logging.getLogger(__name__)

Amounts = dict[tuple[str, str], dict[str, float]]
"""(day, resource) to measure to number."""


class UsageReader:
    """Asks each dataset for the days that it does not know yet; one that cannot be read leaves the others alone."""

    def __init__(self, api: CloudflareApi, connection: str, stores: StoreReader, clock: Clock) -> None:
        self._api = api
        self._connection = connection
        self._stores = stores
        self._clock = clock
        self._namespaces: tuple[str, ...] = ()
        self._known: dict[str, Amounts] = {}
        self._last_day: dict[str, str] = {}

    async def read(self) -> tuple[EdgeUsage, ...]:
        """Return the rows of all products that could be read; raise ``ConnectorError`` when none could."""
        names = await self._names()
        days = self._days()
        fault: ConnectorError | None = None
        for product in PRODUCTS:
            try:
                await self._follow(product, days)
            except ConnectorError as error:
                if error.kind in _OF_ALL:
                    raise
                _log.warning("usage of %s: %s", product.key, error)
                fault = error
        if fault is not None and not self._known:
            raise fault
        return tuple(self._rows(names))

    async def _names(self) -> dict[str, str]:
        """Return the names of namespaces and databases by their ids, and remember which are namespaces."""
        namespaces = await self._stores.namespaces()
        self._namespaces = tuple(one.id for one in namespaces) if len(namespaces) <= _MOST_NAMESPACES else ()
        return {one.id: one.title for one in namespaces} | {
            one.uuid: one.name for one in await self._stores.databases()
        }

    def _days(self) -> list[str]:
        today = self._clock.now().astimezone(UTC)
        return [f"{today - timedelta(days=back):%Y-%m-%d}" for back in range(DAYS - 1, -1, -1)]

    async def _follow(self, product: UsageProduct, days: Sequence[str]) -> None:
        try:
            await self._refresh(product, days)
        except ConnectorError as error:
            if error.kind in _OF_ALL or not product.plain:
                raise
            await self._refresh(replace(product, fields=product.plain), days)

    async def _refresh(self, product: UsageProduct, days: Sequence[str]) -> None:
        known = self._known.get(product.key)
        asked = self._asked(product, days)
        fresh: Amounts = defaultdict(lambda: defaultdict(float))
        async for day, resource, row in self._answers(product, asked):
            if day not in asked:
                continue  # a row without its day, or of one that nobody asked about, says nothing
            for measure, number in product.measures(row).items():
                fresh[day, resource][measure] += number
        kept = {key: value for key, value in (known or {}).items() if days[0] <= key[0] < asked[0]}
        self._known[product.key] = {**kept, **fresh}
        self._last_day[product.key] = days[-1]

    def _asked(self, product: UsageProduct, days: Sequence[str]) -> Sequence[str]:
        """Return the days that were open when the product was last read, and all since: the computer may have slept."""
        last = self._last_day.get(product.key)
        if last is None:
            return days
        open_from = min(bisect_left(days, last), len(days) - 1) - _OPEN_DAYS + 1
        return days[max(0, open_from) :]

    async def _answers(self, product: UsageProduct, days: Sequence[str]) -> AsyncIterator[tuple[str, str, UsageRow]]:
        """Yield day, resource and row of one dataset."""
        parts = iter(self._aliases(product, days).items())
        while aliases := dict(islice(parts, _PARTS)):
            found = await self._api.query(self._query(product, days, aliases), {"account": self._api.account})
            for alias, (day, resource) in aliases.items():
                for row in found.get(alias, ()):
                    of = row.dimensions
                    told = (of.get("date") or "") if product.dated else day
                    yield told, resource or of.get(product.resource) or "", row

    def _aliases(self, product: UsageProduct, days: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the parts of the query with the day and the resource that they are about; empty: their rows tell."""
        if not product.dated or product.resource:
            return {alias_of(day): (day, "") for day in days}
        if product.key != KV_STORAGE:
            return {"all": ("", "")}
        return {f"n{place}": ("", one) for place, one in enumerate(self._namespaces)}

    def _query(self, product: UsageProduct, days: Sequence[str], aliases: Mapping[str, tuple[str, str]]) -> str:
        if not product.dated:
            return daily_query(product.dataset, product.fields, days)
        if product.resource:
            return dated_days_query(product.dataset, product.fields, days)
        parts = {alias: f', namespaceId: "{of}"' if of else "" for alias, (_day, of) in aliases.items()}
        return dated_query(product.dataset, product.fields, days, parts)

    def _rows(self, names: Mapping[str, str]) -> Iterator[EdgeUsage]:
        for product, amounts in self._known.items():
            for (day, one), measures in sorted(amounts.items()):
                resource = names.get(one, one)
                yield EdgeUsage(
                    ref=ResourceRef(self._connection, "EdgeUsage", product, f"{day}/{resource}" if resource else day),
                    product=product,
                    day=day,
                    resource=resource,
                    amounts=tuple(sorted(measures.items())),
                )
