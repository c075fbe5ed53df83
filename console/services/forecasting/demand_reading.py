"""Asking a metric server for the past of the demand of its cells, hour by hour."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.demand_query import DEMAND_QUERIES, DemandQuery
from console.domain.forecast.demand_series import HOUR_S
from console.domain.layer import Layer
from console.domain.promql import QueryLabels, any_of, fill
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.measure import Measure
    from console.estate.schema.cell import Cell
    from console.estate.schema.connection import Prometheus
    from console.ports.metric import MetricReader
    from console.services.forecasting.hour_grid import HourGrid

_AT_ONCE = 2


class ToldDemand(NamedTuple):
    """Hours of one demand and the query that told them; not-a-number is a gap."""

    values: NDArray[np.float64]
    query: str


async def read_demand(
    reader: MetricReader, server: Prometheus, cells: Sequence[Cell], measures: Sequence[Measure], grid: HourGrid
) -> Mapping[DemandKey, ToldDemand]:
    """Return what a server tells of its cells; raise ``ConnectorError``. A demand without a single point is left out.

    Of requests those of the services that users reach first count, where the estate names such services of a cell,
    else those of its busiest one: so is what a cell can carry reckoned.
    """
    wanted = [one for one in DEMAND_QUERIES if one.measure in measures]
    gate = asyncio.Semaphore(_AT_ONCE)

    async def ask(query: DemandQuery, some: Sequence[Cell]) -> Mapping[DemandKey, ToldDemand]:
        async with gate:
            return await _asked(reader, server, some, query, grid)

    told = await gathered(*(ask(query, some) for query in wanted for some in _alike(cells, query)))
    return {key: one for answer in told for key, one in answer.items()}


def _alike(cells: Sequence[Cell], query: DemandQuery) -> list[list[Cell]]:
    """Return the cells that one question does for: those that name doors apart from those that do not."""
    if not query.doorless:
        return [list(cells)] if cells else []
    groups: dict[bool, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(bool(doors(cell)), []).append(cell)
    return list(groups.values())


def doors(cell: Cell) -> frozenset[str]:
    """Return the services of a cell that users reach first."""
    return frozenset(one.name for one in cell.services if one.layer is Layer.PRESENTATION)


async def _asked(
    reader: MetricReader, server: Prometheus, cells: Sequence[Cell], query: DemandQuery, grid: HourGrid
) -> Mapping[DemandKey, ToldDemand]:
    labels = QueryLabels(server.labels.cell, server.labels.service, server.labels.segment)
    by_name = {one.selectors.metrics_cell or one.key: one for one in cells}
    names = sorted({name for cell in cells for name in doors(cell)})
    promql = _filled(server, query, labels, tuple(by_name), names)
    found: dict[DemandKey, NDArray[np.float64]] = {}
    for start_s, end_s in grid.parts():
        answer = await reader.query_range(promql, start_s, end_s, float(HOUR_S))
        if not answer.series:
            break  # the server's memory ends here
        for series in answer.series:
            cell = by_name.get(series.labels.get(labels.cell, ""))
            segment = series.labels.get(labels.segment, "") if query.by_segment else ""
            if cell is None or (query.by_segment and not segment):
                continue
            hours, inside = grid.placed(series.times)
            values = found.setdefault(DemandKey(query.measure, cell.key, segment), grid.nothing())
            values[hours[inside]] = np.where(np.isfinite(series.values[inside]), series.values[inside], np.nan)
    return {key: ToldDemand(values, promql) for key, values in found.items() if np.isfinite(values).any()}


def _filled(
    server: Prometheus, query: DemandQuery, labels: QueryLabels, cells: Sequence[str], names: Sequence[str]
) -> str:
    usual = query.query.replace("#", f',{labels.service}=~"{any_of(names)}"') if names else query.doorless
    return fill(server.queries.get(query.own) or usual or query.query, labels, cells)
