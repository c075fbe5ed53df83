"""Disruption budgets of a lab count what they say, whoever wrote them (proves C7: kubectl drains a node of the lab)."""

from typing import Any

import pytest

from console.lab.objects.workload_object import disruption_status
from tests.fakes.simulated_lab import SimulatedLab

BUDGETS = "poddisruptionbudgets.policy"
DEPLOYMENTS = "deployments.apps"
CELL = "cell-tokyo"


@pytest.mark.parametrize(
    ("spec", "needed", "allowed"),
    [
        ({"maxUnavailable": 1}, 4, 1),
        ({"maxUnavailable": 0}, 5, 0),
        ({"maxUnavailable": "25%"}, 3, 2),
        ({"minAvailable": 2}, 2, 3),
        ({"minAvailable": "50%"}, 3, 2),
        ({"minAvailable": "100%"}, 5, 0),
        ({"minAvailable": 9}, 9, 0),
        ({"minAvailable": "many"}, 0, 5),
    ],
)
def test_numbers_and_percentages_are_rounded_as_the_controller_does(
    spec: dict[str, Any], needed: int, allowed: int
) -> None:
    status = disruption_status({"metadata": {"generation": 3}, "spec": spec}, 5, 5)
    assert (status["desiredHealthy"], status["disruptionsAllowed"]) == (needed, allowed)
    assert (status["expectedPods"], status["observedGeneration"]) == (5, 3)


def test_without_pods_nothing_is_allowed() -> None:
    assert disruption_status({"spec": {"maxUnavailable": 1}}, 0, 0)["disruptionsAllowed"] == 0


def _status(lab: SimulatedLab, name: str) -> dict[str, Any]:
    found: dict[str, Any] = lab.store.get(BUDGETS, CELL, name)["status"]
    return found


def test_a_budget_of_the_estate_follows_its_spec_also_after_its_pods_changed() -> None:
    lab = SimulatedLab()
    replicas = lab.store.get(DEPLOYMENTS, CELL, "web")["spec"]["replicas"]
    lab.patch(BUDGETS, CELL, "web", {"spec": {"maxUnavailable": 0}})
    lab.run(2)
    assert (_status(lab, "web")["disruptionsAllowed"], _status(lab, "web")["desiredHealthy"]) == (0, replicas)
    assert _status(lab, "web")["observedGeneration"] == lab.store.get(BUDGETS, CELL, "web")["metadata"]["generation"]
    lab.store.delete("pods", CELL, lab.pods(CELL, "web")[0]["metadata"]["name"])
    lab.run(60)
    assert (_status(lab, "web")["currentHealthy"], _status(lab, "web")["disruptionsAllowed"]) == (replicas, 0)


def test_a_budget_that_somebody_makes_counts_the_pods_that_it_selects() -> None:
    lab = SimulatedLab()
    budget = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget"}
    selector = {"matchLabels": {"app.kubernetes.io/name": "web"}}
    made = lab.store.create(
        {**budget, "metadata": {"name": "mine", "namespace": CELL}, "spec": {"minAvailable": 1, "selector": selector}}
    )
    nobody = {**budget, "metadata": {"name": "nobody", "namespace": CELL}, "spec": {"minAvailable": 1}}
    odd = {"matchExpressions": [{"values": ["x"]}]}
    lab.store.create(nobody)
    lab.store.create({**nobody, "metadata": {"name": "odd", "namespace": CELL}, "spec": {"selector": odd}})
    lab.run(2)
    pods = len(lab.pods(CELL, "web"))
    assert _status(lab, "mine") == {
        "currentHealthy": pods, "desiredHealthy": 1, "disruptionsAllowed": pods - 1, "expectedPods": pods,
        "observedGeneration": made["metadata"]["generation"],
    }  # fmt: skip
    assert _status(lab, "nobody")["expectedPods"] == 0
    lab.patch("horizontalpodautoscalers.autoscaling", CELL, "web", {"spec": {"minReplicas": pods + 3}})
    lab.run(60)
    assert _status(lab, "mine")["currentHealthy"] == len(lab.pods(CELL, "web")) > pods
    lab.store.delete(BUDGETS, CELL, "mine")
    lab.store.delete("pods", CELL, lab.pods(CELL, "web")[0]["metadata"]["name"])
    lab.run(2)
    assert lab.store.find(BUDGETS, CELL, "mine") is None
