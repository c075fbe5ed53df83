"""The topology (L1.3): router → cells → services → data stores with live traffic and health, free of any layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.layer import Layer
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.estate.schema.router import CloudflareRouter, GatewayRouter, IstioRouter
from console.kernel.i18n import t
from console.presenters.cell_workloads import seen_health, serving, workloads_of
from console.presenters.figure import severity
from console.presenters.format import UNKNOWN, number, percent, significant
from console.presenters.reading_index import ReadingIndex
from console.presenters.router_share import balancer_of, route_of, router_shares
from console.presenters.topology_graph import Topology, TopologyEdge, TopologyNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.domain.route_share import RouteShare
    from console.estate.schema.cell import Cell
    from console.estate.schema.router import Router
    from console.store.state import State

    CellRouter = IstioRouter | GatewayRouter | CloudflareRouter


def topology(state: State, cell_health: dict[str, Health]) -> Topology:
    """Return the map of the open estate; ``cell_health`` is what the cell board says, so that both agree."""
    if state.estate is None:
        return Topology((), ())
    index = ReadingIndex(state)
    nodes: list[TopologyNode] = []
    edges: list[TopologyEdge] = []
    for router in _drawn(state.estate.routers):
        shares = router_shares(state, index, router)
        nodes.append(_router_node(state, router, shares))
        edges.extend(_router_edges(state, index, router.key, shares))
    for cell in state.estate.cells:
        detail = t("{rate} routed", rate=index.figure(cell, "router_rps").text)
        health = cell_health.get(cell.key, Health.UNKNOWN)
        nodes.append(TopologyNode(cell.key, "cell", cell.title or cell.key, detail, health, cell.key))
        nodes.extend(_parts(state, index, cell))
        edges.extend(_inside(index, cell))
    return Topology(tuple(nodes), tuple(edges))


def _drawn(routers: Sequence[Router]) -> Iterator[CellRouter]:
    """Yield the routers above the cells; a load balancer only over cells that no router of a cluster sends to.

    What reaches a cell is measured once: drawn from both it would stand there twice.
    """
    inner = [one for one in routers if isinstance(one, IstioRouter | GatewayRouter)]
    yield from inner
    reached = {to.cell for one in inner for to in one.destinations}
    for one in routers:
        if isinstance(one, CloudflareRouter) and reached.isdisjoint(to.cell for to in one.destinations):
            yield one


def _router_node(state: State, router: CellRouter, shares: tuple[RouteShare, ...]) -> TopologyNode:
    rates = [one.rate for one in shares if one.rate is not None]
    detail = f"{significant(sum(rates))}/s" if rates else UNKNOWN
    seen = balancer_of(state, router) if isinstance(router, CloudflareRouter) else route_of(state, router)
    health = Health.OK if seen is not None else Health.UNKNOWN
    if any(one.is_changed for one in shares):
        health, detail = Health.WARNING, t("weights not as agreed")
    return TopologyNode(router.key, "router", router.title or router.key, detail, health)


def _cell(state: State, key: str) -> Cell | None:
    return state.estate.cell(key) if state.estate is not None else None


def _router_edges(
    state: State, index: ReadingIndex, router: str, shares: tuple[RouteShare, ...]
) -> Iterator[TopologyEdge]:
    for one in shares:
        is_off = one.is_changed or one.is_not_followed
        health = _edge_health(index, state, one.cell)
        told = max(health, Health.WARNING) if is_off else health
        yield TopologyEdge(router, one.cell, one.rate, _edge_text(one), told, is_off, _edge_lines(one))


def _edge_text(one: RouteShare) -> str:
    rate = f"{significant(one.rate)}/s" if one.rate is not None else UNKNOWN
    words = {"rate": rate, "observed": percent(one.observed), "planned": percent(one.configured)}
    if one.is_changed:
        return t("{rate} · {observed} (weight {planned}, agreed {agreed})", agreed=percent(one.agreed), **words)
    if one.is_not_followed:
        return t("{rate} · {observed} (weight {planned}, not followed)", **words)
    return t("{rate} · {observed} (weight {planned})", **words)


def _edge_lines(one: RouteShare) -> tuple[str, ...]:
    rate = f"{significant(one.rate)}/s" if one.rate is not None else UNKNOWN
    observed, planned = percent(one.observed), percent(one.configured)
    if one.is_changed:
        agreed = t("agreed {share}", share=percent(one.agreed))
        return f"{rate} · {observed}", t("weight {share}", share=planned), agreed
    if one.is_not_followed:
        return f"{rate} · {observed}", t("weight {share}", share=planned), t("not followed")
    return rate, t("{observed} (weight {planned})", observed=observed, planned=planned)


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
