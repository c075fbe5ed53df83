"""How a router's traffic is spread over cells: agreed, configured and observed (L1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.edge.load_balancer import LoadBalancer
from console.domain.route import Destination, Route, RouteRule
from console.domain.route_share import RouteShare, observed_shares, share
from console.estate.schema.router import CloudflareRouter, GatewayRouter, IstioRouter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.estate.schema.router import CellDestination
    from console.presenters.reading_index import ReadingIndex
    from console.store.state import State

BALANCERS = "load-balancers"
ROUTE_KINDS = {IstioRouter: "VirtualService", GatewayRouter: "HTTPRoute"}


def route_of(state: State, router: IstioRouter | GatewayRouter) -> Route | None:
    """Return the object that the router names; ``None`` when it is not seen."""
    wanted = (ROUTE_KINDS[type(router)], router.namespace, router.name)
    found = state.rows(router.cluster, "routes", Route)
    return next((one for one in found if (one.ref.kind, one.ref.namespace, one.ref.name) == wanted), None)


def balancer_of(state: State, router: CloudflareRouter) -> LoadBalancer | None:
    """Return the load balancer that the router names; ``None`` when it is not seen."""
    found = state.rows(router.account, BALANCERS, LoadBalancer)
    return next((one for one in found if one.ref.name == router.name), None)


def rule_of(route: Route | None, router: IstioRouter | GatewayRouter) -> RouteRule | None:
    """Return the rule that spreads over the cells: the named one, the one at its place, or that over most of them."""
    rules = route.rules if route is not None else ()
    if isinstance(router, GatewayRouter):
        return rules[router.rule] if router.rule < len(rules) else None
    if router.route:
        return next((one for one in rules if router.route == one.name), None)
    cells = {(one.destination, one.subset) for one in router.destinations}
    return max(rules, key=lambda rule: len({(to.host, to.subset) for to in rule.destinations} & cells), default=None)


def router_shares(
    state: State, index: ReadingIndex, router: IstioRouter | GatewayRouter | CloudflareRouter
) -> tuple[RouteShare, ...]:
    """Return the shares of the router's cells that the estate knows, in the router's order."""
    weights, agreed = _weights(state, router)
    cells = {one.cell: state.estate.cell(one.cell) for one in router.destinations} if state.estate is not None else {}
    rates = {key: index.value(cell, "router_rps") for key, cell in cells.items() if cell is not None}
    observed = observed_shares(tuple(rates.values()), tuple(weights[key] for key in rates))
    return tuple(
        RouteShare(key, share(agreed[key], _sum(agreed)), share(weights[key], _sum(weights)), seen, rate)
        for (key, rate), seen in zip(rates.items(), observed, strict=True)
    )


def _weights(
    state: State, router: IstioRouter | GatewayRouter | CloudflareRouter
) -> tuple[Mapping[str, float | None], Mapping[str, float | None]]:
    """Return the configured and the agreed weights by cell; nobody agrees to those of a load balancer."""
    if isinstance(router, CloudflareRouter):
        balancer = balancer_of(state, router)
        pools = dict(balancer.weights) if balancer is not None else {}
        cells = [one.cell for one in router.destinations]
        return {one.cell: pools.get(one.destination) for one in router.destinations}, dict.fromkeys(cells)
    route = route_of(state, router)
    spread = _spread(route, router)
    weights = {one.cell: _weight(spread, one) for one in router.destinations}
    return weights, {one.cell: _agreed(route, one) for one in router.destinations}


def _sum(parts: Mapping[str, float | None]) -> float:
    return sum(part for part in parts.values() if part is not None)


def _spread(route: Route | None, router: IstioRouter | GatewayRouter) -> tuple[Destination, ...]:
    """Return the destinations of the router's rule; other rules of the object (a header's, a path's) are not its."""
    if route is None or not route.rules:
        return route.destinations if route is not None else ()
    rule = rule_of(route, router)
    return rule.destinations if rule is not None else ()


def _weight(spread: tuple[Destination, ...], destination: CellDestination) -> float | None:
    hits = [one.weight for one in spread if one.host == destination.destination and one.subset == destination.subset]
    return sum(hits) if hits else None


def _agreed(route: Route | None, destination: CellDestination) -> float | None:
    stated = dict(route.agreed) if route is not None else {}
    return stated.get(destination.cell, stated.get(destination.destination))
