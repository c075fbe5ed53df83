"""The topology (L1.3): router → cells → services → data stores with live traffic and health, free of any layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.layer import Layer
from console.domain.route import Route
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.estate.schema.router import GatewayRouter, IstioRouter
from console.kernel.i18n import t
from console.presenters.cell_workloads import seen_health, serving, workloads_of
from console.presenters.figure import severity
from console.presenters.format import UNKNOWN, number, percent, significant
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.estate.schema.cell import Cell
    from console.estate.schema.router import CellDestination
    from console.store.state import State

ROUTE_KINDS = {IstioRouter: "VirtualService", GatewayRouter: "HTTPRoute"}


@dataclass(frozen=True, slots=True)
class TopologyNode:
    """``kind`` is router, cell, service or store; ``cell`` is the owning cell's key (empty for routers)."""

    key: str
    kind: str
    title: str
    detail: str
    health: Health
    cell: str = ""
    layer: Layer | None = None


@dataclass(frozen=True, slots=True)
class TopologyEdge:
    """``rate`` is requests per second (``None``: not known); ``text`` says it, and for routers share against weight."""

    source: str
    target: str
    rate: float | None
    text: str
    health: Health


@dataclass(frozen=True, slots=True)
class Topology:
    """Nodes in drawing order (routers, then each cell followed by its parts) and edges between their keys."""

    nodes: tuple[TopologyNode, ...]
    edges: tuple[TopologyEdge, ...]


def topology(state: State, cell_health: dict[str, Health]) -> Topology:
    """Return the map of the open estate; ``cell_health`` is what the cell board says, so that both agree."""
    if state.estate is None:
        return Topology((), ())
    index = ReadingIndex(state)
    nodes: list[TopologyNode] = []
    edges: list[TopologyEdge] = []
    for router in state.estate.routers:
        if isinstance(router, IstioRouter | GatewayRouter):
            nodes.append(_router_node(state, index, router))
            edges.extend(_router_edges(state, index, router))
    for cell in state.estate.cells:
        detail = t("{rate} routed", rate=index.figure(cell, "router_rps").text)
        health = cell_health.get(cell.key, Health.UNKNOWN)
        nodes.append(TopologyNode(cell.key, "cell", cell.title or cell.key, detail, health, cell.key))
        nodes.extend(_parts(state, index, cell))
        edges.extend(_inside(index, cell))
    return Topology(tuple(nodes), tuple(edges))


def _router_node(state: State, index: ReadingIndex, router: IstioRouter | GatewayRouter) -> TopologyNode:
    route = _route(state, router)
    cells = [cell for one in router.destinations if (cell := _cell(state, one.cell)) is not None]
    rates = [rate for cell in cells if (rate := index.value(cell, "router_rps")) is not None]
    detail = f"{significant(sum(rates))}/s" if rates else UNKNOWN
    health = Health.OK if route is not None else Health.UNKNOWN
    return TopologyNode(router.key, "router", router.title or router.key, detail, health)


def _route(state: State, router: IstioRouter | GatewayRouter) -> Route | None:
    wanted = (ROUTE_KINDS[type(router)], router.namespace, router.name)
    found = state.rows(router.cluster, "routes", Route)
    return next((one for one in found if (one.ref.kind, one.ref.namespace, one.ref.name) == wanted), None)


def _cell(state: State, key: str) -> Cell | None:
    return state.estate.cell(key) if state.estate is not None else None


def _router_edges(state: State, index: ReadingIndex, router: IstioRouter | GatewayRouter) -> Iterator[TopologyEdge]:
    route = _route(state, router)
    weights = {one.cell: _weight(route, one) for one in router.destinations}
    rates = {
        one.cell: index.value(cell, "router_rps")
        for one in router.destinations
        if (cell := _cell(state, one.cell)) is not None
    }
    all_weights = sum(weight for weight in weights.values() if weight is not None)
    all_rates = sum(rate for rate in rates.values() if rate is not None)
    for key, rate in rates.items():
        weight = weights[key]
        planned = weight / all_weights if weight is not None and all_weights else None
        observed = rate / all_rates if rate is not None and all_rates else None
        yield TopologyEdge(router.key, key, rate, _edge_text(rate, observed, planned), _edge_health(index, state, key))


def _weight(route: Route | None, destination: CellDestination) -> int | None:
    if route is None:
        return None
    hits = [
        one.weight
        for one in route.destinations
        if one.host == destination.destination and one.subset == destination.subset
    ]
    return sum(hits) if hits else None


def _edge_text(rate: float | None, observed: float | None, planned: float | None) -> str:
    rate_text = f"{significant(rate)}/s" if rate is not None else UNKNOWN
    return t(
        "{rate} · {observed} (weight {planned})",
        rate=rate_text,
        observed=percent(observed),
        planned=percent(planned),
    )


def _edge_health(index: ReadingIndex, state: State, key: str) -> Health:
    cell = _cell(state, key)
    if cell is None:
        return Health.UNKNOWN
    judged = severity(SIGNALS_BY_KEY["router_error_ratio"], index.value(cell, "router_error_ratio"))
    return Health.UNKNOWN if judged is None else judged


def _parts(state: State, index: ReadingIndex, cell: Cell) -> Iterator[TopologyNode]:
    workloads = workloads_of(state, cell)
    for service in sorted(cell.services, key=lambda one: list(Layer).index(one.layer)):
        workload = serving(workloads, service)
        errors = index.service_figure(cell, "error_ratio", service.name).severity
        told = Health.OK if errors in {None, Health.UNKNOWN} else errors
        health = Health.worst(seen_health(workload), told or Health.OK)
        ready = f"{workload.ready}/{workload.desired}" if workload else UNKNOWN
        title = service.title or service.name
        yield TopologyNode(f"{cell.key}/{service.name}", "service", title, ready, health, cell.key, service.layer)
    for store in cell.data_stores:
        workload = serving(workloads, store)
        health = Health.UNKNOWN if store.managed else seen_health(workload)
        ready = f"{workload.ready}/{workload.desired}" if workload else t("managed") if store.managed else UNKNOWN
        yield TopologyNode(f"{cell.key}/{store.name}", "store", store.name, ready, health, cell.key, Layer.DATA)


def _inside(index: ReadingIndex, cell: Cell) -> Iterator[TopologyEdge]:
    names = {one.name for one in cell.services} | {one.name for one in cell.data_stores}
    for key, reading in index.of(cell, "edge_rps"):
        if key.service in names and key.target in names:
            source, target = f"{cell.key}/{key.service}", f"{cell.key}/{key.target}"
            text = f"{number(reading.value)}/s" if reading.value >= 10 else f"{significant(reading.value)}/s"
            yield TopologyEdge(source, target, reading.value, text, Health.OK)
