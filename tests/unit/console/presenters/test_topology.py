"""The topology shows router → cells → services → stores with live traffic against configured weights."""

# proves L1.3

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from console.domain.edge.load_balancer import LoadBalancer
from console.domain.health import Health
from console.domain.resource import ResourceRef
from console.domain.route import Destination, Route, RouteRule
from console.domain.signal_key import SignalKey
from console.estate.schema.estate import Estate
from console.presenters.diagnosis_rows import diagnosis_rows
from console.presenters.topology import topology
from console.presenters.topology_graph import TopologyEdge, TopologyNode
from console.presenters.topology_layout import Metrics, lay_out
from console.store.state import ObjectTable, State
from tests.fakes.small_estate import ESTATE, NOW_S, state, workload

READINGS = {
    SignalKey("router_rps", "tokyo"): 70.0,
    SignalKey("router_rps", "osaka"): 30.0,
    SignalKey("router_error_ratio", "osaka"): 0.08,
    SignalKey("edge_rps", "tokyo", "web", target="bff"): 69.4,
    SignalKey("edge_rps", "tokyo", "bff", target="postgres"): 5.25,
    SignalKey("edge_rps", "tokyo", "bff", target="unlisted"): 1.0,
    SignalKey("error_ratio", "tokyo", "bff"): 0.2,
}
WORKLOADS = (
    workload("tokyo", "web", desired=3, ready=2),
    workload("tokyo", "bff"),
    workload("tokyo", "delivery", desired=2, ready=0),
)


def _node(found: State, key: str) -> TopologyNode:
    return next(one for one in topology(found, {"tokyo": Health.WARNING}).nodes if one.key == key)


def _edge(found: State, source: str, target: str) -> TopologyEdge:
    return next(one for one in topology(found, {}).edges if (one.source, one.target) == (source, target))


def test_an_edge_from_the_router_shows_traffic_share_against_weight() -> None:
    edge = _edge(state(READINGS), "cell-router", "tokyo")
    assert edge.text == "70.0/s · 70.0 % (weight 60.0 %)"
    assert edge.health is Health.UNKNOWN  # no error ratio was measured
    assert _edge(state(READINGS), "cell-router", "osaka").health is Health.CRITICAL


def test_without_measurements_an_edge_says_so_instead_of_zero() -> None:
    edge = _edge(state(), "cell-router", "tokyo")
    assert edge.rate is None
    assert edge.text == "– · – (weight 60.0 %)"


def test_edges_inside_a_cell_join_only_its_own_parts() -> None:
    inside = [one for one in topology(state(READINGS), {}).edges if one.source.startswith("tokyo/")]
    assert [(one.source, one.target, one.text) for one in inside] == [
        ("tokyo/web", "tokyo/bff", "69/s"),
        ("tokyo/bff", "tokyo/postgres", "5.25/s"),
    ]


def test_health_comes_from_replicas_and_errors() -> None:
    found = state(READINGS, WORKLOADS)
    assert _node(found, "tokyo/web").health is Health.WARNING
    assert _node(found, "tokyo/web").detail == "2/3"
    assert _node(found, "tokyo/bff").health is Health.CRITICAL  # 20 % errors although all replicas are ready
    assert _node(found, "tokyo/delivery").health is Health.CRITICAL
    assert _node(found, "osaka/web").health is Health.UNKNOWN
    assert _node(found, "osaka/redis").detail == "managed"
    assert _node(found, "tokyo").health is Health.WARNING  # what the cell board says


def test_an_empty_state_is_an_empty_map() -> None:
    assert topology(State(), {}).nodes == ()


@given(st.floats(300, 4000))
def test_no_two_boxes_overlap_at_any_width_and_every_node_has_one(width: float) -> None:
    drawn = topology(state(READINGS, WORKLOADS), {})
    layout = lay_out(drawn, width, Metrics())
    assert set(layout.boxes) == {node.key for node in drawn.nodes}
    for one, other in combinations(layout.boxes.values(), 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart, (one, other)
    assert all(
        box.x + box.width <= layout.width and box.y + box.height <= layout.height for box in layout.boxes.values()
    )
    assert len(layout.lanes) == len(ESTATE.cells)


def _with_route(*rules: RouteRule) -> State:
    found = state(READINGS)
    ref = ResourceRef("main", "VirtualService", "edge", "cell-router", "networking.istio.io")
    everywhere = tuple(one for rule in rules for one in rule.destinations)
    route = Route(ref, ("newsletter.example",), everywhere, (("tokyo", 60.0), ("osaka", 40.0)), rules)
    return replace(found, objects={**found.objects, ("main", "routes"): ObjectTable({ref: route}, NOW_S)})


def test_rules_beside_the_one_that_spreads_over_the_cells_change_no_share() -> None:
    tokyo, osaka = "web.cell-tokyo.svc", "web.cell-osaka.svc"
    spread = RouteRule("/spec/http/0", "all", (Destination(tokyo, 60), Destination(osaka, 40)))
    testers = RouteRule("/spec/http/1", "testers", (Destination(osaka, 100),))
    found = _with_route(spread, testers)
    assert _edge(found, "cell-router", "tokyo").text == "70.0/s · 70.0 % (weight 60.0 %)"
    assert _node(found, "cell-router").health is Health.OK
    assert diagnosis_rows(found, NOW_S) == ()


def test_a_load_balancer_stands_above_its_cells_like_any_router() -> None:
    account = {"key": "cf", "account_id": "0" * 32, "token": "env:TOKEN"}
    pools = [{"cell": "tokyo", "destination": "asia"}, {"cell": "osaka", "destination": "west"}]
    named = {"kind": "cloudflare", "key": "global", "account": "cf", "zone": "a.example", "name": "www.a.example"}
    told = {**ESTATE.model_dump(mode="json"), "cloudflare": [account], "routers": [{**named, "destinations": pools}]}
    found = replace(state(READINGS), estate=Estate.model_validate(told))
    assert (_node(found, "global").kind, _node(found, "global").health) == ("router", Health.UNKNOWN)
    ref = ResourceRef("cf", "LoadBalancer", "a.example", "www.a.example")
    balancer = LoadBalancer(ref, "1", "random", (("asia", 0.9), ("west", 0.1)), "west", True, True)
    seen = replace(found, objects={**found.objects, ("cf", "load-balancers"): ObjectTable({ref: balancer}, NOW_S)})
    assert _node(seen, "global").health is Health.OK
    assert _edge(seen, "global", "osaka").text == "30.0/s · 30.0 % (weight 10.0 %, not followed)"
    both = [*ESTATE.model_dump(mode="json")["routers"], {**named, "destinations": pools}]
    layered = replace(seen, estate=Estate.model_validate({**told, "routers": both}))
    routers = [one.key for one in topology(layered, {}).nodes if one.kind == "router"]
    assert routers == [one.key for one in ESTATE.routers]  # what reaches a cell is drawn once
