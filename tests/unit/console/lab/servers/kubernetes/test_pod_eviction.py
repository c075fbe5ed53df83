"""Evictions ask the disruption budget as the real server does (proves C7: kubectl drains a node of the lab)."""

from typing import Any

import pytest

from console.lab.servers.kubernetes.object_store import ObjectStore
from tests.fakes.kubernetes_cluster import NAMESPACE, PODS, Cluster, pod, small_cluster, small_store

pytestmark = pytest.mark.anyio
BUDGETS = "poddisruptionbudgets.policy"
EVICTION = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "web-0", "namespace": NAMESPACE}}
SELECTOR = {"matchLabels": {"app": "web"}}


def _store(*pods: str, selector: object = SELECTOR, name: str = "web", **status: int) -> ObjectStore:
    """Ready pods of a budget that lets one go, unless its status says otherwise."""
    store = small_store()
    for each in pods:
        store.create(pod(each))
    for entry in store.entries("pods", NAMESPACE):
        store.patch_status("pods", NAMESPACE, entry.name, {"conditions": [{"type": "Ready", "status": "True"}]})
    _budget(store, name, selector, **status)
    return store


def _budget(store: ObjectStore, name: str, selector: object, **status: int) -> None:
    counted = {"disruptionsAllowed": 1, "desiredHealthy": 1, "currentHealthy": 2, "observedGeneration": 1, **status}
    store.create(
        {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": {"name": name, "namespace": NAMESPACE},
            "spec": {"minAvailable": 1, **({} if selector is None else {"selector": selector})},
            "status": counted,
        }
    )


async def _evict(cluster: Cluster, name: str, **more: Any) -> tuple[int, Any]:
    return await cluster.call("POST", f"{PODS}/{name}/eviction", {**EVICTION, "metadata": {"name": name}}, **more)


def _told(answer: Any) -> str:
    return str(answer["details"]["causes"][0]["message"])


async def test_what_a_budget_allows_is_used_up_by_the_evictions_themselves() -> None:
    store = _store("web-1")
    async with small_cluster(store) as cluster:
        assert (await _evict(cluster, "web-0", params={"dryRun": "All"}))[0] == 201
        assert store.get(BUDGETS, NAMESPACE, "web")["status"]["disruptionsAllowed"] == 1
        assert (await _evict(cluster, "web-0"))[0] == 201
        assert store.get("pods", NAMESPACE, "web-0")["metadata"]["deletionTimestamp"]
        status, answer = await _evict(cluster, "web-1")
        assert (status, answer["reason"]) == (429, "TooManyRequests")
        assert _told(answer) == "The disruption budget web needs 1 healthy pods and has 2 currently"
        assert "deletionTimestamp" not in store.get("pods", NAMESPACE, "web-1")["metadata"]


@pytest.mark.parametrize(("selector", "wanted"), [({}, 429), (None, 201), ({"matchLabels": {"app": "else"}}, 201)])
async def test_an_empty_selector_is_about_every_pod_and_none_about_no_pod(selector: object, wanted: int) -> None:
    async with small_cluster(_store(selector=selector, disruptionsAllowed=0)) as cluster:
        assert (await _evict(cluster, "web-0"))[0] == wanted


@pytest.mark.parametrize("phase", ["Pending", "Succeeded", "Failed"])
async def test_a_pod_that_does_not_run_disrupts_nothing(phase: str) -> None:
    store = _store(disruptionsAllowed=0)
    store.patch_status("pods", NAMESPACE, "web-0", {"phase": phase})
    async with small_cluster(store) as cluster:
        assert (await _evict(cluster, "web-0"))[0] == 201


@pytest.mark.parametrize(
    ("policy", "status", "wanted"),
    [
        (None, {}, 201),
        (None, {"currentHealthy": 0}, 429),
        ("AlwaysAllow", {"currentHealthy": 0}, 201),
    ],
)
async def test_a_pod_that_is_not_ready_may_go_while_enough_others_are(
    policy: str | None, status: dict[str, int], wanted: int
) -> None:
    store = _store(disruptionsAllowed=0, **status)
    store.patch(BUDGETS, NAMESPACE, "web", {"spec": {"unhealthyPodEvictionPolicy": policy}})
    store.patch_status(BUDGETS, NAMESPACE, "web", {"observedGeneration": 2})
    store.patch_status("pods", NAMESPACE, "web-0", {"conditions": None})
    async with small_cluster(store) as cluster:
        assert (await _evict(cluster, "web-0"))[0] == wanted


async def test_a_changed_budget_that_was_not_counted_yet_lets_nothing_go() -> None:
    store = _store()
    store.patch(BUDGETS, NAMESPACE, "web", {"spec": {"minAvailable": 2}})
    async with small_cluster(store) as cluster:
        status, answer = await _evict(cluster, "web-0")
        assert (status, answer["details"]["retryAfterSeconds"]) == (429, 10)
        assert _told(answer) == "The disruption budget web is still being processed by the server."


async def test_a_pod_of_two_budgets_cannot_be_evicted() -> None:
    store = _store()
    _budget(store, "again", SELECTOR)
    async with small_cluster(store) as cluster:
        status, answer = await _evict(cluster, "web-0")
        assert status == 500
        assert "more than one PodDisruptionBudget" in answer["message"]


@pytest.mark.parametrize(("version", "wanted"), [("policy/v1beta1", 201), ("v1", 400), ("", 400), ({}, 400)])
async def test_evictions_of_older_clients_are_taken(version: object, wanted: int) -> None:
    """As kubectl writes them up to 1.21; real servers take them to this day."""
    async with small_cluster(_store()) as cluster:
        body = {**EVICTION, "apiVersion": version}
        assert (await cluster.call("POST", f"{PODS}/web-0/eviction", body))[0] == wanted


async def test_a_dry_run_of_another_name_is_refused_and_evicts_nothing() -> None:
    store = _store()
    async with small_cluster(store) as cluster:
        status, answer = await _evict(cluster, "web-0", params={"dryRun": "Server"})
        assert (status, answer["reason"]) == (422, "Invalid")
        assert "deletionTimestamp" not in store.get("pods", NAMESPACE, "web-0")["metadata"]
