"""What the controllers of a real cluster clean up after deletions."""

import pytest

from tests.fakes.kubernetes_cluster import (
    DEPLOYMENTS,
    NAMESPACE,
    PODS,
    Cluster,
    deployment,
    pod,
    small_cluster,
    small_store,
    until,
)

pytestmark = pytest.mark.anyio


def _owned(cluster: Cluster, owner: str, *names: str) -> None:
    uid = cluster.store.get("deployments.apps", NAMESPACE, owner)["metadata"]["uid"]
    for name in names:
        child = pod(name)
        reference = {"apiVersion": "apps/v1", "kind": "Deployment", "name": owner, "uid": uid}
        child["metadata"]["ownerReferences"] = [reference]
        cluster.store.create(child)


def _exists(cluster: Cluster, *names: str) -> list[bool]:
    return [cluster.store.find("pods", NAMESPACE, name) is not None for name in names]


@pytest.mark.parametrize("policy", ["Background", "Foreground"])
async def test_dependents_go_with_their_owner(policy: str) -> None:
    async with small_cluster() as cluster:
        _owned(cluster, "web", "child-1", "child-2")
        await cluster.call("DELETE", f"{DEPLOYMENTS}/web", params={"propagationPolicy": policy})
        await until(lambda: cluster.store.find("deployments.apps", NAMESPACE, "web") is None)
        await until(lambda: not any(_exists(cluster, "child-1", "child-2")))
        assert _exists(cluster, "web-0") == [True]


async def test_orphans_stay_and_lose_their_owner() -> None:
    async with small_cluster() as cluster:
        _owned(cluster, "web", "child-1")
        await cluster.call("DELETE", f"{DEPLOYMENTS}/web", params={"propagationPolicy": "Orphan"})
        await until(lambda: cluster.store.find("deployments.apps", NAMESPACE, "web") is None)
        child = cluster.store.get("pods", NAMESPACE, "child-1")
        assert child["metadata"]["ownerReferences"] == []


async def test_an_ending_namespace_is_emptied_and_removed() -> None:
    async with small_cluster() as cluster:
        status, body = await cluster.call("DELETE", f"/api/v1/namespaces/{NAMESPACE}")
        assert (status, body["status"]["phase"]) == (200, "Terminating")
        await until(lambda: cluster.store.find("namespaces", None, NAMESPACE) is None)
        assert cluster.store.entries("pods", NAMESPACE) == []


async def test_a_running_pod_ends_gracefully_or_at_once() -> None:
    path = f"/api/v1/namespaces/{NAMESPACE}/pods"
    store = small_store()
    store.create(pod("web-1"))
    async with small_cluster(store) as cluster:
        _, ending = await cluster.call("DELETE", f"{path}/web-0")
        assert ending["metadata"]["deletionGracePeriodSeconds"] == 30
        assert _exists(cluster, "web-0") == [True]
        await cluster.call("DELETE", f"{path}/web-1", params={"gracePeriodSeconds": "0"})
        assert _exists(cluster, "web-1") == [False]
        await until(lambda: _exists(cluster, "web-0") == [False])


async def test_finalizers_hold_a_pod_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.lab.servers.kubernetes.garbage_collector._POD_END_S", 0.01)
    store, media = small_store(), "application/merge-patch+json"
    store.patch("pods", NAMESPACE, "web-0", {"metadata": {"finalizers": ["example.com/hold"]}})
    store.create(pod("web-1"))
    async with small_cluster(store) as cluster:
        for name in ("web-0", "web-1"):
            assert (await cluster.call("DELETE", f"{PODS}/{name}"))[0] == 200
        await until(lambda: _exists(cluster, "web-1") == [False])
        assert _exists(cluster, "web-0") == [True], "it was deleted first"
        await cluster.call("PATCH", f"{PODS}/web-0", {"metadata": {"finalizers": None}}, media=media)
        await until(lambda: _exists(cluster, "web-0") == [False])


async def test_a_pod_that_is_deleted_in_the_foreground_does_not_wait_for_the_server_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("console.lab.servers.kubernetes.garbage_collector._POD_END_S", 0.01)
    async with small_cluster() as cluster:
        status, ending = await cluster.call("DELETE", f"{PODS}/web-0", {"propagationPolicy": "Foreground"})
        assert (status, ending["metadata"]["finalizers"]) == (200, ["foregroundDeletion"])
        await until(lambda: _exists(cluster, "web-0") == [False])


async def test_nobody_but_the_server_says_that_an_object_is_on_its_way_out() -> None:
    """A deletion cannot be taken back, and an object is not deleted by writing that it is."""
    media, held = "application/merge-patch+json", deployment("held", finalizers=["example.com/hold"])
    ending = {"metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z", "deletionGracePeriodSeconds": 1}}
    async with small_cluster() as cluster:
        _, made = await cluster.call("POST", DEPLOYMENTS, {**held, "metadata": held["metadata"] | ending["metadata"]})
        assert "deletionTimestamp" not in made["metadata"]
        await cluster.call("PATCH", f"{DEPLOYMENTS}/held", ending, media=media)
        assert "deletionTimestamp" not in cluster.store.get("deployments.apps", NAMESPACE, "held")["metadata"]
        _, going = await cluster.call("DELETE", f"{DEPLOYMENTS}/held")
        asked = {"metadata": {"deletionTimestamp": None, "labels": {"late": "yes"}}}
        _, kept = await cluster.call("PATCH", f"{DEPLOYMENTS}/held", asked, media=media)
        assert kept["metadata"]["deletionTimestamp"] == going["metadata"]["deletionTimestamp"]
        assert kept["metadata"]["labels"]["late"] == "yes"


async def test_finalizers_of_others_hold_an_object_until_they_are_removed() -> None:
    store = small_store()
    store.create(deployment("held", finalizers=["example.com/hold"]))
    async with small_cluster(store) as cluster:
        await cluster.call("DELETE", f"{DEPLOYMENTS}/held")
        held = store.get("deployments.apps", NAMESPACE, "held")
        assert held["metadata"]["deletionTimestamp"]
        media = "application/merge-patch+json"
        await cluster.call("PATCH", f"{DEPLOYMENTS}/held", {"metadata": {"finalizers": None}}, media=media)
        await until(lambda: store.find("deployments.apps", NAMESPACE, "held") is None)
