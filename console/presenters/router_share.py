"""How a router's traffic is spread over cells: agreed, configured and observed (L1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.route import Route
from console.domain.route_share import RouteShare, share
from console.estate.schema.router import GatewayRouter, IstioRouter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.estate.schema.router import CellDestination
    from console.presenters.reading_index import ReadingIndex
    from console.store.state import State

ROUTE_KINDS = {IstioRouter: "VirtualService", GatewayRouter: "HTTPRoute"}


def route_of(state: State, router: IstioRouter | GatewayRouter) -> Route | None:
    """Return the object that the router names; ``None`` when it is not seen."""
    wanted = (ROUTE_KINDS[type(router)], router.namespace, router.name)
    found = state.rows(router.cluster, "routes", Route)
    return next((one for one in found if (one.ref.kind, one.ref.namespace, one.ref.name) == wanted), None)


def router_shares(state: State, index: ReadingIndex, router: IstioRouter | GatewayRouter) -> tuple[RouteShare, ...]:
    """Return the shares of the router's cells that the estate knows, in the router's order."""
    route = route_of(state, router)
    weights = {one.cell: _weight(route, one) for one in router.destinations}
    agreed = {one.cell: _agreed(route, one) for one in router.destinations}
    cells = {one.cell: state.estate.cell(one.cell) for one in router.destinations} if state.estate is not None else {}
    rates = {key: index.value(cell, "router_rps") for key, cell in cells.items() if cell is not None}
    return tuple(
        RouteShare(
            key,
            share(agreed[key], _sum(agreed)),
            share(weights[key], _sum(weights)),
            share(rate, _sum(rates)),
            rate,
        )
        for key, rate in rates.items()
    )


def _sum(parts: Mapping[str, float | None]) -> float:
    return sum(part for part in parts.values() if part is not None)


def _weight(route: Route | None, destination: CellDestination) -> float | None:
    hits = [
        one.weight
        for one in (route.destinations if route is not None else ())
        if one.host == destination.destination and one.subset == destination.subset
    ]
    return sum(hits) if hits else None


def _agreed(route: Route | None, destination: CellDestination) -> float | None:
    stated = dict(route.agreed) if route is not None else {}
    return stated.get(destination.cell, stated.get(destination.destination))
