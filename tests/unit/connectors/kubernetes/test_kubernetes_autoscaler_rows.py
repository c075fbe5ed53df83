"""What controllers of autoscalers really write: metrics of one name, shares, pauses, formulas. Proves L2.1, L2.2."""

from typing import Any

import msgspec
import pytest

from connectors.kubernetes.kind import object_decoder
from connectors.kubernetes.topics import TOPICS
from console.domain.autoscaler import Autoscaler, SizeBound
from console.domain.scaled_queue import reads_queue, target_of

PAUSED, PAUSED_AT = "autoscaling.keda.sh/paused", "autoscaling.keda.sh/paused-replicas"


def row(kind: str, spec: dict[str, Any], status: dict[str, Any] | None = None, **notes: str) -> Autoscaler:
    watched = next(one for one in TOPICS["autoscalers"] if one.kind == kind)
    body = {"metadata": {"name": "one", "annotations": notes}, "spec": spec, "status": status or {}}
    wire = object_decoder(watched.wire).decode(msgspec.json.encode(body))
    found = watched.row(wire, watched.at(watched.versions[0]), "lab")
    assert isinstance(found, Autoscaler)
    return found


def external(queue: str, **values: Any) -> dict[str, Any]:
    metric = {"name": "undelivered", "selector": {"matchLabels": {"queue": queue}}}
    return {"type": "External", "external": {"metric": metric, **values}}


@pytest.mark.parametrize(
    ("told", "currents"),
    [
        ([external("a", current={"averageValue": "90"}), external("b", current={"averageValue": "1"})], ["90", "1"]),
        ([{"type": ""}, external("b", current={"averageValue": "1"})], [None, "1"]),
        ([external("a", current={"averageValue": "90"})], ["90", None]),
        (None, [None, None]),
    ],
)
def test_metrics_of_one_name_keep_their_own_values(told: Any, currents: list[str | None]) -> None:
    metrics = [external(queue, target={"type": "AverageValue", "averageValue": "10"}) for queue in "ab"]
    hpa = row("HorizontalPodAutoscaler", {"maxReplicas": 9, "metrics": metrics}, {"currentMetrics": told})
    assert [(one.current, one.target) for one in hpa.metrics] == [(current, "10") for current in currents]


def test_a_trigger_on_utilization_tells_percent() -> None:
    triggers = [
        {"type": "cpu", "metricType": "Utilization", "metadata": {"value": "60"}},
        {"type": "memory", "metadata": {"type": "Utilization", "value": "70"}},
        {"type": "cpu", "metricType": "AverageValue", "metadata": {"value": "500m"}},
        {"type": "prometheus", "metricType": "Value", "metadata": {"threshold": "5"}},
        {"type": "gcp-storage", "metadata": {"targetObjectCount": "8", "activationTargetObjectCount": "2"}},
    ]
    found = row("ScaledObject", {"scaleTargetRef": {"name": "web"}, "triggers": triggers})
    assert [one.target for one in found.metrics] == ["60%", "70%", "500m", "5", "8"]
    assert found.metrics[4].activation == "2"


def test_a_kafka_trigger_that_states_no_threshold_has_that_of_keda() -> None:
    """Without it nobody could tell how many replicas a lag calls for (L2.2)."""
    triggers = [{"type": kind, "metadata": {"topic": "t"}} for kind in ("kafka", "apache-kafka", "redis")]
    found = row("ScaledObject", {"scaleTargetRef": {"name": "web"}, "triggers": triggers})
    assert [one.target for one in found.metrics] == ["10", "10", None]


def test_a_formula_takes_the_place_of_the_targets_of_its_triggers() -> None:
    """Its number alone reaches the HPA: a lag over a trigger's own threshold calls for no replicas (L2.2)."""
    trigger = {"type": "kafka", "name": "lag", "metadata": {"lagThreshold": "5", "activationLagThreshold": "9"}}
    modifiers = {"formula": "lag + 1", "target": "20", "activationTarget": "3"}
    spec = {"scaleTargetRef": {"name": "web"}, "triggers": [trigger], "advanced": {"scalingModifiers": modifiers}}
    found = row("ScaledObject", spec)
    assert [(one.name, one.target, one.activation) for one in found.metrics] == [
        ("lag", None, None),
        ("lag + 1", "20", "3"),
    ]
    assert target_of(found) is None
    clock = {"type": "cron", "name": "day", "metadata": {"desiredReplicas": "3"}}
    assert not reads_queue(row("ScaledObject", spec | {"triggers": [clock]}))
    assert row("ScaledObject", spec | {"advanced": {"scalingModifiers": {}}}).metrics[0].target == "5"


@pytest.mark.parametrize(
    ("text", "paused"), [("true", True), ("1", True), ("t", True), ("yes", True), ("false", False), ("0", False)]
)
@pytest.mark.parametrize("kind", ["ScaledObject", "ScaledJob"])
def test_all_but_a_false_word_pauses_keda(kind: str, text: str, paused: bool) -> None:
    assert row(kind, {"triggers": []}, **{PAUSED: text}).paused is paused


def test_a_scaled_job_is_not_held_at_a_number() -> None:
    job = row("ScaledJob", {"triggers": []}, **{PAUSED_AT: "3"})
    assert (job.paused, job.held_at) == (False, None)
    scaled = row("ScaledObject", {"triggers": []}, **{PAUSED_AT: "3"})
    assert (scaled.paused, scaled.held_at) == (True, 3)


@pytest.mark.parametrize(
    ("behavior", "never_adds", "paused"),
    [
        ({"scaleUp": {"selectPolicy": "Disabled"}}, True, False),
        ({"scaleUp": {"selectPolicy": "Disabled"}, "scaleDown": {"stabilizationWindowSeconds": 0}}, True, False),
        ({"scaleUp": {"selectPolicy": "Disabled"}, "scaleDown": {"selectPolicy": "Disabled"}}, False, True),
        ({"scaleUp": {"selectPolicy": "Max"}, "scaleDown": {"selectPolicy": "Disabled"}}, False, False),
        (None, False, False),
    ],
)
def test_a_behavior_may_forbid_to_add_replicas(behavior: Any, never_adds: bool, paused: bool) -> None:
    hpa = row("HorizontalPodAutoscaler", {"maxReplicas": 9, "behavior": behavior})
    assert (hpa.never_adds, hpa.paused) == (never_adds, paused)


def advice(container: str, **targets: dict[str, str]) -> dict[str, Any]:
    return {"containerName": container, **targets}


def test_a_vpa_tells_its_mode_its_bounds_and_what_they_hold_back() -> None:
    policies = [
        {"containerName": "app", "minAllowed": {"cpu": "100m"}, "maxAllowed": {"cpu": "1", "memory": "1Gi"}},
        {"containerName": "*", "maxAllowed": {"cpu": "200m"}},
    ]
    spec = {
        "targetRef": {"kind": "Deployment", "name": "web"},
        "updatePolicy": {"updateMode": "Initial"},
        "resourcePolicy": {"containerPolicies": policies},
    }
    told = [
        advice("app", target={"cpu": "1", "memory": "256Mi"}, uncappedTarget={"cpu": "3", "memory": "268435456"}),
        advice("proxy", target={"cpu": "50m", "memory": "64Mi"}, uncappedTarget={"cpu": "50m", "memory": "64Mi"}),
    ]
    vpa = row("VerticalPodAutoscaler", spec, {"recommendation": {"containerRecommendations": told}})
    assert vpa.mode == "Initial"
    assert vpa.sizes == (
        SizeBound("app cpu", "100m", "1", "3"),
        SizeBound("app memory", "", "1Gi"),  # the same quantity, written in two ways
        SizeBound("proxy cpu", "", "200m"),
    )
    bare = row("VerticalPodAutoscaler", {"targetRef": {"name": "web"}, "resourcePolicy": {}})
    assert (bare.mode, bare.sizes, bare.paused) == ("", (), False)
