"""What a cluster's connection sees beyond its workloads, as people read it (proves L5.2, L5.4, L7.5)."""

from dataclasses import replace

from console.domain.cluster_right import ClusterRights, RightRule
from console.domain.disruption_budget import DisruptionBudget
from console.domain.policy_constraint import PolicyConstraint, PolicyViolation
from console.domain.resource import Condition, ResourceRef
from console.domain.rollout import AnalysisMetric, AnalysisRun, CanaryStep, Rollout, RolloutPause
from console.domain.route import Destination, Job, Quota, Route, RouteRule
from console.domain.traffic_policy import Mechanism, PolicySetting, TrafficPolicy
from console.presenters.inventory_table import inventory_kinds
from console.presenters.view_rights import refused_views

TOPICS = ("rollouts", "disruption", "constraints", "traffic-policies", "routes", "quotas", "jobs")
NOW_S = 1_795_395_600.0


def ref(kind: str, name: str, namespace: str = "cell-tokyo") -> ResourceRef:
    return ResourceRef("lab", kind, namespace, name)


STEPS = (CanaryStep("setWeight", weight=5), CanaryStep("pause", pause_s=3600.0), CanaryStep("pause"))
ROLLOUT = Rollout(
    ref("Rollout", "web"), (), "canary", "Paused", "CanaryPauseStep", ("web:2",), "3", STEPS, 1, 5, 5, "a", "b",
    7, 1, 8, False, True, (RolloutPause("CanaryPauseStep", NOW_S - 120),), False, None, False, (("web-1", "Running"),),
)  # fmt: skip


def cells(row: object) -> dict[str, str]:
    """The texts of a row by column."""
    kind = next(one for one in inventory_kinds(TOPICS) if one.row is type(row))
    return {column.key: column.text(row, NOW_S) for column in kind.columns()}


def test_a_rollout_says_where_it_stands_and_since_when_it_waits() -> None:
    told = cells(ROLLOUT)
    assert (told["phase"], told["weight"], told["pods"], told["analysis"]) == ("Paused", "5 %", "1 / 7", "Running")
    assert told["step"].startswith("2 of 3: pause 1")
    assert "CanaryPauseStep" in told["held"]
    assert "2" in told["held"]


def test_a_rollout_of_which_nothing_is_known_shows_no_zeros() -> None:
    bare = Rollout(
        ref("Rollout", "new"), (), "canary", "", "", (), "", (), None, None, None, "", "", 1, 0, 0, False, False,
        (), False, None, False,
    )  # fmt: skip
    told = cells(bare)
    assert {told["phase"], told["step"], told["weight"]} == {"–"}


def test_an_analysis_tells_what_only_warns() -> None:
    metric = AnalysisMetric("errors", "Failed", "[0.08]", 4, 3, dry_run=True)
    run = AnalysisRun(ref("AnalysisRun", "web-1"), "Running", "", "Rollout/web", "b", (metric,), NOW_S - 60, None)
    assert cells(run)["metrics"] == "errors Failed [0.08], 3 of 4 failed (only told)"


def test_a_budget_says_whether_a_pod_may_go() -> None:
    why = Condition("DisruptionAllowed", "False", "InsufficientPods")
    told = cells(DisruptionBudget(ref("PodDisruptionBudget", "web"), (("app", "web"),), "", "1", 2, 2, 0, 3, (why,)))
    assert (told["allowed"], told["healthy"], told["rule"], told["why"]) == (
        "0",
        "2 / 3",
        "at most 1 go",
        "InsufficientPods",
    )
    fresh = cells(DisruptionBudget(ref("PodDisruptionBudget", "new"), (), "", "1", None, None, None, None))
    assert (fresh["allowed"], fresh["healthy"], fresh["pods"]) == ("–", "–", "")
    wide = (("app", "web"),), "", "1", None, None, None, None, (), ("track notin (canary)",)
    assert fresh["pods"] == ""
    everyone = DisruptionBudget(ref("PodDisruptionBudget", "all"), (), "", "1", None, None, None, None, everyone=True)
    assert cells(everyone)["pods"] == "all pods of the namespace"
    assert cells(DisruptionBudget(ref("PodDisruptionBudget", "web"), *wide))["pods"] == "app=web, track notin (canary)"


def test_a_quota_says_which_pods_it_counts() -> None:
    items = (("requests.cpu", "4", "1"), ("pods", "9", ""))
    assert cells(Quota(ref("ResourceQuota", "q"), items))["used"] == "requests.cpu 1 / 4, pods – / 9"
    batch = Quota(ref("ResourceQuota", "q"), items[:1], ("Terminating",))
    assert cells(batch)["used"] == "requests.cpu 1 / 4 (Terminating)"


def test_a_constraint_names_the_first_who_break_it_and_counts_the_rest() -> None:
    broken = tuple(PolicyViolation("Deployment", "n", f"d{number}", "no owner", "warn") for number in range(5))
    told = cells(PolicyConstraint(ref("K8sRequiredLabels", "owners", ""), "warn", 9, broken, NOW_S))
    assert told["total"] == "9"
    assert told["who"].startswith("Deployment n/d0: no owner; ")
    assert told["who"].endswith("and 6 more")


def test_resilience_settings_stand_in_columns_of_their_own() -> None:
    settings = (
        PolicySetting(Mechanism.BULKHEAD, "tcp.maxConnections", "64"),
        PolicySetting(Mechanism.RETRY, "attempts", "2", "first"),
    )
    told = cells(TrafficPolicy(ref("DestinationRule", "web"), "web.local", settings))
    assert (told["bulkhead"], told["retry"], told["outlier"]) == ("tcp.maxConnections 64", "first: attempts 2", "")


def test_routes_quotas_and_jobs_are_told_whole() -> None:
    to = (Destination("tokyo", 60), Destination("osaka", 40, "v2"))
    route = Route(
        ref("VirtualService", "router"), ("shop",), to, (("tokyo", 60.0),), (RouteRule("/spec/http/0", "", to),)
    )
    assert cells(route)["weights"] == "http/0: tokyo 60, osaka/v2 40"
    assert cells(route)["agreed"] == "tokyo 60"
    assert cells(replace(route, refused=("a: gone", "b: lost")))["refused"] == "a: gone; b: lost"
    assert cells(Quota(ref("ResourceQuota", "q"), (("pods", "10", ""),)))["used"] == "pods – / 10"
    job = Job(ref("CronJob", "nightly"), "0 1 * * *", True, 0, 3, 1, None, None)
    assert (cells(job)["state"], cells(job)["began"], cells(job)["counts"]) == ("suspended", "–", "0, 3, 1")


def test_only_what_is_surely_refused_is_greyed_out_with_the_reason() -> None:
    rule = RightRule(("get", "list"), ("",), ("pods", "pods/log", "events"))
    refused = refused_views(ClusterRights((rule,)), "cell-tokyo")
    assert list(refused) == ["forwards"]
    assert "pods/portforward" in refused["forwards"]
    assert refused_views(ClusterRights((rule,), complete=False), "cell-tokyo") == {}
    named = RightRule(("*",), ("*",), ("*",), ("one",))
    rights = ClusterRights((named,))
    assert rights.may("patch", "apps", "deployments/scale", "one") is True
    assert rights.may("patch", "apps", "deployments/scale", "two") is False
    part = ClusterRights((RightRule(("patch",), ("apps",), ("*/scale",)),))
    assert part.may("patch", "apps", "deployments/scale") is True
    assert part.may("patch", "apps", "deployments") is False
