"""What a change would have done is told with the change: limits, quotas, weights, models. Proves P10, L4.2, L5.1."""

from dataclasses import replace

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.operations.set_cell_quota import SetCellQuota
from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.replay.traffic_course import ROUTED, TOPIC, TrafficCourse
from console.domain.resource import ResourceRef
from console.domain.route import Destination, Route, RouteRule, Setting
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.presenters.routing.cell_ceiling import cell_ceiling
from console.presenters.routing.operation_effect import operation_effect
from console.store.state import ObjectTable, Readings, State
from tests.fakes.routed_estate import WHOLE
from tests.fakes.small_estate import NOW_S

CELLS = {one.key: one for one in WHOLE.cells}
HOSTS = ("web.cell-tokyo.svc", "web.cell-osaka.svc")
MINI, LARGE = ("mini", 0.2), ("large", 0.8)


def table(*rows: object) -> ObjectTable:
    return ObjectTable({one.ref: one for one in rows}, NOW_S)  # type: ignore[attr-defined]


def course(cell: str, rate: float) -> TrafficCourse:
    ref = ResourceRef("prom", "TrafficCourse", ROUTED, cell)
    return TrafficCourse(ref, ROUTED, cell, 86_400, 60, NOW_S - 240, (rate,) * 5, "rate(x)")


def hpa(cell: str, current: str = "35%", owner: str = "") -> Autoscaler:
    ref = ResourceRef("main", "HorizontalPodAutoscaler", f"cell-{cell}", "web")
    metrics = (ScalingMetric("cpu", current, "70%"),)
    return Autoscaler(ref, "Deployment", "web", 2, 6, 3, 3, metrics, (), None, owner=owner)


def state(*scalers: Autoscaler, **readings: float) -> State:
    found = (Destination(HOSTS[0], 60), Destination(HOSTS[1], 40))
    ref = ResourceRef("main", "VirtualService", "edge", "cell-router", "networking.istio.io")
    route = Route(ref, (), found, (), (RouteRule("/spec/http/0", "", found),))
    router = Setting(ResourceRef("main", "ConfigMap", "cell-tokyo", "model-router"),
                     (("weights.json", '{"mini": 0.6, "large": 0.4}'),))  # fmt: skip
    quota = Setting(ResourceRef("main", "ConfigMap", "cell-tokyo", "cell-quota"), (("next_edge_rps", "75"),))
    values = {SignalKey(*key.split("__"), target=target): Reading(value, NOW_S) for (key, target), value in (
        ((name.rsplit("_", 1)[0], name.rsplit("_", 1)[1]), value) for name, value in readings.items())}  # fmt: skip
    return State(
        estate=WHOLE,
        objects={
            ("main", "routes"): table(route),
            ("main", "settings"): table(router, quota),
            ("main", "autoscalers"): table(*scalers),
            ("prom", TOPIC): table(course("tokyo", 60.0), course("osaka", 40.0)),
        },
        readings={"prom": Readings(values, NOW_S)},
    )


def moved(tokyo: int) -> SetRouteWeights:
    weights = ((HOSTS[0], tokyo), (HOSTS[1], 100 - tokyo))
    return SetRouteWeights("main", "VirtualService", "edge", "cell-router", "/spec/http/0", weights)


def test_a_cell_takes_what_its_autoscaler_may_run_at_its_target() -> None:
    # 3 replicas at 35 % of a target of 70 % carry 60 requests/s: 6 at the target carry four times as much
    assert cell_ceiling(state(hpa("tokyo")), CELLS["tokyo"], 60.0) == 240.0
    assert cell_ceiling(state(hpa("tokyo", "140%")), CELLS["tokyo"], 60.0) == 60.0
    assert cell_ceiling(state(hpa("tokyo", owner="ScaledObject/web")), CELLS["tokyo"], 60.0) is None
    assert cell_ceiling(state(), CELLS["tokyo"], 60.0) is None


def test_weights_are_held_against_the_autoscaler_and_only_without_one_against_the_quota() -> None:
    scaled = operation_effect(state(hpa("tokyo"), hpa("osaka")), moved(90))
    assert scaled.startswith("No cell would have been over its capacity; the fullest would have peaked at 37.5 %.")
    assert "capacity: maximum × target of the autoscalers, by the load now." in scaled
    assert "another figure than what a cell can carry on the page Capacity" in scaled
    mixed = operation_effect(state(hpa("osaka")), moved(90))
    assert "Tokyo would have been over its 75 requests/s" in mixed
    assert "by the load now, else quota next_edge_rps." in mixed


def test_a_quota_is_replayed_by_the_name_of_its_entry_and_others_say_nothing() -> None:
    lower = SetCellQuota("main", "cell-tokyo", "cell-quota", (("next_edge_rps", 30.0),))
    assert "requests would have been refused" in operation_effect(state(), lower)
    unseen = replace(lower, namespace="cell-mars")
    assert operation_effect(state(), unseen) == "Nothing is recorded of what it limits."
    assert operation_effect(state(), ScaleWorkload("main", "Deployment", "cell-tokyo", "web", 3)) == ""


def test_model_weights_say_what_happens_to_answers_and_spending_or_that_nobody_knows() -> None:
    change = SetModelWeights("main", "cell-tokyo", "model-router", "weights.json", (MINI, LARGE))
    blind = operation_effect(state(), change)
    assert "What it does to accuracy cannot be told: nobody measures large, mini." in blind
    assert "What it does to spending cannot be told: nobody measures large, mini." in blind
    known = state(accuracy__tokyo_mini=0.8, accuracy__tokyo_large=0.9, model_share__tokyo_mini=0.6,
                  model_share__tokyo_large=0.4, model_cost_by_model__tokyo_mini=6.0,
                  model_cost_by_model__tokyo_large=40.0)  # fmt: skip
    told = operation_effect(known, change)
    assert told.startswith("Right answers: 88.0 % instead of 84.0 %. Spending: $82.0/h instead of $46.0/h.")
