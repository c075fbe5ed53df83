"""Which rule of a route spreads over the cells: the one whose weights are shown, and changed. Proves L1.3."""

import pytest

from console.domain.resource import ResourceRef
from console.domain.route import Destination, Route, RouteRule
from console.estate.schema.router import CellDestination, GatewayRouter, IstioRouter
from console.presenters.router_share import rule_of

_CELLS = tuple(CellDestination(cell=one, destination=f"web.{one}") for one in ("tokyo", "osaka"))
_RULES = (
    RouteRule("/spec/http/0", "probe", (Destination("web.tokyo", 100),)),
    RouteRule("/spec/http/1", "users", (Destination("web.tokyo", 60), Destination("web.osaka", 40))),
    RouteRule("/spec/http/2", "again", (Destination("web.osaka", 50), Destination("web.tokyo", 50))),
)
_ROUTE = Route(ResourceRef("main", "VirtualService", "edge", "all"), ("shop",), (), rules=_RULES)


@pytest.mark.parametrize(
    ("name", "place"), [("", "/spec/http/1"), ("again", "/spec/http/2"), ("probe", "/spec/http/0"), ("gone", None)]
)
def test_a_named_rule_counts_alone_and_without_a_name_the_first_to_most_of_the_cells(
    name: str, place: str | None
) -> None:
    router = IstioRouter(
        kind="istio", key="all", cluster="main", namespace="edge", name="all", route=name, destinations=_CELLS
    )
    found = rule_of(_ROUTE, router)
    assert (found.path if found is not None else None) == place
    assert rule_of(None, router) is None


@pytest.mark.parametrize(("rule", "place"), [(0, "/spec/http/0"), (2, "/spec/http/2"), (3, None)])
def test_a_rule_of_a_gateway_is_the_one_at_its_place(rule: int, place: str | None) -> None:
    router = GatewayRouter(
        kind="gateway", key="all", cluster="main", namespace="edge", name="all", rule=rule, destinations=_CELLS
    )
    found = rule_of(_ROUTE, router)
    assert (found.path if found is not None else None) == place
