"""Reading what an incident cost of the error budgets from the metric servers."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from console.domain.incident.slo_impact import SloImpact, slo_impact
from console.domain.slo.duration import duration_text
from console.domain.slo.indicator import filled, is_per_second
from console.domain.slo.named_places import named_places
from console.domain.slo.slo_status import SloStatus
from console.kernel.errors import ConsoleError
from console.kernel.gathered import gathered
from console.ports.metric import MetricReader
from console.presenters.incident_place import incident_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.incident.incident import Incident
    from console.store.state import State

_SHORTEST_S, _MOST = 60, 40


async def read_impact(
    state: State, incident: Incident, now_s: float, reader: Callable[[str, type[MetricReader]], MetricReader | None]
) -> tuple[SloImpact, ...]:
    """Return the impact on the objectives of the incident's cell, the worst first; what nobody tells stays unknown."""
    end_s = incident.resolved_s if incident.resolved_s is not None else now_s
    found = [(key, row) for key in state.connections for row in state.rows(key, "slos", SloStatus)]
    mine = [(reader(key, MetricReader), row) for key, row in found if _is_here(row, incident, state)][:_MOST]
    begin_s = min((one.starts[0] for one in incident.alerts if one.starts), default=incident.opened_s)
    several = await gathered(*(_one(client, row, begin_s, end_s) for client, row in mine))
    return tuple(sorted(several, key=lambda one: -(one.burnt or 0.0)))


def _is_here(status: SloStatus, incident: Incident, state: State) -> bool:
    cell = incident_cell(state.estate, incident) if state.estate is not None else None
    told = named_places(dict(status.labels).get("cell", ""))
    return cell is None or not told or not {cell.key, cell.selectors.metrics_cell}.isdisjoint(told)


async def _one(client: MetricReader | None, status: SloStatus, begin_s: float, end_s: float) -> SloImpact:
    lasted_s = max(_SHORTEST_S, round(end_s - begin_s))
    window = duration_text(lasted_s)
    query = filled(status.ratio_query, window)
    ratio = await _number(client, query, end_s)
    bad = await _number(client, filled(status.bad_query, window), end_s) if status.bad_query else None
    if bad is not None and is_per_second(status.bad_query):
        bad *= lasted_s
    return slo_impact(status, lasted_s, ratio, bad, query)


async def _number(client: MetricReader | None, query: str, at_s: float) -> float | None:
    if client is None or not query:
        return None
    try:
        samples = await client.query(query, at_s)
    except ConsoleError:
        return None
    return samples[0].value if samples and isfinite(samples[0].value) else None
