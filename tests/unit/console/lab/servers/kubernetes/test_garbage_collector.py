"""What the controllers of a real cluster clean up after deletions."""

import pytest

from tests.fakes.kubernetes_cluster import (
    DEPLOYMENTS,
    NAMESPACE,
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
