"""The object store: versions, generations, history, watches, size. proves issue 2 (the lab's API server)."""

import tracemalloc

import pytest

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.store_error import (
    ObjectExistsError,
    ObjectNotFoundError,
    UnknownKindError,
    VersionConflictError,
    VersionExpiredError,
)
from tests.fakes.held_history import held_history
from tests.fakes.kubernetes_cluster import NAMESPACE, deployment, pod, small_store

DEPLOYMENTS = "deployments.apps"


def test_every_change_gets_the_next_version_of_the_whole_store() -> None:
    store = ObjectStore()
    before = store.resource_version
    store.create(deployment("a"))
    store.create(pod("b"))
    assert store.resource_version == before + 2
    assert store.get("pods", NAMESPACE, "b")["metadata"]["resourceVersion"] == str(before + 2)


def test_the_same_seed_gives_the_same_identifiers() -> None:
    first, second, other = (ObjectStore(seed=seed) for seed in (7, 7, 8))
    uids = [store.create(pod("a"))["metadata"]["uid"] for store in (first, second, other)]
    assert uids[0] == uids[1] != uids[2]


def test_generation_counts_changes_of_the_spec_only() -> None:
    store = small_store()
    store.patch_status(DEPLOYMENTS, NAMESPACE, "web", {"replicas": 9})
    store.patch(DEPLOYMENTS, NAMESPACE, "web", {"metadata": {"labels": {"x": "y"}}})
    assert store.get(DEPLOYMENTS, NAMESPACE, "web")["metadata"]["generation"] == 1
    store.patch(DEPLOYMENTS, NAMESPACE, "web", {"spec": {"replicas": 9}})
    assert store.get(DEPLOYMENTS, NAMESPACE, "web")["metadata"]["generation"] == 2


def test_custom_kinds_count_every_change_but_of_metadata_and_status() -> None:
    store = ObjectStore()
    head = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": {"name": "r", "namespace": NAMESPACE}}
    store.create({**head, "spec": {"replicas": 1}})
    store.patch("rollouts.argoproj.io", NAMESPACE, "r", {"metadata": {"annotations": {"a": "b"}}})
    store.patch_status("rollouts.argoproj.io", NAMESPACE, "r", {"abort": True})
    assert store.get("rollouts.argoproj.io", NAMESPACE, "r")["metadata"]["generation"] == 1
    store.patch("rollouts.argoproj.io", NAMESPACE, "r", {"spec": {"paused": True}})
    assert store.get("rollouts.argoproj.io", NAMESPACE, "r")["metadata"]["generation"] == 2


def test_objects_without_a_namespace_are_in_the_default_one() -> None:
    store = ObjectStore()
    store.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}})
    store.patch("configmaps", "default", "c", {"data": {"a": "b"}})
    assert store.get("configmaps", None, "c")["metadata"]["namespace"] == "default"
    store.delete("configmaps", "default", "c")
    assert store.count("configmaps") == 0


def test_a_change_of_nothing_keeps_the_version() -> None:
    store = small_store()
    version = store.resource_version
    store.patch(DEPLOYMENTS, NAMESPACE, "web", {"spec": {"replicas": 1}})
    store.patch_status("pods", NAMESPACE, "web-0", {"phase": "Running"})
    store.replace(store.get("pods", NAMESPACE, "web-0"))
    assert store.resource_version == version


def test_replace_of_an_old_version_is_a_conflict() -> None:
    store = small_store()
    old = store.get(DEPLOYMENTS, NAMESPACE, "web")
    store.patch(DEPLOYMENTS, NAMESPACE, "web", {"spec": {"replicas": 5}})
    with pytest.raises(VersionConflictError):
        store.replace(old)


def test_what_is_read_is_a_copy() -> None:
    store = small_store()
    store.get("pods", NAMESPACE, "web-0")["metadata"]["labels"]["app"] = "other"
    assert store.get("pods", NAMESPACE, "web-0")["metadata"]["labels"]["app"] == "web"


def test_wrong_names_and_kinds_are_named_in_the_error() -> None:
    store = small_store()
    with pytest.raises(ObjectNotFoundError, match="missing"):
        store.get("pods", NAMESPACE, "missing")
    with pytest.raises(ObjectExistsError, match="web-0"):
        store.create(pod("web-0"))
    with pytest.raises(UnknownKindError, match="Nothing"):
        store.create({"apiVersion": "v1", "kind": "Nothing", "metadata": {"name": "x"}})


def test_identity_cannot_be_changed() -> None:
    store = small_store()
    before = store.get("pods", NAMESPACE, "web-0")["metadata"]
    store.patch("pods", NAMESPACE, "web-0", {"metadata": {"uid": "x", "creationTimestamp": None, "name": "other"}})
    after = store.get("pods", NAMESPACE, "web-0")["metadata"]
    assert (after["uid"], after["creationTimestamp"], after["name"]) == (
        before["uid"],
        before["creationTimestamp"],
        "web-0",
    )


def test_lists_can_be_read_as_they_were_at_an_older_version() -> None:
    store = small_store()
    version = store.resource_version
    store.create(pod("web-1"))
    store.patch_status("pods", NAMESPACE, "web-0", {"phase": "Failed"})
    store.delete("pods", NAMESPACE, "web-0")
    old = store.entries_at("pods", NAMESPACE, version)
    assert [entry.name for entry in old] == ["web-0"]
    assert old[0].content()["status"]["phase"] == "Running"
    assert [entry.name for entry in store.entries("pods")] == ["web-1"]


def test_history_is_a_window_and_older_versions_are_expired() -> None:
    store = small_store(history_window=10)
    start = store.resource_version
    for number in range(25):
        store.patch_status("pods", NAMESPACE, "web-0", {"restarts": number})
    with pytest.raises(VersionExpiredError):
        store.entries_at("pods", NAMESPACE, start)
    assert len(store.subscribe("pods", store.resource_version - 10).take()) == 10


def test_history_is_bounded_by_bytes_too_and_keeps_the_newest_changes() -> None:
    store = small_store(history_bytes=100_000)
    start = store.resource_version
    for number in range(400):
        store.patch_status("pods", NAMESPACE, "web-0", {"message": f"{number:06}" * 200})
        count, held = held_history(store)["pods"]
        assert held <= 100_000
    assert count > 30
    assert len(store.subscribe("pods", store.resource_version - 20).take()) == 20
    with pytest.raises(VersionExpiredError):
        store.subscribe("pods", start)
    giant = {"message": "x" * 200_000}  # more than all bytes: the newest change stays, so that watches see it
    store.patch_status("pods", NAMESPACE, "web-0", giant)
    assert held_history(store)["pods"][0] == 1
    assert len(store.subscribe("pods", store.resource_version - 1).take()) == 1


def test_compaction_expires_every_older_version() -> None:
    store = small_store()
    version = store.resource_version
    store.patch_status("pods", NAMESPACE, "web-0", {"phase": "Failed"})
    store.compact()
    with pytest.raises(VersionExpiredError) as error:
        store.subscribe("pods", version)
    assert error.value.oldest == store.resource_version


@pytest.mark.anyio
async def test_a_subscription_gets_every_change_in_order() -> None:
    store = small_store()
    subscription = store.subscribe("pods", store.resource_version)
    assert not await subscription.wait(0.0)
    store.create(pod("web-1"))
    store.delete("pods", NAMESPACE, "web-1")
    assert await subscription.wait(1.0)
    assert [change.type for change in subscription.take()] == ["ADDED", "DELETED"]
    assert subscription.take() == []
    subscription.close()
    assert subscription.closed


def test_listeners_hear_of_changes_at_once_until_they_leave() -> None:
    store = small_store()
    heard: list[tuple[str, str]] = []
    leave = store.listen(lambda change: heard.append((change.type, change.object.name)))
    store.create(pod("web-1"))
    leave()
    store.delete("pods", NAMESPACE, "web-1")
    assert heard == [("ADDED", "web-1")]


def test_many_pods_stay_small() -> None:
    """Less than 6 kB of memory for a pod of 2 kB: 10,000 of them in less than 60 MB."""
    tracemalloc.start()
    store = ObjectStore()
    before, _ = tracemalloc.get_traced_memory()
    labels = {f"label-{number}": "x" * 40 for number in range(12)}
    store.load(pod(f"web-{number:05}", f"cell-{number % 50}", **labels) for number in range(2_000))
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert store.count("pods") == 2_000
    assert used < 2_000 * 6_000
