"""Rollouts, analyses, budgets, constraints, traffic policies and rules of routes as rows. Proves L5.2, L5.4, L7.5."""

from typing import Any

import msgspec
import pytest

from connectors.kubernetes.kind import object_decoder
from connectors.kubernetes.rows.duration import duration_s
from connectors.kubernetes.topics import TOPICS, constraint_kinds
from console.domain.disruption_budget import DisruptionBudget
from console.domain.policy_constraint import PolicyConstraint, PolicyViolation
from console.domain.resource import ResourceKind
from console.domain.rollout import AnalysisMetric, AnalysisRun, CanaryStep, Rollout, RolloutPause
from console.domain.route import Destination, Quota, Route, RouteRule
from console.domain.traffic_policy import Mechanism, TrafficPolicy

META = {"name": "one", "namespace": "cell-tokyo"}
CONSTRAINT = ResourceKind("constraints.gatekeeper.sh", "v1beta1", "K8sRequiredLabels", "k8srequiredlabels", False)


def row(topic: str, kind: str, content: dict[str, Any]) -> Any:
    watched = next(one for one in TOPICS[topic] if one.kind == kind)
    wire = object_decoder(watched.wire).decode(msgspec.json.encode({"metadata": META, **content}))
    return watched.row(wire, watched.at(watched.versions[0]), "lab")


STEPS = [
    {"setWeight": 5},
    {"pause": {"duration": "6h"}},
    {"setWeight": 25},
    {"pause": {}},
    {"analysis": {"templates": [{"templateName": "x"}]}},
    {"setCanaryScale": {"weight": 1}},
    {"somethingNew": {}},
]


def rollout(**status: Any) -> Rollout:
    template = {"spec": {"containers": [{"name": "a", "image": "a:2"}]}}
    spec = {"replicas": 4, "strategy": {"canary": {"steps": STEPS}}, "template": template}
    found: Rollout = row("rollouts", "Rollout", {"spec": spec, "status": status})
    return found


def test_a_rollout_tells_where_its_canary_stands() -> None:
    weights = {"canary": {"weight": 25}, "stable": {"weight": 75}}
    one = rollout(
        phase="Paused",
        message="CanaryPauseStep",
        stableRS="aaa",
        currentPodHash="bbb",
        currentStepIndex=3,
        controllerPause=True,
        pauseConditions=[{"reason": "CanaryPauseStep", "startTime": "2026-01-01T00:00:00Z"}],
        canary={"weights": weights, "currentBackgroundAnalysisRunStatus": {"name": "r", "status": "Running"}},
    )
    assert one.steps[:4] == (
        CanaryStep("setWeight", weight=5),
        CanaryStep("pause", pause_s=21_600.0),
        CanaryStep("setWeight", weight=25),
        CanaryStep("pause"),
    )
    assert [each.action for each in one.steps[4:]] == ["analysis", "setCanaryScale", "unknown"]
    assert (one.strategy, one.step, one.weight, one.live_weight) == ("canary", 3, 25, 25)
    assert one.pauses == (RolloutPause("CanaryPauseStep", 1_767_225_600.0),)
    assert one.analyses == (("r", "Running"),)
    assert one.in_progress
    assert one.images == ("a:2",)


@pytest.mark.parametrize(
    ("status", "weight"),
    [
        ({"stableRS": "a", "currentPodHash": "a", "currentStepIndex": 7}, 0),
        ({"stableRS": "a", "currentPodHash": "b", "currentStepIndex": 0}, 5),
        ({"stableRS": "a", "currentPodHash": "b", "currentStepIndex": 2}, 25),
        ({"stableRS": "a", "currentPodHash": "b", "currentStepIndex": 7}, 100),
        ({"stableRS": "a", "currentPodHash": "b", "currentStepIndex": 2, "abort": True}, 0),
        ({"stableRS": "a", "currentPodHash": "b"}, None),
    ],
)
def test_the_wanted_weight_is_that_of_the_last_step_that_set_one(status: dict[str, Any], weight: int | None) -> None:
    assert rollout(**status).weight == weight


def test_weights_are_percent_whatever_the_router_takes_for_the_whole() -> None:
    canary = {"steps": [{"setWeight": 5}, {"setWeight": 250}], "trafficRouting": {"maxTrafficWeight": 1000}}
    status = {"stableRS": "a", "currentPodHash": "b", "currentStepIndex": 1}
    status |= {"canary": {"weights": {"canary": {"weight": 5}}}}
    one: Rollout = row("rollouts", "Rollout", {"spec": {"strategy": {"canary": canary}}, "status": status})
    assert [step.weight for step in one.steps] == [0.5, 25.0]
    assert (one.weight, one.live_weight) == (25.0, 0.5)


def test_a_blue_green_rollout_has_no_weights() -> None:
    spec = {"strategy": {"blueGreen": {"activeService": "a"}}}
    one: Rollout = row("rollouts", "Rollout", {"spec": spec, "status": {"phase": "Healthy"}})
    assert (one.strategy, one.weight, one.steps, one.in_progress) == ("blueGreen", None, (), False)


def test_a_blue_green_rollout_tells_its_analyses_before_and_after_the_switch() -> None:
    before, after = {"name": "pre", "status": "Successful"}, {"name": "post", "status": "Running"}
    status = {"blueGreen": {"prePromotionAnalysisRunStatus": before, "postPromotionAnalysisRunStatus": after}}
    assert rollout(**status).analyses == (("pre", "Successful"), ("post", "Running"))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("30s", 30.0), ("1h30m", 5400.0), (45, 45.0), ("45", 45.0), ("", None), (None, None), ("soon", None), (True, None),
     ("1x", None), ("9" * 40 + "s", None), ("250ms", 0.25)],
)  # fmt: skip
def test_durations_are_read_as_argo_writes_them(value: Any, seconds: float | None) -> None:
    assert duration_s(value) == seconds


def test_an_analysis_run_tells_its_metrics() -> None:
    measured = [{"phase": "Failed", "value": "[0.08]"}]
    metric = {"name": "errors", "phase": "Failed", "count": 3, "failed": 2, "dryRun": True, "measurements": measured}
    owner = {"kind": "Rollout", "name": "web", "controller": True}
    labels = {"rollouts-pod-template-hash": "bbb"}
    one: AnalysisRun = row(
        "rollouts",
        "AnalysisRun",
        {
            "metadata": {**META, "ownerReferences": [owner], "labels": labels},
            "status": {"phase": "Running", "startedAt": "2026-01-01T00:00:00Z", "metricResults": [metric]},
        },
    )
    assert one.metrics == (AnalysisMetric("errors", "Failed", "[0.08]", 3, 2, "", dry_run=True),)
    assert (one.owner, one.revision_hash, one.completed_at_s) == ("Rollout/web", "bbb", None)


def test_a_budget_that_nobody_counted_yet_shows_no_zeros() -> None:
    spec = {"maxUnavailable": "25%", "selector": {"matchLabels": {"app": "web"}}}
    fresh: DisruptionBudget = row("disruption", "PodDisruptionBudget", {"spec": spec, "status": {}})
    assert (fresh.allowed, fresh.healthy, fresh.maximum_away, fresh.minimum) == (None, None, "25%", "")
    status = {"disruptionsAllowed": 0, "currentHealthy": 2, "desiredHealthy": 2, "expectedPods": 3}
    counted: DisruptionBudget = row(
        "disruption",
        "PodDisruptionBudget",
        {"spec": {"minAvailable": 2}, "status": {**status, "observedGeneration": 1}},
    )
    assert (counted.allowed, counted.healthy, counted.wanted, counted.expected) == (0, 2, 2, 3)
    assert counted.minimum == "2"


def test_a_budget_tells_what_else_it_asks_of_its_pods() -> None:
    expressions = [
        {"key": "tier", "operator": "In", "values": ["web", "api"]},
        {"key": "track", "operator": "NotIn", "values": ["canary"]},
        {"key": "app", "operator": "Exists"},
        {"key": "batch", "operator": "DoesNotExist"},
    ]
    spec = {"minAvailable": 1, "selector": {"matchExpressions": expressions}}
    one: DisruptionBudget = row("disruption", "PodDisruptionBudget", {"spec": spec})
    assert (one.selector, one.expressions) == ((), ("tier in (web,api)", "track notin (canary)", "app", "!batch"))


@pytest.mark.parametrize(
    ("selector", "everyone"),
    [({}, True), ({"matchLabels": {}}, True), (None, False), ({"matchLabels": {"app": "web"}}, False),
     ({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, False)],
)  # fmt: skip
def test_a_budget_with_an_empty_selector_is_for_all_pods(selector: Any, everyone: bool) -> None:
    """And one without a selector is for none: both looked the same (policy/v1)."""
    one: DisruptionBudget = row("disruption", "PodDisruptionBudget", {"spec": {"selector": selector}})
    assert one.everyone is everyone


def test_a_quota_tells_which_pods_it_counts() -> None:
    hard, low = {"hard": {"requests.cpu": "4"}}, {"scopeName": "PriorityClass", "operator": "In", "values": ["low"]}
    batch: Quota = row("quotas", "ResourceQuota", {"spec": {**hard, "scopes": ["Terminating", "NotBestEffort"]}})
    graded: Quota = row("quotas", "ResourceQuota", {"spec": {**hard, "scopeSelector": {"matchExpressions": [low]}}})
    lasting: Quota = row("quotas", "ResourceQuota", {"spec": {**hard, "scopes": ["NotTerminating"]}})
    everyone: Quota = row("quotas", "ResourceQuota", {"spec": {**hard, "scopeSelector": {}}})
    assert batch.scopes == ("Terminating", "NotBestEffort")
    assert graded.scopes == ("PriorityClass in (low)",)
    told = [one.counts_services for one in (batch, graded, lasting, everyone)]
    assert told == [False, False, True, True]


def test_constraints_of_any_kind_tell_their_violations_and_the_total() -> None:
    pods = ResourceKind("", "v1", "Pod", "pods", True)
    (watched,) = constraint_kinds([pods, CONSTRAINT])
    violation = {
        "kind": "Deployment",
        "namespace": "n",
        "name": "web",
        "message": "no owner",
        "enforcementAction": "warn",
    }
    status = {"totalViolations": 99, "violations": [violation], "auditTimestamp": "2026-01-01T00:00:00Z"}
    content = {"metadata": {"name": "owners"}, "spec": {"enforcementAction": "warn", "x": 1}, "status": status}
    wire = object_decoder(watched.wire).decode(msgspec.json.encode(content))
    one = watched.row(wire, CONSTRAINT, "lab")
    assert isinstance(one, PolicyConstraint)
    assert (one.total, one.enforcement, one.audited_at_s) == (99, "warn", 1_767_225_600.0)
    assert one.violations == (PolicyViolation("Deployment", "n", "web", "no owner", "warn"),)
    bare = watched.row(object_decoder(watched.wire).decode(b'{"metadata":{"name":"x"}}'), CONSTRAINT, "lab")
    assert isinstance(bare, PolicyConstraint)
    assert (bare.total, bare.enforcement) == (None, "deny")


@pytest.mark.parametrize(
    ("actions", "action"),
    [(["dryrun"], "dryrun"), (["warn", "deny"], "deny"), ([], "scoped"), (None, "scoped"), (["other"], "scoped")],
)
def test_a_scoped_constraint_tells_what_is_done_about_each_violation(actions: Any, action: str) -> None:
    """“scoped” says nothing of it: one that only counts stood above those that warn (L7.4)."""
    violation = {"kind": "Pod", "name": "p", "enforcementAction": "scoped", "enforcementActions": actions}
    (watched,) = constraint_kinds([CONSTRAINT])
    content = {"spec": {"enforcementAction": "scoped"}, "status": {"violations": [violation]}}
    one = watched.row(object_decoder(watched.wire).decode(msgspec.json.encode(content)), CONSTRAINT, "lab")
    assert isinstance(one, PolicyConstraint)
    assert (one.enforcement, one.violations[0].action) == ("scoped", action)


def told(policy: TrafficPolicy) -> dict[tuple[str, str, str], str]:
    return {(one.mechanism.value, one.scope, one.name): one.value for one in policy.settings}


def test_a_destination_rule_tells_bulkheads_and_outlier_detection_with_its_subsets() -> None:
    pool = {"tcp": {"maxConnections": 64}, "http": {"http1MaxPendingRequests": 32}}
    policy = {"connectionPool": pool, "outlierDetection": {"consecutive5xxErrors": 5, "interval": "10s"}}
    port = {"port": {"number": 80}, "connectionPool": {"tcp": {"maxConnections": 8}}}
    subset = {"name": "v2", "trafficPolicy": {"loadBalancer": {"simple": "LEAST_REQUEST"}}}
    spec = {"host": "web", "trafficPolicy": {**policy, "portLevelSettings": [port]}, "subsets": [subset]}
    one: TrafficPolicy = row("traffic-policies", "DestinationRule", {"spec": spec})
    assert one.target == "web"
    assert told(one) == {
        (Mechanism.BULKHEAD.value, "", "tcp.maxConnections"): "64",
        (Mechanism.BULKHEAD.value, "", "http.http1MaxPendingRequests"): "32",
        (Mechanism.OUTLIER.value, "", "consecutive5xxErrors"): "5",
        (Mechanism.OUTLIER.value, "", "interval"): "10s",
        (Mechanism.BULKHEAD.value, ":80", "tcp.maxConnections"): "8",
        (Mechanism.BALANCING.value, "v2", "simple"): "LEAST_REQUEST",
    }


def test_an_envoy_filter_tells_adaptive_concurrency_and_nothing_of_what_it_does_not_know() -> None:
    gradient = {"concurrency_limit_params": {"concurrency_update_interval": "0.1s"}}
    config = {"@type": "type.googleapis.com/x.AdaptiveConcurrency", "gradient_controller_config": gradient}
    value = {"name": "envoy.filters.http.adaptive_concurrency", "typed_config": config}
    other = {"name": "envoy.filters.http.lua", "typed_config": {"inline_code": "token=1"}}
    patches = [{"applyTo": "HTTP_FILTER", "patch": {"operation": "MERGE", "value": each}} for each in (value, other)]
    spec = {"workloadSelector": {"labels": {"app": "web"}}, "configPatches": patches}
    one: TrafficPolicy = row("traffic-policies", "EnvoyFilter", {"spec": spec})
    name = "gradient_controller_config.concurrency_limit_params.concurrency_update_interval"
    assert told(one) == {("concurrency", "envoy.filters.http.adaptive_concurrency", name): "0.1s"}
    assert one.target == "app=web"


@pytest.mark.parametrize(
    ("match", "scope"),
    [
        ({"context": "SIDECAR_OUTBOUND", "cluster": {"service": "pay", "portNumber": 80}}, "pay:80"),
        ({"cluster": {"name": "outbound|80||pay"}}, "outbound|80||pay"),
        ({"cluster": {"service": "pay", "subset": "v2"}}, "pay/v2"),
        ({"routeConfiguration": {"vhost": {"name": "pay:80", "route": {"action": "ANY"}}}}, "pay:80"),
        ({"context": "GATEWAY"}, ""),
        ({"cluster": "odd", "routeConfiguration": []}, ""),
        (None, ""),
    ],
)
def test_a_patch_of_one_cluster_is_not_told_as_one_of_all(match: Any, scope: str) -> None:
    """A bulkhead of one service stood there without a place, which means: for every one (L5.4)."""
    value = {"circuit_breakers": {"thresholds": [{"max_connections": 5}]}}
    spec = {"configPatches": [{"applyTo": "CLUSTER", "match": match, "patch": {"value": value}}]}
    refs = [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "waypoint"}]
    one: TrafficPolicy = row("traffic-policies", "EnvoyFilter", {"spec": {**spec, "targetRefs": refs}})
    assert told(one) == {("bulkhead", scope, "circuit_breakers.thresholds.0.max_connections"): "5"}
    assert one.target == "Gateway/waypoint"


def test_an_envoy_filter_may_hide_its_settings_in_a_typed_struct() -> None:
    # proves L5.4: as filters were written for years, and with a name of one's own
    kind = "type.googleapis.com/envoy.extensions.filters.http.adaptive_concurrency.v3.AdaptiveConcurrency"
    inside = {"gradient_controller_config": {"min_rtt_calc_params": {"request_count": 50}}}
    config = {"@type": "type.googleapis.com/udpa.type.v1.TypedStruct", "type_url": kind, "value": inside}
    patch = {"applyTo": "HTTP_FILTER", "patch": {"value": {"name": "our-limit", "typed_config": config}}}
    one: TrafficPolicy = row("traffic-policies", "EnvoyFilter", {"spec": {"configPatches": [patch]}})
    name = "gradient_controller_config.min_rtt_calc_params.request_count"
    assert told(one) == {("concurrency", "our-limit", name): "50"}


def test_an_envoy_filter_tells_retries_of_routes_and_each_setting_of_a_cluster_under_its_own_mechanism() -> None:
    values = (
        {"route": {"retry_policy": {"retry_on": "5xx", "num_retries": 3}}},
        {"outlierDetection": {"consecutive5xx": 5}, "circuit_breakers": {"thresholds": [{"max_connections": 100}]}},
    )
    patches = [{"applyTo": "HTTP_ROUTE", "patch": {"operation": "MERGE", "value": each}} for each in values]
    one: TrafficPolicy = row("traffic-policies", "EnvoyFilter", {"spec": {"configPatches": patches}})
    assert told(one) == {
        ("retry", "", "route.retry_policy.retry_on"): "5xx",
        ("retry", "", "route.retry_policy.num_retries"): "3",
        ("outlier", "", "outlierDetection.consecutive5xx"): "5",
        ("bulkhead", "", "circuit_breakers.thresholds.0.max_connections"): "100",
    }


def test_a_destination_rule_tells_its_budget_of_retries() -> None:
    subset = {"name": "v2", "trafficPolicy": {"retryBudget": {"percent": 10}}}
    spec = {"host": "web", "trafficPolicy": {"retryBudget": {"minRetryConcurrency": 5}}, "subsets": [subset]}
    one: TrafficPolicy = row("traffic-policies", "DestinationRule", {"spec": spec})
    assert told(one) == {
        ("retry", "", "retryBudget.minRetryConcurrency"): "5",
        ("retry", "v2", "retryBudget.percent"): "10",
    }


def test_retries_and_timeouts_are_told_rule_by_rule() -> None:
    rules = [{"name": "first", "timeout": "8s"}, {"retries": {"attempts": 2, "retryOn": "5xx"}}]
    one: TrafficPolicy = row("traffic-policies", "VirtualService", {"spec": {"hosts": ["a", "b"], "http": rules}})
    assert told(one) == {
        ("timeout", "first", "timeout"): "8s",
        ("retry", "1", "attempts"): "2",
        ("retry", "1", "retryOn"): "5xx",
    }
    assert one.target == "a, b"


def test_every_rule_of_a_route_keeps_its_place_and_its_own_weights() -> None:
    goal = {"destination": {"host": "web", "subset": "v2"}, "weight": 10}
    rest = {"destination": {"host": "web", "subset": "v1"}, "weight": 90}
    spec = {
        "hosts": ["x"],
        "http": [{"route": [goal, rest]}, {"name": "all", "route": [{"destination": {"host": "a"}}]}],
    }
    one: Route = row("routes", "VirtualService", {"spec": spec})
    assert one.rules == (
        RouteRule("/spec/http/0", "", (Destination("web", 10, "v2"), Destination("web", 90, "v1"))),
        RouteRule("/spec/http/1", "all", (Destination("a", 100),)),
    )
    assert [each.host for each in one.destinations] == ["web", "web", "a"]
    gateway = {"rules": [{"backendRefs": [{"name": "a"}]}, {"name": "n", "backendRefs": [{"name": "b", "weight": 0}]}]}
    other: Route = row("routes", "HTTPRoute", {"spec": gateway})
    assert [each.path for each in other.rules] == ["/spec/rules/0", "/spec/rules/1"]
    assert other.rules[1] == RouteRule("/spec/rules/1", "n", (Destination("b", 0),))


def test_a_route_tells_which_gateway_does_not_take_it() -> None:
    """Its weights stand there all the same and are in force nowhere (L5.2)."""
    taken = {"type": "Accepted", "status": "True", "reason": "Accepted"}
    lost = {"type": "ResolvedRefs", "status": "False", "reason": "BackendNotFound", "message": "no web"}
    other = {"type": "Programmed", "status": "False", "reason": "Pending"}
    refused = {"type": "Accepted", "status": "False", "reason": "NoMatchingParent"}
    parents = [
        {"parentRef": {"name": "inner"}, "conditions": [taken, lost, other]},
        {"parentRef": {"name": "outer"}, "conditions": [refused]},
        {"parentRef": {"name": "new"}},
    ]
    found: Route = row("routes", "HTTPRoute", {"spec": {}, "status": {"parents": parents}})
    assert found.refused == (
        "inner: ResolvedRefs=False BackendNotFound: no web",
        "outer: Accepted=False NoMatchingParent",
    )
    assert row("routes", "HTTPRoute", {"spec": {}}).refused == ()


def test_backends_of_one_name_go_by_their_namespaces_where_there_are_several() -> None:
    ports = [{"name": "web", "port": 80, "weight": 9}, {"name": "web", "port": 81, "namespace": "cell-tokyo"}]
    twice: Route = row("routes", "HTTPRoute", {"spec": {"rules": [{"backendRefs": ports}]}})
    assert [one.host for one in twice.destinations] == ["web", "web"]
    far = [*ports, {"name": "web", "namespace": "cell-osaka"}]
    apart: Route = row("routes", "HTTPRoute", {"spec": {"rules": [{"backendRefs": far}]}})
    assert [one.host for one in apart.destinations] == ["web.cell-tokyo", "web.cell-tokyo", "web.cell-osaka"]


def test_pauses_of_autoscalers_are_told_as_they_are_made() -> None:
    note = "autoscaling.keda.sh/paused-replicas"
    spec = {"scaleTargetRef": {"name": "web"}, "maxReplicas": 3}
    held = row("autoscalers", "ScaledObject", {"metadata": {**META, "annotations": {note: "2"}}, "spec": spec})
    assert (held.paused, held.held_at) == (True, 2)
    hostile = row("autoscalers", "ScaledObject", {"metadata": {**META, "annotations": {note: "²" * 30}}, "spec": spec})
    assert (hostile.paused, hostile.held_at) == (True, None)
    still = {way: {"selectPolicy": "Disabled"} for way in ("scaleUp", "scaleDown")}
    kind = "HorizontalPodAutoscaler"
    assert row("autoscalers", kind, {"spec": {**spec, "behavior": still}}).paused is True
    assert row("autoscalers", kind, {"spec": {**spec, "behavior": {"scaleUp": still["scaleUp"]}}}).paused is False
