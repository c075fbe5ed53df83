"""Whatever is written into the objects, the lab goes on (proves C7: the lab is steered by anybody with kubectl)."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.simulated_lab import SimulatedLab

CONTROLLED = [
    ("deployments.apps", "cell-tokyo", "web", "spec"),
    ("rollouts.argoproj.io", "cell-tokyo", "personalize", "spec"),
    ("statefulsets.apps", "cell-tokyo", "postgres", "spec"),
    ("horizontalpodautoscalers.autoscaling", "cell-tokyo", "web", "spec"),
    ("scaledobjects.keda.sh", "cell-tokyo", "delivery", "spec"),
    ("triggerauthentications.keda.sh", "cell-tokyo", "kafka-trigger-auth", "spec"),
    ("virtualservices.networking.istio.io", "edge", "cell-router", "spec"),
    ("configmaps", "cell-tokyo", "model-router", "data"),
    ("configmaps", "cell-tokyo", "cell-quota", "data"),
    ("configmaps", "cell-tokyo", "delivery-config", "data"),
    ("secrets", "cell-tokyo", "kafka-auth", "data"),
    ("cronjobs.batch", "cell-ai", "demand-forecast", "spec"),
]
KEYS = st.sampled_from(
    [
        "replicas", "template", "spec", "containers", "paused", "minReplicas", "maxReplicas", "metrics", "resource",
        "behavior", "type", "scaleDown", "minReplicaCount", "maxReplicaCount", "triggers", "metadata", "lagThreshold",
        "http", "route", "weight", "destination", "host", "weights.json", "langchain_rps", "next_edge_rps",
        "batch.size",
        "secretTargetRef", "name", "key", "jobTemplate", "suspend", "strategy", "canary", "steps", "external", "target",
    ]
)  # fmt: skip
ODD = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats() | st.text(max_size=8)
JSON: st.SearchStrategy[Any] = st.recursive(
    ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@pytest.fixture(scope="module")
def lab() -> SimulatedLab:
    return SimulatedLab()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.sampled_from(CONTROLLED), what=JSON)
def test_odd_content_of_controlled_objects_never_stops_the_lab(
    lab: SimulatedLab, where: tuple[str, str, str, str], what: Any
) -> None:
    resource, namespace, name, part = where
    good = lab.store.get(resource, namespace, name)
    lab.store.patch(resource, namespace, name, {part: what})
    lab.run(6, step_s=2.0)
    assert lab.world.metrics_text()
    current = lab.store.get(resource, namespace, name)
    lab.store.replace(
        {**good, "metadata": {**good["metadata"], "resourceVersion": current["metadata"]["resourceVersion"]}}
    )
    lab.run(2, step_s=2.0)


def test_lab_is_healthy_again_after_all_that(lab: SimulatedLab) -> None:
    state = lab.run(600, step_s=10.0)
    assert float(state.cells["tokyo"].flow.services["web"].failed) < 0.01


@pytest.mark.parametrize("number", ["9" * 400, "9" * 12, "9" * 5000])
def test_a_number_of_replicas_that_nobody_has_never_stops_the_lab(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.lab.world.workload_record._MOST_REPLICAS", 30)  # pods take their time
    alone = SimulatedLab()
    held: dict[str, object] = {"metadata": {"annotations": {"autoscaling.keda.sh/paused-replicas": number}}}
    alone.patch("scaledobjects.keda.sh", "cell-content", "delivery", held)
    reached = alone.run(20).at_s
    assert alone.store.get("deployments.apps", "cell-content", "delivery")["spec"]["replicas"] <= 1_000_000
    alone.patch("scaledobjects.keda.sh", "cell-content", "delivery", {"metadata": {"annotations": None}})
    assert alone.run(2).at_s > reached


@pytest.mark.parametrize("weight", ["Infinity", "-Infinity", "NaN", "1e999", "1e308"])
def test_weights_of_models_that_are_no_numbers_keep_what_is_known(weight: str) -> None:
    alone = SimulatedLab()
    known = json.loads(alone.store.get("configmaps", "cell-tokyo", "model-router")["data"]["weights.json"])
    text = ",".join(f'"{name}": {weight}' for name in known)
    alone.patch("configmaps", "cell-tokyo", "model-router", {"data": {"weights.json": f"{{{text}}}"}})
    flow = alone.run(5).cells["tokyo"].flow
    assert 0.5 < float(flow.accuracy) < 1.0
    assert b"nan" not in alone.world.metrics_text().lower().replace(b"tenant", b"")


@pytest.mark.parametrize("resource", [row[:3] for row in CONTROLLED], ids=lambda row: row[0])
def test_deleting_a_controlled_object_never_stops_the_lab(resource: tuple[str, str, str]) -> None:
    alone = SimulatedLab()
    alone.store.delete(*resource)
    alone.run(70, step_s=5.0)
    assert alone.world.metrics_text()
