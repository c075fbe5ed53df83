"""The case of a diagnosis: what the state holds of cells, routers and edges, put together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from console.domain.diagnosis.case import Case, CellCase, EdgeCase, RouterCase
from console.domain.diagnosis.proof import QueryProof
from console.domain.edge.cache_keys import CacheKeys
from console.domain.edge.zone import Zone
from console.domain.health import Health
from console.domain.layer_health import workload_health
from console.domain.signal_key import SignalKey
from console.domain.workload import Workload
from console.estate.schema.router import GatewayRouter, IstioRouter
from console.presenters.autoscaler_rows import autoscalers_of
from console.presenters.cell_workloads import jobs_of, workloads_of
from console.presenters.node_count import node_counts
from console.presenters.reading_index import ReadingIndex
from console.presenters.router_share import route_of, router_shares, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.route import RouteRule
    from console.domain.signal import Reading
    from console.estate.schema.cell import Cell
    from console.estate.schema.service_connection import CloudflareAccount
    from console.store.state import State

TOPICS = ("autoscalers", "workloads", "jobs", "routes", "nodes", "signals", "zones", "edge-cache-keys")
"""What a diagnosis looks at."""
_FIGURE_SERVERS = ("metrics-server", "prometheus-adapter")
_PREFIXED = tuple(f"-{name}" for name in _FIGURE_SERVERS)
_SIGNALS = frozenset(
    {
        *("queue_length", "queue_floor", "keda_ceiling", "router_rps", "router_error_ratio"),
        *("cta_clicks", "cta_opens", "cta_click_usual"),
    }
)
_PEAK, _USUAL = "edge_cache_hit_peak", "edge_cache_hit_usual"


def diagnosis_case(state: State, now_s: float) -> Case:
    """Return what is known; empty while no estate is open."""
    if state.estate is None:
        return Case((), now_s=now_s)
    clusters = dict.fromkeys(cell.cluster for cell in state.estate.cells)
    readings = _by_cell(state)
    cells = state.estate.cells
    return Case(
        cells=tuple(_cell(state, one, readings.get((one.prometheus or "", one.key), {})) for one in cells),
        routers=tuple(_routers(state)),
        edges=tuple(_edge(state, one) for one in state.estate.cloudflare),
        systems={key: _figure_servers(state, key) for key in clusters},
        now_s=now_s,
    )


def _by_cell(state: State) -> Mapping[tuple[str, str], Mapping[SignalKey, Reading]]:
    """Return what a diagnosis looks at, by metric server and cell, in one pass: there are thousands of readings."""
    found: defaultdict[tuple[str, str], dict[SignalKey, Reading]] = defaultdict(dict)
    for connection, known in state.readings.items():
        for key, reading in known.values.items():
            if key.signal in _SIGNALS:
                found[connection, key.cell][key] = reading
    return found


def _cell(state: State, cell: Cell, readings: Mapping[SignalKey, Reading]) -> CellCase:
    workloads = workloads_of(state, cell)
    return CellCase(
        cell=cell.key,
        cluster=cell.cluster,
        autoscalers=autoscalers_of(state, cell),
        workloads=workloads,
        jobs=jobs_of(state, cell),
        metrics=cell.prometheus or "",
        readings=readings,
        serving=_serving(state, cell, workloads),
    )


def _serving(state: State, cell: Cell, workloads: tuple[Workload, ...]) -> Health:
    """Return whether the cell can take requests: none of its nodes or all pods of a part gone is critical."""
    count = node_counts(state, cell.cluster).get(cell.region) if cell.region else None
    if count is not None and len(count.down) == count.total > 0:
        return Health.CRITICAL
    return Health.worst(*(workload_health(one) for one in workloads)) if workloads else Health.UNKNOWN


def _figure_servers(state: State, cluster: str) -> tuple[Workload, ...]:
    """Return what serves CPU and memory figures to autoscalers, by the names under which it is installed.

    Distributions put their version behind the name, or (as charts do) their own name before it.
    """
    found = ((one, one.ref.name) for one in state.rows(cluster, "workloads", Workload))
    return tuple(one for one, name in found if name.startswith(_FIGURE_SERVERS) or name.endswith(_PREFIXED))


def _routers(state: State) -> Iterator[RouterCase]:
    index = ReadingIndex(state)
    for router in state.estate.routers if state.estate is not None else ():
        if isinstance(router, IstioRouter | GatewayRouter) and (route := route_of(state, router)) is not None:
            rule = rule_of(route, router)
            names = tuple(_names(rule, router)) if rule is not None else ()
            yield RouterCase(router.title or router.key, route, rule, names, router_shares(state, index, router))


def _names(rule: RouteRule, router: IstioRouter | GatewayRouter) -> Iterator[tuple[str, str]]:
    """Yield (cell, destination as operations name it); an empty cell for a destination that is none."""
    cells = {(one.destination, one.subset): one.cell for one in router.destinations}
    for one in rule.destinations:
        name = f"{one.host}/{one.subset}" if one.subset else one.host
        yield cells.get((one.host, one.subset), ""), name


def _edge(state: State, account: CloudflareAccount) -> EdgeCase:
    keys = next(iter(state.rows(account.key, "edge-cache-keys", CacheKeys)), None)
    zones = account.zones or tuple(one.ref.name for one in state.rows(account.key, "zones", Zone))
    return EdgeCase(account.key, zones, keys, tuple(_hits(state, zones)))


def _hits(state: State, zones: tuple[str, ...]) -> Iterator[tuple[QueryProof, QueryProof]]:
    """Yield the hit ratios of the account's zones from whichever metric server has them."""
    for connection, known in state.readings.items():
        for zone in zones:
            peak, usual = (_reading(connection, known.values, key, zone) for key in (_PEAK, _USUAL))
            if peak is not None and usual is not None:
                yield peak, usual


def _reading(connection: str, values: Mapping[SignalKey, Reading], signal: str, zone: str) -> QueryProof | None:
    key = SignalKey(signal, target=zone)
    found = values.get(key)
    return None if found is None else QueryProof(connection, key, found)
