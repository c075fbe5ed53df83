"""The queries of one objective, each with one number as its answer."""

import asyncio
from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING

from connectors.prometheus.query_fault import is_of_one_query
from console.kernel.errors import ConnectorError

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader


class ObjectiveQueries:
    """Asks for numbers; a query that the server refuses has none, and ``faults`` keeps why, by query.

    ``answered`` tells whether the server answered any of them.
    """

    def __init__(self, reader: "Callable[[], PrometheusReader]", gate: asyncio.Semaphore) -> None:
        self._reader = reader
        self._gate = gate
        self.answered = False
        self.faults: dict[str, ConnectorError] = {}

    async def number(self, query: str) -> float | None:
        """Return the one value of a query; ``None`` when it has none, is not a number (no events), or is empty."""
        if not query:
            return None
        try:
            async with self._gate:
                samples = await self._reader().query(query)
        except ConnectorError as fault:
            if not is_of_one_query(fault):
                raise
            self.faults[query] = fault
            return None
        self.answered = True
        values = [one.value for one in samples if not isnan(one.value)]
        return values[0] if len(values) == 1 else None
