"""Routers, limits and what changing them would have done: golden rows."""

# proves L5.1, L5.2, L4.2

from dataclasses import replace

import pytest

from console.domain.edge.load_balancer import LoadBalancer
from console.domain.edge.rate_limit import RateLimit
from console.domain.event import ObjectRow
from console.domain.health import Health
from console.domain.operations.set_cell_quota import SetCellQuota
from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_pool_weights import SetPoolWeights
from console.domain.operations.set_rate_limit import SetRateLimit
from console.domain.operations.set_resource_quota import SetResourceQuota
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.replay.traffic_course import ROUTED, SEGMENT, TOPIC, TrafficCourse
from console.domain.resource import ResourceRef
from console.domain.route import Destination, Quota, Route, RouteRule, Setting
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.estate.schema.router import IstioRouter
from console.kernel.errors import UserError
from console.presenters.reading_index import ReadingIndex
from console.presenters.router_share import router_shares
from console.presenters.routing.limit_change import limit_change
from console.presenters.routing.limit_effect import limit_effect
from console.presenters.routing.limit_row import LimitRow, limit_rows
from console.presenters.routing.operation_effect import operation_effect
from console.presenters.routing.router_row import RouterRow, router_rows
from console.presenters.routing.weight_change import agreed_parts, configured_parts, weight_change
from console.presenters.routing.weight_effect import weight_effect
from console.store.state import ObjectTable, Readings, State
from tests.fakes.routed_estate import WHOLE
from tests.fakes.small_estate import NOW_S

DAY_S = 86_400
WEB = ("web.cell-tokyo.svc", "web.cell-osaka.svc")


def route(tokyo: int, osaka: int) -> Route:
    found = (Destination(WEB[0], tokyo), Destination(WEB[1], osaka))
    ref = ResourceRef("main", "VirtualService", "edge", "cell-router", "networking.istio.io")
    rules = (RouteRule("/spec/http/0", "", found),)
    return Route(ref, ("newsletter.example",), found, (("tokyo", 60.0), ("osaka", 40.0)), rules)


def course(measure: str, part: str, *rates: float | None) -> TrafficCourse:
    ref = ResourceRef("prom", "TrafficCourse", measure, f"{part}/{DAY_S}")
    return TrafficCourse(ref, measure, part, DAY_S, 60, NOW_S, rates, "rate of requests")


def setting(namespace: str, name: str, *entries: tuple[str, str]) -> Setting:
    return Setting(ResourceRef("main", "ConfigMap", namespace, name), entries)


QUOTAS = [setting(f"cell-{cell}", "cell-quota", ("next_edge_rps", "100")) for cell in ("tokyo", "osaka")]
BALANCER = LoadBalancer(
    ResourceRef("edge", "LoadBalancer", "shop.example", "www.shop.example"), "id", "random",
    (("asia", 1.0), ("europe", 1.0)), "asia", True, True,
)  # fmt: skip
RULE = RateLimit(
    ResourceRef("edge", "RateLimit", "shop.example", "b2b"), "id", "", '(x eq "b2b")', 6200, 60, 0, "block", True,
    (), "set", "1",
)  # fmt: skip
NAMESPACE = Quota(ResourceRef("main", "ResourceQuota", "cell-tokyo", "cell"), (("requests.memory", "64Gi", "48Gi"),))
COURSES = (
    course(ROUTED, "tokyo", 60.0, 70.0, None, 90.0),
    course(ROUTED, "osaka", 40.0, 50.0, 10.0, 60.0),
    course(SEGMENT, "b2b", 50.0, 80.0),
)


def table(*rows: ObjectRow) -> ObjectTable:
    return ObjectTable({one.ref: one for one in rows}, NOW_S)


def state(weights: tuple[int, int] = (60, 40), mini: str = '{"mini":0.6,"large":0.4}') -> State:
    values = {
        SignalKey("router_rps", "tokyo"): 61.0,
        SignalKey("router_rps", "osaka"): 39.0,
        SignalKey("model_share", "tokyo", target="mini"): 0.45,
        SignalKey("model_share", "tokyo", target="large"): 0.55,
    }
    readings = {key: Reading(value, NOW_S - 5, f"query of {key.signal}") for key, value in values.items()}
    return State(
        estate=WHOLE,
        readings={"prom": Readings(readings, NOW_S - 5)},
        objects={
            ("main", "routes"): table(route(*weights)),
            ("main", "settings"): table(setting("cell-tokyo", "model-router", ("weights.json", mini)), *QUOTAS),
            ("main", "quotas"): table(NAMESPACE),
            ("edge", "load-balancers"): table(BALANCER),
            ("edge", "rate-limits"): table(RULE),
            ("prom", TOPIC): table(*COURSES),
        },
    )


def row(found: State, key: str) -> RouterRow:
    return next(one for one in router_rows(found) if key in (one.key, one.title))


def limit_of(found: State, title: str) -> LimitRow:
    return next(one for one in limit_rows(found, DAY_S) if one.title == title)


def test_traffic_that_does_not_follow_the_weights_comes_first() -> None:
    found = router_rows(state())
    assert [(one.title, one.health.name, round(one.drift or 0, 3)) for one in found] == [
        ("Models of Tokyo", "WARNING", 0.15),
        ("www.shop.example", "UNKNOWN", 0.0),
        ("cell-router", "OK", 0.01),
    ]
    assert found[0].sentence == "large: 40.0 % configured, 55.0 % observed"
    assert (found[0].query, found[0].source, found[0].read_at_s) == ("query of model_share", "prom", NOW_S - 5)


def test_weights_that_nobody_agreed_to_are_worse_than_anything() -> None:
    worst = router_rows(state((20, 80)))[0]
    assert (worst.key, worst.health) == ("cell-router", Health.CRITICAL)
    assert worst.sentence == "Tokyo: 60.0 % agreed, 20.0 % configured"  # and it still gets 61 %
    assert (configured_parts(worst), agreed_parts(worst)) == ((20, 80), (60, 40))


def test_what_one_cell_gets_is_no_share_while_another_with_a_weight_is_not_measured() -> None:
    found = state()
    known = {key: one for key, one in found.readings["prom"].values.items() if key != SignalKey("router_rps", "osaka")}
    alone = replace(found, readings={"prom": Readings(known, NOW_S)})
    (shares, other) = (one.shares for one in row(alone, "cell-router").targets)
    assert (shares.rate, shares.observed, other.observed) == (61.0, None, None)  # not all of the traffic
    assert row(alone, "cell-router").health is Health.OK
    said = "configured as agreed; what each target gets is not measured"
    assert row(alone, "cell-router").sentence == said  # nobody can tell whether the traffic follows the weights
    assert row(found, "cell-router").sentence == "traffic follows the weights"
    router = WHOLE.routers[0]
    assert isinstance(router, IstioRouter)
    assert [one.observed for one in router_shares(alone, ReadingIndex(alone), router)] == [None, None]
    drained = replace(alone, objects={**alone.objects, ("main", "routes"): table(route(100, 0))})
    assert [one.shares.observed for one in row(drained, "cell-router").targets] == [1.0, None]


def test_without_a_name_the_rule_counts_that_spreads_over_the_cells() -> None:
    # proves L5.2: of rules without names, as most people write them, those of a header and a redirect often come first
    plain = route(60, 40)
    header = RouteRule("/spec/http/0", "", (Destination(WEB[0], 100),))
    rules = (header, RouteRule("/spec/http/1", "", ()), replace(plain.rules[0], path="/spec/http/2"))
    behind = replace(plain, destinations=(*header.destinations, *plain.destinations), rules=rules)
    found = state()
    found = replace(found, objects={**found.objects, ("main", "routes"): table(behind)})
    assert (row(found, "cell-router").place, row(found, "cell-router").health) == ("/spec/http/2", Health.OK)
    assert configured_parts(row(found, "cell-router")) == (60, 40)


def test_each_kind_of_router_gets_its_own_change() -> None:
    found = state()
    assert weight_change(found, row(found, "cell-router"), (55, 45)) == SetRouteWeights(
        "main", "VirtualService", "edge", "cell-router", "/spec/http/0", ((WEB[0], 55), (WEB[1], 45))
    )
    assert weight_change(found, row(found, "models"), (700, 300)) == SetModelWeights(
        "main", "cell-tokyo", "model-router", "weights.json", (("mini", 0.7), ("large", 0.3))
    )
    balancer = row(found, "www.shop.example")
    assert (balancer.whole, configured_parts(balancer)) == (10, (5, 5))
    assert weight_change(found, balancer, (3, 7)) == SetPoolWeights(
        "edge", "shop.example", "www.shop.example", (("asia", 0.3), ("europe", 0.7))
    )


def configured(found: State) -> dict[str, float | None]:
    return {one.name: one.shares.configured for one in row(found, "models").targets}


def test_weights_of_models_that_are_written_in_yaml_are_those_of_the_entry_not_of_the_plan() -> None:
    routers = (one.model_copy(update={"format": "yaml"}) if one.key == "models" else one for one in WHOLE.routers)
    estate = WHOLE.model_copy(update={"routers": tuple(routers)})
    found = replace(state(mini="mini: 0.1\nlarge: 0.9\n"), estate=estate)
    assert configured(found) == {"mini": 0.1, "large": 0.9}
    assert row(found, "models").health is Health.CRITICAL
    for broken in ("- mini", "mini: &a 1\nlarge: *a", "mini: [1]"):
        assert configured(replace(state(mini=broken), estate=estate)) == {"mini": None, "large": None}


def test_weights_below_zero_are_no_shares() -> None:
    assert configured(state(mini='{"mini":-0.5,"large":1.5}')) == {"mini": None, "large": None}


def test_weights_that_do_not_sum_to_one_are_refused_with_the_sum() -> None:
    found = state()
    for key, parts in (("cell-router", (55, 44)), ("models", (700, 299)), ("www.shop.example", (3, 6))):
        with pytest.raises(UserError, match=r"The weights sum to 0\.9\d*, not to 1"):
            weight_change(found, row(found, key), parts)


def test_moved_weights_are_held_against_the_quota_of_each_cell() -> None:
    found = state()
    effect = weight_effect(found, row(found, "cell-router"), (20, 80), DAY_S)
    # 100, 120 and 150 requests a second altogether: Osaka gets 80, 96 and 120 of them and may take 100.
    assert effect.health is Health.CRITICAL
    assert effect.sentence.startswith("Osaka would have been over its 100 requests/s for 1 min (1,200 requests)")
    assert weight_effect(found, row(found, "cell-router"), (60, 40), DAY_S).sentence == (
        "No cell would have been over its capacity; the fullest would have peaked at 90.0 %."
    )
    assert "one model" in weight_effect(found, row(found, "models"), (500, 500), DAY_S).sentence


def test_a_limit_shows_what_is_used_and_proposes_the_peak_and_a_fifth() -> None:
    found = limit_of(state(), "Requests of b2b at the edge")
    assert (found.limit, found.used, found.peak, found.proposal) == (100.0, 80.0, 80.0, 96.0)
    assert (found.share, found.health) == (0.8, Health.OK)
    names = [(one.title, one.limit, one.unit) for one in limit_rows(state(), DAY_S)]
    assert names[0] == ("Tokyo: next_edge_rps", 100.0, "/s")  # 90 of 100 is the fullest
    assert ("cell-tokyo: requests.memory", 64.0, "Gi") in names


def test_a_quota_tells_what_it_counts_and_is_written_as_it_was() -> None:
    items = (("limits.cpu", "12", "7500m"), ("requests.memory", "1000000", "10"), ("pods", "40", "12"))
    found = state()
    objects = {**found.objects, ("main", "quotas"): table(replace(NAMESPACE, items=items))}
    found = replace(found, objects=objects)
    cpu, memory, pods = (limit_of(found, f"cell-tokyo: {one}") for one, _, _ in items)
    assert (cpu.amount(cpu.limit), cpu.amount(cpu.used)) == ("12.0 cores", "7.50 cores")
    assert (memory.amount(memory.used), pods.amount(pods.limit)) == ("10.0 B", "40")
    assert limit_change(found.estate, cpu, 14.0) == SetResourceQuota(
        "main", "cell-tokyo", "cell", (("limits.cpu", "14"),)
    )
    assert limit_change(found.estate, pods, 1_234_567.0) == SetResourceQuota(
        "main", "cell-tokyo", "cell", (("pods", "1234567"),)
    )
    few = replace(NAMESPACE, scopes=("PriorityClass in (low)",))
    found = replace(found, objects={**found.objects, ("main", "quotas"): table(few)})
    assert limit_of(found, "cell-tokyo: requests.memory (PriorityClass in (low))").entry == "requests.memory"


def test_a_quota_that_forbids_something_is_well_while_there_is_none_of_it() -> None:
    items = (("services.loadbalancers", "0", "0"), ("services.nodeports", "0", "2"), ("pods", "0", ""))
    found = state()
    found = replace(found, objects={**found.objects, ("main", "quotas"): table(replace(NAMESPACE, items=items))})
    healths = [limit_of(found, f"cell-tokyo: {name}").health for name, _, _ in items]
    assert healths == [Health.OK, Health.CRITICAL, Health.UNKNOWN]


def test_a_lower_limit_tells_what_it_would_have_refused_as_a_range() -> None:
    found = limit_of(state(), "Requests of b2b at the edge")
    effect = limit_effect(found, 70.0)
    # The second minute brings 600 more than the rate, of which the bucket takes 140.
    assert effect.replay is not None
    assert effect.replay.refused[0] == pytest.approx(460.0)
    assert effect.health is Health.CRITICAL
    assert effect.sentence.startswith("460 to 3,320 requests would have been refused")
    assert "means of 1 min" in effect.ground
    assert limit_effect(found, 1000.0).sentence == "Nothing would have been refused."
    memory = limit_of(state(), "cell-tokyo: requests.memory")
    assert limit_effect(memory, 40.0).health is Health.CRITICAL
    assert limit_effect(replace_used(memory), 40.0).health is Health.UNKNOWN


def test_the_effect_of_a_rate_limit_is_that_of_its_own_burst() -> None:
    change = SetRateLimit("edge", "shop.example", "b2b", 70.0)
    usual, none = (operation_effect(state(), replace(change, burst=one)) for one in (None, 0.0))
    assert "460 to 3,320 requests would have been refused" in usual
    assert "a burst of twice the rate" in usual
    assert "600 to " in none  # the second minute brings 600 more than the rate, and nothing is held for it
    assert "a burst of 0" in none


def replace_used(found: LimitRow) -> LimitRow:
    return found._replace(used=None)


def test_each_kind_of_limit_gets_its_own_change() -> None:
    found = state()
    edge, cell, space = (
        limit_of(found, title)
        for title in ("Requests of b2b at the edge", "Tokyo: next_edge_rps", "cell-tokyo: requests.memory")
    )
    assert limit_change(found.estate, edge, 120.0) == SetRateLimit("edge", "shop.example", "b2b", 120.0)
    assert limit_change(found.estate, cell, 130.0) == SetCellQuota(
        "main", "cell-tokyo", "cell-quota", (("next_edge_rps", 130.0),)
    )
    assert limit_change(found.estate, space, 72.0) == SetResourceQuota(
        "main", "cell-tokyo", "cell", (("requests.memory", "72Gi"),)
    )
    with pytest.raises(UserError):
        limit_change(found.estate, cell, -1.0)


def test_nothing_known_is_told_as_unknown_not_as_zero() -> None:
    bare = replace(state(), objects={}, readings={})
    found = row(bare, "cell-router")
    assert (found.drift, found.health, found.targets) == (None, Health.UNKNOWN, ())
    with pytest.raises(UserError, match="not known"):
        weight_change(bare, found, ())
    assert limit_rows(bare, DAY_S) == ()
