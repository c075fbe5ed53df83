"""Objects and metrics stay in step, and acting on objects changes what is seen (proves C7, L1.4, L2.1)."""

import json
from typing import Any

import pytest
import yaml

from console.lab.servers.kubernetes.store_error import VersionExpiredError
from console.lab.simulator.lab_scale import LabScale
from tests.fakes.exposition_reader import read_exposition
from tests.fakes.held_history import held_history
from tests.fakes.simulated_lab import SimulatedLab

DEPLOYMENTS = "deployments.apps"
HPA = "horizontalpodautoscalers.autoscaling"
SCALED_OBJECTS = "scaledobjects.keda.sh"
ROUTERS = "virtualservices.networking.istio.io"


@pytest.fixture
def lab() -> SimulatedLab:
    return SimulatedLab()


def _deployment(lab: SimulatedLab, name: str = "web", namespace: str = "cell-tokyo") -> dict[str, Any]:
    return lab.store.get(DEPLOYMENTS, namespace, name)


def test_every_workload_of_a_cell_carries_the_agreed_labels(lab: SimulatedLab) -> None:
    seen = 0
    for resource in (DEPLOYMENTS, "statefulsets.apps", "rollouts.argoproj.io"):
        for one in lab.store.list(resource):
            labels, notes = one["metadata"]["labels"], one["metadata"].get("annotations", {})
            if one["metadata"]["namespace"].startswith("cell-"):
                seen += 1
                assert labels["app.kubernetes.io/name"] == one["metadata"]["name"]
                assert labels["app.kubernetes.io/part-of"] == labels["cell"]
                assert one["metadata"]["namespace"] == f"cell-{labels['cell']}"
                assert labels["layer"] in {"presentation", "application", "ai", "data", "automation", "control"}
                assert notes["cell-console.io/template"] == "newsletter-cell"
    assert seen == 49


def test_fresh_estate_is_all_running_with_complete_statuses(lab: SimulatedLab) -> None:
    for one in lab.store.list(DEPLOYMENTS):
        status = one["status"]
        assert status["readyReplicas"] == one["spec"]["replicas"] == status["updatedReplicas"]
        assert status["observedGeneration"] == one["metadata"]["generation"]
        assert {each["type"]: each["status"] for each in status["conditions"]} == {
            "Available": "True", "Progressing": "True",
        }  # fmt: skip
    for pod in lab.store.list("pods"):
        of_job = pod["metadata"]["ownerReferences"][0]["kind"] == "Job"
        assert pod["status"]["phase"] in (("Succeeded", "Running") if of_job else ("Running",))
        assert pod["spec"]["nodeName"]
        assert pod["metadata"]["creationTimestamp"] <= lab.store.now_text()
    owners = {
        one["metadata"]["uid"]
        for kind in ("replicasets.apps", "statefulsets.apps", "jobs.batch")
        for one in lab.store.list(kind)
    }
    assert {pod["metadata"]["ownerReferences"][0]["uid"] for pod in lab.store.list("pods")} <= owners
    for hpa in lab.store.list(HPA):
        assert hpa["status"]["currentReplicas"] >= 1
        assert {each["type"] for each in hpa["status"]["conditions"]} == {
            "AbleToScale",
            "ScalingActive",
            "ScalingLimited",
        }
        assert hpa["status"]["currentMetrics"]


def test_scaling_a_deployment_starts_pods_within_seconds_and_shows_in_metrics(lab: SimulatedLab) -> None:
    lab.store.delete(HPA, "cell-tokyo", "web")
    before = lab.ready_pods("cell-tokyo", "web")
    lab.patch(DEPLOYMENTS, "cell-tokyo", "web", {"spec": {"replicas": before + 2}})
    lab.run(2)
    assert lab.ready_pods("cell-tokyo", "web") == before
    assert len(lab.pods("cell-tokyo", "web")) == before + 2
    assert lab.conditions(DEPLOYMENTS, "cell-tokyo", "web")["Progressing"][1] == "ReplicaSetUpdated"
    lab.run(15)
    assert lab.ready_pods("cell-tokyo", "web") == before + 2
    assert _deployment(lab)["status"]["readyReplicas"] == before + 2
    metrics = read_exposition(lab.world.metrics_text())
    shown = metrics.named("kube_deployment_status_replicas_available", deployment="web", namespace="cell-tokyo")
    assert list(shown.values()) == [before + 2]
    assert len(metrics.named("kepler_pod_cpu_joules_total", service="web", cell="tokyo")) == before + 2
    assert {"Scheduled", "Started", "ScalingReplicaSet"} <= lab.event_reasons("cell-tokyo")


def test_autoscaler_undoes_a_manual_scale_below_what_the_load_needs(lab: SimulatedLab) -> None:
    usual = _deployment(lab)["spec"]["replicas"]
    lab.patch(DEPLOYMENTS, "cell-tokyo", "web", {"spec": {"replicas": 2}})
    lab.run(60)
    assert _deployment(lab)["spec"]["replicas"] >= usual - 1
    assert "SuccessfulRescale" in lab.event_reasons("cell-tokyo")


def test_lowering_the_maximum_caps_replicas_and_says_scaling_is_limited(lab: SimulatedLab) -> None:
    lab.patch(HPA, "cell-tokyo", "web", {"spec": {"minReplicas": 1, "maxReplicas": 3}})
    lab.run(60)
    assert _deployment(lab)["spec"]["replicas"] == 3
    assert lab.conditions(HPA, "cell-tokyo", "web")["ScalingLimited"] == ("True", "TooManyReplicas")
    metrics = read_exposition(lab.world.metrics_text())
    name = "kube_horizontalpodautoscaler_spec_max_replicas"
    assert list(metrics.named(name, horizontalpodautoscaler="web", cell="tokyo").values()) == [3]


def test_router_weights_move_the_measured_traffic(lab: SimulatedLab) -> None:
    router = lab.store.get(ROUTERS, "edge", "cell-router")
    routes = router["spec"]["http"][0]["route"]
    assert sum(route["weight"] for route in routes) == 100
    for route in routes:
        route["weight"] = 100 if "cell-osaka" in route["destination"]["host"] else 0
    lab.patch(ROUTERS, "edge", "cell-router", {"spec": {"http": router["spec"]["http"]}})
    state = lab.run(3)
    assert float(state.cells["tokyo"].flow.services["web"].total_rps) == 0.0
    assert state.cells["osaka"].router_share == 1.0


def test_what_a_day_of_changes_leaves_in_memory_levels_off() -> None:
    """Autoscaler statuses are most of it: 24 hours rose by 34 MB while only their number was bounded (at 10,000)."""
    lab = SimulatedLab(scale=LabScale(nodes=2, pods=30, cells=2), history_window=400, history_bytes=150_000)
    start = lab.store.resource_version
    held = []
    for _ in range(6):
        lab.run(300, step_s=5.0)
        held.append(held_history(lab.store))
    assert all(count <= 500 and size <= 150_000 for each in held for count, size in each.values())
    with pytest.raises(VersionExpiredError):  # it did fill up
        lab.store.subscribe("horizontalpodautoscalers.autoscaling", start)


def test_model_weights_and_quotas_are_read_from_their_config_maps(lab: SimulatedLab) -> None:
    weights = json.dumps({"gpt-4o-mini": 0, "gpt-4o": 1, "custom-vertex": 0})
    lab.patch("configmaps", "cell-ai", "model-router", {"data": {"weights.json": weights}})
    lab.patch("configmaps", "cell-tokyo", "cell-quota", {"data": {"next_edge_rps": "50"}})
    state = lab.run(2)
    assert float(state.cells["ai"].flow.models["gpt-4o-mini"].rps) == 0.0
    assert float(state.cells["tokyo"].flow.services["web"].limited) > 0.5


@pytest.mark.parametrize("broken", ["{", "[1]", '{"gpt-4o": "many"}', '{"gpt-4o": null}'])
def test_model_weights_that_cannot_be_read_leave_the_last_good_ones(lab: SimulatedLab, broken: str) -> None:
    before = lab.run(1).cells["ai"].flow.models["gpt-4o"].rps
    lab.patch("configmaps", "cell-ai", "model-router", {"data": {"weights.json": broken}})
    after = lab.run(1).cells["ai"].flow.models["gpt-4o"].rps
    assert float(after) == pytest.approx(float(before), rel=0.05)


def test_deleted_pod_comes_back_under_another_name(lab: SimulatedLab) -> None:
    victim = lab.pods("cell-tokyo", "bff")[0]["metadata"]["name"]  # type: ignore[index]
    count = len(lab.pods("cell-tokyo", "bff"))
    lab.store.delete("pods", "cell-tokyo", victim)
    lab.run(20)
    names = {pod["metadata"]["name"] for pod in lab.pods("cell-tokyo", "bff")}  # type: ignore[index]
    assert victim not in names
    assert len(names) == count
    assert lab.ready_pods("cell-tokyo", "bff") == count


def test_new_template_rolls_out_and_the_old_one_can_come_back(lab: SimulatedLab) -> None:
    first = _deployment(lab)
    template = first["spec"]["template"]
    old_image = template["spec"]["containers"][0]["image"]
    template["spec"]["containers"][0]["image"] = "registry.lab.example/newsletter/web:9.9.9"
    lab.patch(DEPLOYMENTS, "cell-tokyo", "web", {"spec": {"template": template}})
    lab.run(1)
    assert _deployment(lab)["status"]["updatedReplicas"] < first["spec"]["replicas"]
    lab.run(90)
    images = {pod["spec"]["containers"][0]["image"] for pod in lab.pods("cell-tokyo", "web")}  # type: ignore[index]
    assert images == {"registry.lab.example/newsletter/web:9.9.9"}
    done = _deployment(lab)
    assert done["status"]["updatedReplicas"] == done["status"]["readyReplicas"] == done["spec"]["replicas"]
    assert done["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "3"
    sets = len(lab.store.list("replicasets.apps", "cell-tokyo"))
    template["spec"]["containers"][0]["image"] = old_image
    lab.patch(DEPLOYMENTS, "cell-tokyo", "web", {"spec": {"template": template}})
    lab.run(90)
    assert len(lab.store.list("replicasets.apps", "cell-tokyo")) == sets, "going back uses the old ReplicaSet"
    assert lab.ready_pods("cell-tokyo", "web") == done["spec"]["replicas"]


def test_image_that_does_not_exist_is_seen_as_image_pull_back_off(lab: SimulatedLab) -> None:
    template = _deployment(lab)["spec"]["template"]
    template["spec"]["containers"][0]["image"] = "nowhere.example/web:1"
    lab.patch(DEPLOYMENTS, "cell-tokyo", "web", {"spec": {"template": template}})
    lab.run(20)
    waiting = [
        container["state"]["waiting"]["reason"]
        for pod in lab.pods("cell-tokyo", "web")
        for container in pod["status"]["containerStatuses"]  # type: ignore[index]
        if "waiting" in container["state"]
    ]
    assert waiting == ["ImagePullBackOff"] * len(waiting)
    assert waiting


def test_keda_pause_annotation_and_bounds_reach_its_hpa(lab: SimulatedLab) -> None:
    lab.patch(SCALED_OBJECTS, "cell-tokyo", "delivery", {"spec": {"minReplicaCount": 4, "maxReplicaCount": 7}})
    lab.run(40)
    hpa = lab.store.get(HPA, "cell-tokyo", "keda-hpa-delivery")
    assert (hpa["spec"]["minReplicas"], hpa["spec"]["maxReplicas"]) == (4, 7)
    assert _deployment(lab, "delivery")["spec"]["replicas"] == 4
    notes = {"autoscaling.keda.sh/paused-replicas": "2"}
    lab.patch(SCALED_OBJECTS, "cell-tokyo", "delivery", {"metadata": {"annotations": notes}})
    lab.run(40)
    assert _deployment(lab, "delivery")["spec"]["replicas"] == 2
    assert lab.conditions(SCALED_OBJECTS, "cell-tokyo", "delivery")["Paused"][0] == "True"


def test_deleted_scaled_object_takes_its_hpa_along_and_a_new_one_brings_it_back(lab: SimulatedLab) -> None:
    content = lab.store.delete(SCALED_OBJECTS, "cell-tokyo", "delivery")
    lab.run(1)
    assert lab.store.find(HPA, "cell-tokyo", "keda-hpa-delivery") is None
    for name in ("uid", "resourceVersion", "generation", "creationTimestamp"):
        content["metadata"].pop(name)
    lab.store.create(content)
    lab.run(20)
    assert lab.conditions(SCALED_OBJECTS, "cell-tokyo", "delivery")["Ready"][0] == "True"
    assert lab.store.find(HPA, "cell-tokyo", "keda-hpa-delivery") is not None


def test_deleted_deployment_takes_its_pods_along(lab: SimulatedLab) -> None:
    lab.store.delete(DEPLOYMENTS, "cell-tokyo", "bff")
    state = lab.run(5)
    assert lab.pods("cell-tokyo", "bff") == []
    assert float(state.cells["tokyo"].flow.services["web"].failed) > 0.5


def test_cordoned_node_gets_no_new_pods(lab: SimulatedLab) -> None:
    node = next(
        one["metadata"]["name"] for one in lab.store.list("nodes") if "ap-northeast-3" in one["metadata"]["name"]
    )
    before = {pod["metadata"]["name"] for pod in lab.store.list("pods", "cell-osaka")}
    lab.store.patch("nodes", None, node, {"spec": {"unschedulable": True}})
    lab.patch(HPA, "cell-osaka", "web", {"spec": {"minReplicas": 10, "maxReplicas": 12}})
    lab.run(60)
    fresh = [pod for pod in lab.store.list("pods", "cell-osaka") if pod["metadata"]["name"] not in before]
    assert len(fresh) >= 3
    assert node not in {pod["spec"].get("nodeName") for pod in fresh}


def test_infra_is_the_cell_that_drifted_from_its_template(lab: SimulatedLab) -> None:
    drifting = set()
    for one in lab.store.list("configmaps"):
        if one["metadata"]["name"] != "cell-template":
            continue
        namespace = one["metadata"]["namespace"]
        values = yaml.safe_load(one["data"]["values.yaml"])
        runs = {
            each["metadata"]["name"]
            for kind in (DEPLOYMENTS, "rollouts.argoproj.io")
            for each in lab.store.list(kind, namespace)
        }
        quota = lab.store.get("configmaps", namespace, "cell-quota")["data"]
        bounds = lab.store.get(HPA, namespace, "web")["spec"]
        same = (
            runs == set(values["services"])
            and {name: float(quota[name]) for name in values["quotas"]} == values["quotas"]
            and bounds["maxReplicas"] == values["services"]["web"]["replicas"]["max"]
        )
        if not same:
            drifting.add(namespace)
    assert drifting == {"cell-infra"}


def test_policy_audit_lists_the_deployments_without_an_owner(lab: SimulatedLab) -> None:
    found = lab.store.get("k8srequiredlabels.constraints.gatekeeper.sh", None, "deployments-must-have-owner")["status"]
    assert found["totalViolations"] == len(found["violations"]) == 4
    assert {each["namespace"] for each in found["violations"]} == {"cell-infra"}
    lab.patch(DEPLOYMENTS, "cell-infra", "web", {"metadata": {"labels": {"owner": "team-infra"}}})
    lab.run(70)
    found = lab.store.get("k8srequiredlabels.constraints.gatekeeper.sh", None, "deployments-must-have-owner")["status"]
    assert found["totalViolations"] == 3


def test_vpa_quota_budget_and_cluster_autoscaler_publish_their_state(lab: SimulatedLab) -> None:
    vpa = lab.store.get("verticalpodautoscalers.autoscaling.k8s.io", "cell-tokyo", "scheduler")["status"]
    assert vpa["recommendation"]["containerRecommendations"][0]["target"]["cpu"].endswith("m")
    quota = lab.store.get("resourcequotas", "cell-tokyo", "cell-resources")["status"]
    assert int(quota["used"]["pods"]) == lab.store.count("pods") - sum(
        1 for pod in lab.store.list("pods") if pod["metadata"]["namespace"] != "cell-tokyo"
    )
    budget = lab.store.get("poddisruptionbudgets.policy", "cell-tokyo", "web")["status"]
    assert budget["disruptionsAllowed"] == 1
    text = lab.store.get("configmaps", "kube-system", "cluster-autoscaler-status")["data"]["status"]
    status = yaml.safe_load(text)
    assert status["autoscalerStatus"] == "Running"
    assert status["clusterWide"]["health"]["nodeCounts"]["registered"]["ready"] == 8


def test_cron_job_fires_at_its_minute_and_its_job_completes() -> None:
    due = 1_795_393_800.0 + 86_400  # 00:30 UTC
    lab = SimulatedLab(start_s=due - 30)
    before = {job["metadata"]["name"] for job in lab.store.list("jobs.batch", "cell-ai")}
    lab.run(60, step_s=5.0)
    fresh = [job for job in lab.store.list("jobs.batch", "cell-ai") if job["metadata"]["name"] not in before]
    assert [job["metadata"]["name"].rsplit("-", 1)[0] for job in fresh] == ["demand-forecast"]
    assert fresh[0]["status"]["active"] == 1
    lab.run(240, step_s=5.0)
    pod = lab.pods("cell-ai", "demand-forecast")[-1]
    text = [line for _, line in lab.world.log_lines("cell-ai", str(pod["metadata"]["name"]), None, lab.now_s)]  # type: ignore[index]
    assert "started, reading from" in text[0]
    assert text[-1].endswith("finished")
    assert pod["status"]["phase"] == "Succeeded"  # type: ignore[index]
    done = lab.store.get("jobs.batch", "cell-ai", fresh[0]["metadata"]["name"])["status"]
    assert done["succeeded"] == 1
    assert done["conditions"][0]["type"] == "Complete"


def test_a_cron_job_that_was_rescheduled_fires_at_its_new_minute_and_not_at_the_old_one() -> None:
    due = 1_795_393_800.0 + 86_400  # 00:30 UTC
    lab = SimulatedLab(start_s=due - 30)
    lab.patch("cronjobs.batch", "cell-ai", "demand-forecast", {"spec": {"schedule": "32 0 * * *"}})
    before = {job["metadata"]["name"] for job in lab.store.list("jobs.batch", "cell-ai")}
    lab.run(60, step_s=5.0)
    assert {job["metadata"]["name"] for job in lab.store.list("jobs.batch", "cell-ai")} == before
    lab.run(120, step_s=5.0)
    assert len({job["metadata"]["name"] for job in lab.store.list("jobs.batch", "cell-ai")} - before) == 1
    lab.patch("cronjobs.batch", "cell-ai", "demand-forecast", {"spec": {"schedule": "nonsense"}})
    lab.run(10, step_s=5.0)  # an object that nobody understands stops nothing


def test_estate_is_not_sterile_some_pods_were_restarted_and_something_happened_lately(lab: SimulatedLab) -> None:
    restarts = [
        container["restartCount"] for pod in lab.store.list("pods") for container in pod["status"]["containerStatuses"]
    ]
    assert 1 <= sum(count > 0 for count in restarts) <= len(restarts) // 5
    assert lab.store.count("events") >= 3
    assert all(event["lastTimestamp"] <= lab.store.now_text() for event in lab.store.list("events"))
    for hpa in lab.store.list(HPA):
        assert hpa["status"]["lastScaleTime"] < lab.store.now_text()


def test_going_back_to_an_old_template_gives_its_replica_set_a_new_revision_number(lab: SimulatedLab) -> None:
    sets = {
        one["metadata"]["annotations"]["deployment.kubernetes.io/revision"]: one
        for one in lab.store.list("replicasets.apps", "cell-tokyo")
        if one["metadata"]["ownerReferences"][0]["name"] == "web"
    }
    old = sets["1"]["spec"]["template"]
    old["metadata"]["labels"].pop("pod-template-hash")
    lab.patch(DEPLOYMENTS, "cell-tokyo", "web", {"spec": {"template": old}})
    lab.run(90, step_s=3.0)
    back = lab.store.get("replicasets.apps", "cell-tokyo", sets["1"]["metadata"]["name"])
    assert back["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "3"
    assert back["status"]["readyReplicas"] == _deployment(lab)["spec"]["replicas"]
    assert _deployment(lab)["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "3"


def test_deleted_and_recreated_deployment_gets_fresh_pods_that_it_owns(lab: SimulatedLab) -> None:
    content = lab.store.delete(DEPLOYMENTS, "cell-tokyo", "bff")
    lab.run(3)
    owned = [one["metadata"]["ownerReferences"][0]["name"] for one in lab.store.list("replicasets.apps", "cell-tokyo")]
    assert "bff" not in owned
    for name in ("uid", "resourceVersion", "generation", "creationTimestamp"):
        content["metadata"].pop(name)
    content.pop("status")
    uid = lab.store.create(content)["metadata"]["uid"]
    lab.run(30)
    assert lab.ready_pods("cell-tokyo", "bff") == content["spec"]["replicas"]
    owners = {pod["metadata"]["ownerReferences"][0]["uid"] for pod in lab.pods("cell-tokyo", "bff")}  # type: ignore[index]
    mine = [one for one in lab.store.list("replicasets.apps", "cell-tokyo") if one["metadata"]["uid"] in owners]
    assert [one["metadata"]["ownerReferences"][0]["uid"] for one in mine] == [uid]


def test_the_pods_of_a_deleted_node_go_to_others(lab: SimulatedLab) -> None:
    name = lab.store.get("pods", "cell-tokyo", "kafka-0")["spec"]["nodeName"]
    ready = lab.store.get("statefulsets.apps", "cell-tokyo", "kafka")["status"]["readyReplicas"]
    assert any(pod["spec"].get("nodeName") == name for pod in lab.pods("cell-tokyo", "web"))
    lab.store.delete("nodes", None, name)
    lab.run(90)
    assert not [pod for pod in lab.store.list("pods") if pod["spec"].get("nodeName") == name]
    assert lab.store.get("statefulsets.apps", "cell-tokyo", "kafka")["status"]["readyReplicas"] == ready
    assert lab.ready_pods("cell-tokyo", "kafka") == ready


def test_a_deleted_pod_of_a_stateful_set_comes_back_under_its_name(lab: SimulatedLab) -> None:
    before = {pod["metadata"]["name"]: pod["metadata"]["uid"] for pod in lab.pods("cell-tokyo", "kafka")}
    lab.store.delete("pods", "cell-tokyo", "kafka-1")
    lab.run(60)
    after = {pod["metadata"]["name"]: pod["metadata"]["uid"] for pod in lab.pods("cell-tokyo", "kafka")}
    assert after.keys() == before.keys()
    assert {name for name in before if before[name] != after[name]} == {"kafka-1"}
    assert lab.ready_pods("cell-tokyo", "kafka") == len(before)


def test_a_deleted_pod_with_a_finalizer_lingers_beside_the_one_that_replaces_it(lab: SimulatedLab) -> None:
    for service, is_held in (("web", True), ("postgres", False)):
        before = {pod["metadata"]["name"] for pod in lab.pods("cell-tokyo", service)}
        name = min(before)
        lab.patch("pods", "cell-tokyo", name, {"metadata": {"finalizers": ["example.com/hold"]}})
        entry = lab.store.stored("pods", "cell-tokyo", name)
        content = entry.content()
        content["metadata"]["deletionTimestamp"] = lab.store.now_text()
        lab.store.overwrite(entry, content)  # as the API server does for a client
        lab.run(40)
        after = {pod["metadata"]["name"] for pod in lab.pods("cell-tokyo", service)}
        assert name in after
        assert bool(after - before) is is_held, "another pod has come"
        found = lab.store.get("pods", "cell-tokyo", name)["metadata"]
        assert ("deletionTimestamp" in found) is is_held, "a StatefulSet has a new pod of the old name"


def test_a_pod_that_is_deleted_in_the_foreground_leaves_nothing_behind(lab: SimulatedLab) -> None:
    pods = len(lab.pods("cell-tokyo", "web"))
    entry = lab.store.stored("pods", "cell-tokyo", lab.pods("cell-tokyo", "web")[0]["metadata"]["name"])
    content = entry.content()
    content["metadata"] |= {"deletionTimestamp": lab.store.now_text(), "finalizers": ["foregroundDeletion"]}
    lab.store.overwrite(entry, content)  # as the API server does for a client
    lab.run(40)
    assert entry.name not in {pod["metadata"]["name"] for pod in lab.pods("cell-tokyo", "web")}
    assert len(lab.pods("cell-tokyo", "web")) == pods


def test_measured_use_of_pods_adds_up_to_that_of_nodes_and_ends_with_the_metrics_server(lab: SimulatedLab) -> None:
    pods, nodes, of_cell = lab.world.pod_metrics(None), lab.world.node_metrics(), lab.world.pod_metrics("cell-ai")
    assert pods
    assert of_cell
    assert nodes is not None
    assert len(nodes) == 8
    cores = sum(int(pod["containers"][0]["usage"]["cpu"][:-1]) for pod in pods)
    assert sum(int(node["usage"]["cpu"][:-1]) for node in nodes) == pytest.approx(cores, rel=1e-6)
    assert {pod["metadata"]["namespace"] for pod in of_cell} == {"cell-ai"}
    lab.patch(DEPLOYMENTS, "kube-system", "metrics-server", {"spec": {"replicas": 0}})
    lab.run(2)
    assert lab.world.pod_metrics(None) is lab.world.node_metrics() is None


def test_logs_are_there_for_running_pods_and_grow_with_time(lab: SimulatedLab) -> None:
    name = str(lab.pods("cell-tokyo", "web")[0]["metadata"]["name"])  # type: ignore[index]
    first = lab.world.log_lines("cell-tokyo", name, None, lab.now_s)
    later = lab.world.log_lines("cell-tokyo", name, None, lab.now_s + 60)
    assert len(first) > 100
    assert [at_s for at_s, _ in first] == sorted(at_s for at_s, _ in first)
    assert first[-1][0] <= lab.now_s
    assert set(first[-50:]) <= set(later)
    assert len([line for line in later if line[0] > lab.now_s]) >= 25
    assert json.loads(first[-1][1])["status"] in (200, 500)
    assert lab.world.log_lines("cell-tokyo", "web-unknown", None, lab.now_s) == []


def test_same_seed_gives_the_same_objects_and_metrics() -> None:
    one, again = SimulatedLab(seed=3), SimulatedLab(seed=3)
    for each in (one, again):
        each.patch(DEPLOYMENTS, "cell-tokyo", "bff", {"spec": {"replicas": 9}})
        each.run(30)
    assert one.world.metrics_text() == again.world.metrics_text()
    assert one.store.list("pods") == again.store.list("pods")
    assert one.store.list("events") == again.store.list("events")


def test_faster_lab_starts_pods_sooner_but_keeps_real_rates_and_times() -> None:
    fast = SimulatedLab(speed=60.0)
    fast.store.delete(HPA, "cell-tokyo", "web")
    before = fast.ready_pods("cell-tokyo", "web")
    fast.patch(DEPLOYMENTS, "cell-tokyo", "web", {"spec": {"replicas": before + 1}})
    first = read_exposition(fast.world.metrics_text())
    state = fast.run(1)
    assert fast.ready_pods("cell-tokyo", "web") == before + 1
    second = read_exposition(fast.world.metrics_text())
    labels = {"source_workload": "cell-router", "destination_workload": "tokyo", "response_code": "200"}
    rate = sum(second.named("istio_requests_total", **labels).values()) - sum(
        first.named("istio_requests_total", **labels).values()
    )
    assert rate == pytest.approx(float(state.cells["tokyo"].flow.services["web"].total_rps), rel=0.1)
    newest = max(pod["metadata"]["creationTimestamp"] for pod in fast.store.list("pods"))
    assert newest <= fast.store.now_text()


def test_time_that_does_not_move_on_changes_nothing(lab: SimulatedLab) -> None:
    state = lab.run(1)
    assert lab.world.step(lab.now_s) is state
    lab.now_s += 8 * 3600.0  # a laptop that slept
    assert lab.world.step(lab.now_s).at_s == pytest.approx(lab.now_s)


def test_idle_world_writes_no_pods_and_keeps_its_events_bounded(lab: SimulatedLab) -> None:
    lab.run(20)
    version = lab.store.resource_version
    pods = {pod["metadata"]["name"]: pod["metadata"]["resourceVersion"] for pod in lab.store.list("pods")}
    lab.run(14)
    assert {pod["metadata"]["name"]: pod["metadata"]["resourceVersion"] for pod in lab.store.list("pods")} == pods
    assert lab.store.resource_version - version <= 60
    lab.run(6000, step_s=120.0)
    assert lab.store.count("events") < 1_000


def test_tiny_lab_of_one_cell_works_too() -> None:
    tiny = SimulatedLab(scale=LabScale(1, 5, 1))
    state = tiny.run(20)
    assert list(state.cells) == ["tokyo"]
    assert tiny.ready_pods("cell-tokyo", "web") >= 1
