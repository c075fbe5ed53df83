"""Whatever is written into the objects, the lab goes on (proves C7: the lab is steered by anybody with kubectl)."""

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


@pytest.mark.parametrize("resource", [row[:3] for row in CONTROLLED], ids=lambda row: row[0])
def test_deleting_a_controlled_object_never_stops_the_lab(resource: tuple[str, str, str]) -> None:
    alone = SimulatedLab()
    alone.store.delete(*resource)
    alone.run(70, step_s=5.0)
    assert alone.world.metrics_text()
