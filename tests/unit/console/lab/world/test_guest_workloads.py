"""What somebody brings into the lab gets pods, as in any cluster (proves C7: kubectl deploys into the lab)."""

from typing import Any

import pytest

from console.lab.objects.guest_object import MOST_PODS, surge_of
from tests.fakes.simulated_lab import SimulatedLab

SPACE = "default"
DEPLOYMENTS, SETS, STATEFUL = "deployments.apps", "replicasets.apps", "statefulsets.apps"


def template(image: str = "nginx:1.27", **more: Any) -> dict[str, Any]:
    return {"metadata": {"labels": {"app": "hello"}}, "spec": {"containers": [{"name": "web", "image": image}], **more}}


def workload(kind: str = "Deployment", **spec: Any) -> dict[str, Any]:
    body = {"replicas": 2, "selector": {"matchLabels": {"app": "hello"}}, "template": template(), **spec}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": "hello", "namespace": SPACE}, "spec": body}


def bare(name: str, **more: Any) -> dict[str, Any]:
    """A pod of nobody, as the server stores it."""
    meta = {"name": name, "namespace": SPACE, "labels": {"app": "hello"}}
    spec = template(**more)["spec"]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec, "status": {"phase": "Pending"}}


def release(lab: SimulatedLab, resource: str, image: str) -> None:
    """Change the image alone, as ``kubectl set image`` does."""
    now = lab.store.get(resource, SPACE, "hello")["spec"]["template"]
    now["spec"]["containers"][0]["image"] = image
    lab.patch(resource, SPACE, "hello", {"spec": {"template": now}})


def revision(lab: SimulatedLab) -> str:
    notes = lab.store.get(DEPLOYMENTS, SPACE, "hello")["metadata"]["annotations"]
    return str(notes["deployment.kubernetes.io/revision"])


def pods(lab: SimulatedLab) -> list[dict[str, Any]]:
    return [one for one in lab.store.list("pods", SPACE) if one["metadata"]["labels"].get("app") == "hello"]


def phases(lab: SimulatedLab) -> list[str]:
    return [one["status"]["phase"] for one in pods(lab)]


def status(lab: SimulatedLab, resource: str = DEPLOYMENTS) -> dict[str, Any]:
    found: dict[str, Any] = lab.store.get(resource, SPACE, "hello")["status"]
    return found


def test_a_deployment_gets_pods_that_start_and_its_status() -> None:
    lab = SimulatedLab()
    lab.store.create(workload())
    lab.run(2)
    assert phases(lab) == ["Pending", "Pending"]
    assert all(one["spec"]["nodeName"] for one in pods(lab))
    assert lab.conditions(DEPLOYMENTS, SPACE, "hello")["Available"][0] == "False"
    lab.run(8)
    assert phases(lab) == ["Running", "Running"]
    assert (status(lab)["readyReplicas"], status(lab)["updatedReplicas"]) == (2, 2)
    assert lab.conditions(DEPLOYMENTS, SPACE, "hello")["Progressing"] == ("True", "NewReplicaSetAvailable")
    assert revision(lab) == "1"
    assert {"ScalingReplicaSet", "Scheduled", "Started"} <= lab.event_reasons(SPACE)


def test_it_is_scaled_and_what_is_deleted_comes_back() -> None:
    lab = SimulatedLab()
    lab.store.create(workload())
    lab.run(10)
    lab.patch(DEPLOYMENTS, SPACE, "hello", {"spec": {"replicas": 4}})
    lab.run(10)
    assert phases(lab) == ["Running"] * 4
    gone = pods(lab)[0]["metadata"]["name"]
    lab.store.delete("pods", SPACE, gone)
    lab.run(10)
    assert len(pods(lab)) == 4
    assert gone not in {one["metadata"]["name"] for one in pods(lab)}
    lab.patch(DEPLOYMENTS, SPACE, "hello", {"spec": {"replicas": 0}})
    lab.run(5)
    assert (pods(lab), status(lab)["replicas"]) == ([], 0)
    version = lab.store.get(DEPLOYMENTS, SPACE, "hello")["metadata"]["resourceVersion"]
    lab.run(30)
    assert lab.store.get(DEPLOYMENTS, SPACE, "hello")["metadata"]["resourceVersion"] == version  # it rests


@pytest.mark.parametrize("strategy", ["RollingUpdate", "Recreate"])
def test_a_new_image_takes_over_and_going_back_uses_the_old_set_again(strategy: str) -> None:
    lab = SimulatedLab()
    lab.store.create(workload(replicas=4, strategy={"type": strategy}))
    lab.run(10)
    least = 4
    release(lab, DEPLOYMENTS, "nginx:1.28")
    for _ in range(40):
        lab.run(1)
        least = min(least, status(lab)["readyReplicas"])
        assert len(pods(lab)) <= 5
    assert (least >= 4) == (strategy == "RollingUpdate")
    assert {one["spec"]["containers"][0]["image"] for one in pods(lab)} == {"nginx:1.28"}
    release(lab, DEPLOYMENTS, "nginx:1.27")
    lab.run(40)
    assert {one["spec"]["containers"][0]["image"] for one in pods(lab)} == {"nginx:1.27"}
    sets = [one for one in lab.store.list(SETS, SPACE) if one["metadata"]["name"].startswith("hello-")]
    assert sorted(one["spec"]["replicas"] for one in sets) == [0, 4]
    assert revision(lab) == "3"


def test_a_stateful_set_begins_and_is_rolled_over_one_pod_after_the_other() -> None:
    lab = SimulatedLab()
    lab.store.create(workload("StatefulSet", serviceName="hello"))
    lab.run(3)
    assert [one["metadata"]["name"] for one in pods(lab)] == ["hello-0"]
    lab.run(12)
    assert [one["metadata"]["name"] for one in pods(lab)] == ["hello-0", "hello-1"]
    release(lab, STATEFUL, "nginx:1.28")
    lab.run(30)
    assert {one["spec"]["containers"][0]["image"] for one in pods(lab)} == {"nginx:1.28"}
    assert (status(lab, STATEFUL)["readyReplicas"], status(lab, STATEFUL)["updatedReplicas"]) == (2, 2)
    lab.patch(STATEFUL, SPACE, "hello", {"spec": {"replicas": 1}})
    lab.run(5)
    assert [one["metadata"]["name"] for one in pods(lab)] == ["hello-0"]


def test_bare_replica_sets_and_pods_run_and_what_fits_no_node_says_so() -> None:
    lab = SimulatedLab()
    lab.store.create(workload("ReplicaSet", replicas=1))
    lab.store.create(bare("alone"))
    lab.store.create(bare("odd", nodeSelector={"disk": "golden"}))
    lab.run(10)
    assert sorted(phases(lab)) == ["Pending", "Running", "Running"]
    assert lab.conditions("pods", SPACE, "odd")["PodScheduled"] == ("False", "Unschedulable")
    assert status(lab, SETS)["readyReplicas"] == 1


def test_what_anybody_writes_does_no_harm_and_no_more_pods_are_made_than_the_lab_can_hold() -> None:
    lab = SimulatedLab()
    for number, spec in enumerate(({"replicas": "many"}, {"template": {}}, {"strategy": 3}, {"replicas": -1})):
        content = workload(**spec)
        content["metadata"]["name"] = f"odd-{number}"
        lab.store.create(content)
    lab.store.create(workload(replicas=100_000))
    lab.run(3)
    mine = [one for one in pods(lab) if one["metadata"]["name"].startswith("hello-")]
    assert len(mine) == MOST_PODS


@pytest.mark.parametrize(
    ("surge", "most"), [("25%", 2), ("0", 1), (3, 3), ("many%", 1), (None, 1), ("100%", 5), (True, 1), (0, 1)]
)
def test_the_surge_is_rounded_up_and_never_nothing(surge: object, most: int) -> None:
    assert surge_of({"strategy": {"rollingUpdate": {"maxSurge": surge}}}, 5) == most


def test_while_it_is_paused_nothing_is_rolled_out() -> None:
    """Neither at the beginning nor for another image nor half way; it can be scaled."""
    lab = SimulatedLab()
    lab.store.create(workload(paused=True))
    lab.run(10)
    assert pods(lab) == []
    lab.patch(DEPLOYMENTS, SPACE, "hello", {"spec": {"paused": False}})
    lab.run(10)
    lab.patch(DEPLOYMENTS, SPACE, "hello", {"spec": {"paused": True}})
    release(lab, DEPLOYMENTS, "nginx:1.28")
    lab.run(10)
    assert (status(lab)["readyReplicas"], status(lab)["updatedReplicas"]) == (2, 0)
    assert lab.conditions(DEPLOYMENTS, SPACE, "hello")["Progressing"] == ("True", "ReplicaSetUpdated")
    lab.patch(DEPLOYMENTS, SPACE, "hello", {"spec": {"replicas": 4}})
    lab.run(10)
    assert phases(lab) == ["Running"] * 4
    lab.patch(DEPLOYMENTS, SPACE, "hello", {"spec": {"paused": False}})
    lab.run(2)
    lab.patch(DEPLOYMENTS, SPACE, "hello", {"spec": {"paused": True}})
    lab.run(30)
    images = [one["spec"]["containers"][0]["image"] for one in pods(lab)]
    assert set(images) == {"nginx:1.27", "nginx:1.28"}
    lab.patch(DEPLOYMENTS, SPACE, "hello", {"spec": {"paused": False}})
    lab.run(60)
    assert [one["spec"]["containers"][0]["image"] for one in pods(lab)] == ["nginx:1.28"] * 4
