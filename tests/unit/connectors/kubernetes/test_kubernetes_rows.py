"""Decoding what a real server wrote (recordings) and what controllers write, into rows. Proves L2.1, L1.3, L5.1."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.kubernetes.kind import WatchedKind, object_decoder, page_decoder
from connectors.kubernetes.topics import TOPICS
from console.domain.autoscaler import Autoscaler, ClusterAutoscaler, ScalingMetric
from console.domain.route import Destination, Job, Quota, Route, Setting
from console.domain.workload import Node, Pod, Workload

KINDS = {(kind.kind, kind.row.__name__): kind for kinds in TOPICS.values() for kind in kinds}


def watched(kind: str, row: str = "") -> WatchedKind:
    return next(one for (name, function), one in KINDS.items() if name == kind and row in function)


def row(kind: str, body: Any, function: str = "") -> Any:
    one = watched(kind, function)
    wire = object_decoder(one.wire).decode(json.dumps(body).encode())
    return one.row(wire, one.at(one.versions[0]), "lab")


@pytest.fixture(scope="module")
def recorded(shared_dir: Path) -> dict[str, Any]:
    folder = shared_dir / "recordings" / "kubernetes"
    entries = [one for file in sorted(folder.glob("*.json")) for one in json.loads(file.read_text())]
    return {one["name"]: one["response"].get("body") for one in entries}


def test_a_page_of_real_pods_is_decoded(recorded: dict[str, Any]) -> None:
    body = recorded["list pods in all namespaces, first page"]
    page = page_decoder(watched("Pod").wire).decode(json.dumps(body).encode())
    assert page.metadata.resource_version == body["metadata"]["resourceVersion"]
    assert page.metadata.more == body["metadata"]["continue"]
    assert page.metadata.remaining == 9998
    for wire, item in zip(page.items, body["items"], strict=True):
        pod: Pod = watched("Pod").row(wire, watched("Pod").at("v1"), "lab")  # type: ignore[assignment]
        assert (pod.ref.namespace, pod.ref.name) == (item["metadata"]["namespace"], item["metadata"]["name"])
        assert dict(pod.labels) == item["metadata"]["labels"]
        assert pod.owner == f"ReplicaSet/{item['metadata']['ownerReferences'][0]['name']}"
        assert pod.containers == len(item["spec"]["containers"])
        assert pod.node == item["spec"].get("nodeName", "")
        assert pod.cpu_request > 0
        assert pod.memory_request > 1024**2
        assert pod.created_at_s > 1.7e9


def test_real_deployments_rollouts_and_scalers_are_decoded(recorded: dict[str, Any]) -> None:
    web: Workload = row("Deployment", recorded["get deployment"])
    spec = recorded["get deployment"]["spec"]
    assert web.desired == spec["replicas"]
    assert dict(web.selector) == spec["selector"]["matchLabels"]
    assert web.images == tuple(one["image"] for one in spec["template"]["spec"]["containers"])
    assert web.cpu_request == pytest.approx(0.1)
    assert web.memory_request == 64 * 1024**2
    edge: Workload = row("Rollout", recorded["pause rollout"])
    assert edge.paused is True
    assert edge.ref.group == "argoproj.io"
    hpa: Autoscaler = row("HorizontalPodAutoscaler", recorded["create hpa"])
    assert (hpa.target_kind, hpa.target_name) == ("Deployment", "web")
    assert hpa.maximum == recorded["create hpa"]["spec"]["maxReplicas"]
    queue: Autoscaler = row("ScaledObject", recorded["pause scaled object"])
    assert queue.paused is True
    assert queue.metrics
    assert row("ScaledObject", recorded["unpause scaled object"]).paused is False


def test_real_routes_and_quotas_are_decoded(recorded: dict[str, Any]) -> None:
    body = recorded["change weights"]
    route: Route = row("VirtualService", body)
    weights = [one["weight"] for one in body["spec"]["http"][0]["route"]]
    assert [one.weight for one in route.destinations] == weights
    http: Route = row("HTTPRoute", recorded["route weight"])
    assert [one.weight for one in http.destinations] == [
        one.get("weight", 1) for one in recorded["route weight"]["spec"]["rules"][0]["backendRefs"]
    ]
    quota: Quota = row("ResourceQuota", recorded["create quota"])
    assert {name: hard for name, hard, _ in quota.items} == recorded["create quota"]["spec"]["hard"]
    job: Job = row("Job", recorded["suspend job"])
    assert job.suspended is True
    assert job.schedule == ""


def state(**one: Any) -> dict[str, Any]:
    return {"name": "c", "ready": "running" in one, "state": one, "restartCount": 2}


STATUS_WORDS = [
    ({"phase": "Running", "containerStatuses": [state(running={})]}, {}, "Running"),
    ({"phase": "Pending"}, {}, "Pending"),
    ({"phase": "Failed", "reason": "Evicted"}, {}, "Evicted"),
    (
        {"phase": "Running", "containerStatuses": [state(waiting={"reason": "CrashLoopBackOff"})]},
        {},
        "CrashLoopBackOff",
    ),
    (
        {"phase": "Running", "containerStatuses": [state(terminated={"exitCode": 137, "reason": "OOMKilled"})]},
        {},
        "OOMKilled",
    ),
    ({"phase": "Running", "containerStatuses": [state(terminated={"exitCode": 3})]}, {}, "ExitCode:3"),
    ({"phase": "Running", "containerStatuses": [state(terminated={"exitCode": 0, "signal": 9})]}, {}, "Signal:9"),
    ({"phase": "Pending", "initContainerStatuses": [state(running={})]}, {}, "Init:0/1"),
    (
        {"phase": "Pending", "initContainerStatuses": [state(waiting={"reason": "ImagePullBackOff"})]},
        {},
        "Init:ImagePullBackOff",
    ),
    ({"phase": "Pending", "initContainerStatuses": [state(terminated={"exitCode": 1})]}, {}, "Init:ExitCode:1"),
    (
        {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}]},
        {},
        "SchedulingGated",
    ),
    (
        {"phase": "Running", "containerStatuses": [state(running={})]},
        {"deletionTimestamp": "2026-01-01T00:00:00Z"},
        "Terminating",
    ),
    ({"phase": "Succeeded"}, {"deletionTimestamp": "2026-01-01T00:00:00Z"}, "Succeeded"),
    ({"phase": "Running", "reason": "NodeLost"}, {"deletionTimestamp": "2026-01-01T00:00:00Z"}, "Unknown"),
    (
        {
            "phase": "Running",
            "conditions": [{"type": "Ready", "status": "True"}],
            "containerStatuses": [state(terminated={"exitCode": 0, "reason": "Completed"}), state(running={})],
        },
        {},
        "Running",
    ),
]


@pytest.mark.parametrize(("status", "metadata", "word"), STATUS_WORDS)
def test_the_status_word_of_a_pod_is_the_one_that_kubectl_shows(
    status: dict[str, Any], metadata: dict[str, Any], word: str
) -> None:
    spec = {"containers": [{"name": "c"}], "initContainers": [{"name": "c"}]}
    pod: Pod = row("Pod", {"metadata": {"name": "p", **metadata}, "spec": spec, "status": status})
    assert pod.status == word


def test_sidecars_count_as_containers_of_a_pod() -> None:
    body = {
        "metadata": {"name": "p", "namespace": "n"},
        "spec": {
            "nodeName": "node-1",
            "containers": [{"name": "app", "resources": {"requests": {"cpu": "250m", "memory": "1Gi"}}}],
            "initContainers": [
                {"name": "proxy", "restartPolicy": "Always", "resources": {"requests": {"cpu": 1, "memory": "1e3"}}},
                {"name": "migrate", "resources": {"requests": {"cpu": "8"}}},
            ],
        },
        "status": {
            "phase": "Running",
            "conditions": [{"type": "Initialized", "status": "True"}],
            "containerStatuses": [{"name": "app", "ready": True, "restartCount": 1, "state": {"running": {}}}],
            "initContainerStatuses": [
                {"name": "proxy", "ready": True, "started": True, "restartCount": 4, "state": {"running": {}}},
                {"name": "migrate", "ready": True, "restartCount": 7, "state": {"terminated": {"exitCode": 0}}},
            ],
        },
    }
    pod: Pod = row("Pod", body)
    assert (pod.ready, pod.containers, pod.restarts, pod.status) == (2, 2, 5, "Running")
    assert pod.cpu_request == pytest.approx(1.25)
    assert pod.memory_request == 1024**3 + 1000


def test_restarts_of_a_pod_that_begins_are_those_of_its_init_containers() -> None:
    """The rule of kubectl's own column: the containers cannot have been restarted yet."""
    spec = {"containers": [{"name": "app"}], "initContainers": [{"name": "migrate"}]}
    broken = {"name": "migrate", "restartCount": 7, "state": {"waiting": {"reason": "CrashLoopBackOff"}}}
    status = {
        "phase": "Pending",
        "conditions": [{"type": "Initialized", "status": "False"}],
        "initContainerStatuses": [broken],
        "containerStatuses": [{"name": "app", "state": {"waiting": {"reason": "PodInitializing"}}}],
    }
    pod: Pod = row("Pod", {"metadata": {"name": "p"}, "spec": spec, "status": status})
    assert (pod.status, pod.restarts, pod.ready, pod.containers) == ("Init:CrashLoopBackOff", 7, 0, 1)


def test_a_daemon_set_counts_nodes_and_a_rollout_writes_its_generation_as_text() -> None:
    status = {"desiredNumberScheduled": 3, "numberReady": 2, "numberAvailable": 1, "updatedNumberScheduled": 3}
    daemons: Workload = row("DaemonSet", {"metadata": {"name": "d"}, "spec": {}, "status": status})
    assert (daemons.desired, daemons.ready, daemons.available, daemons.updated) == (3, 2, 1, 3)
    rollout = {
        "metadata": {"name": "r", "generation": 7},
        "status": {"observedGeneration": "6", "pauseConditions": [{}]},
    }
    edge: Workload = row("Rollout", rollout)
    assert (edge.generation, edge.observed_generation, edge.paused, edge.desired) == (7, 6, True, 1)


@pytest.mark.parametrize(
    ("requests", "asked"),
    [(None, (0.5, 1e9)), ({"cpu": "100m"}, (0.1, 1e9)), ({"cpu": "0", "memory": "64M"}, (0.0, 64e6))],
)
def test_what_only_has_a_limit_requests_that_much(requests: Any, asked: tuple[float, float]) -> None:
    """The API server fills in pods alone: templates keep what was written, and CRDs also numbers (L2.1, L4.2)."""
    sized = {"name": "web", "resources": {"requests": requests, "limits": {"cpu": "500m", "memory": 1000000000}}}
    template = {"spec": {"containers": [sized, {"name": "bare"}, {"name": "empty", "resources": {}}]}}
    web: Workload = row("Rollout", {"metadata": {"name": "r"}, "spec": {"template": template}})
    assert (web.cpu_request, web.memory_request) == asked
    assert (web.cpu_limit, web.memory_limit) == (0.5, 1e9)
    job: Job = row("Job", {"metadata": {"name": "j"}, "spec": {"parallelism": 2, "template": template}})
    assert (job.cores, job.memory_bytes) == (2 * asked[0], 2 * asked[1])


def test_annotations_that_are_documents_are_left_out() -> None:
    annotations = {"cell-console.io/template": "t", "long": "x" * 5000}
    annotations["kubectl.kubernetes.io/last-applied-configuration"] = "{}"
    web: Workload = row("Deployment", {"metadata": {"name": "w", "annotations": annotations}})
    assert web.annotations == (("cell-console.io/template", "t"),)


def test_an_hpa_shows_each_metric_with_its_current_value_and_target() -> None:
    spec = {
        "scaleTargetRef": {"kind": "Deployment", "name": "web"},
        "maxReplicas": 9,
        "metrics": [
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}},
            },
            {
                "type": "Pods",
                "pods": {"metric": {"name": "rps"}, "target": {"type": "AverageValue", "averageValue": "1k"}},
            },
            {"type": "External", "external": {"metric": {"name": "lag"}, "target": {"type": "Value", "value": 100}}},
            {
                "type": "ContainerResource",
                "containerResource": {"name": "cpu", "container": "app", "target": {"averageUtilization": 50}},
            },
        ],
    }
    status = {
        "currentReplicas": 4,
        "desiredReplicas": 5,
        "lastScaleTime": "2026-01-05T09:00:00Z",
        "currentMetrics": [
            {
                "type": "Resource",
                "resource": {"name": "cpu", "current": {"averageUtilization": 83, "averageValue": "415m"}},
            },
            {"type": ""},
            {"type": "Pods", "pods": {"metric": {"name": "rps"}, "current": {"averageValue": "1200"}}},
        ],
        "conditions": [
            {"type": "ScalingLimited", "status": "True", "reason": "TooManyReplicas", "message": "the desired"}
        ],
    }
    labels = {"scaledobject.keda.sh/name": "delivery"}
    hpa: Autoscaler = row(
        "HorizontalPodAutoscaler", {"metadata": {"name": "web", "labels": labels}, "spec": spec, "status": status}
    )
    assert hpa.metrics == (
        ScalingMetric("cpu", "83%", "70%", "Resource"),
        ScalingMetric("rps", "1200", "1k", "Pods"),
        ScalingMetric("lag", None, "100", "External"),
        ScalingMetric("app/cpu", None, "50%", "ContainerResource"),
    )
    assert (hpa.minimum, hpa.maximum, hpa.current, hpa.desired) == (1, 9, 4, 5)
    assert hpa.last_scale_at_s == 1767603600.0
    assert hpa.conditions[0].reason == "TooManyReplicas"
    assert hpa.owner == "ScaledObject/delivery"


def test_triggers_tell_whose_queue_they_read_and_what_their_own_threshold_is_called() -> None:
    told = (
        ("kafka", {"consumerGroup": "digest", "lagThreshold": "50"}),
        ("redis", {"listLength": "5", "activationListLength": "2"}),
        ("metrics-api", {"targetValue": "7"}),
        ("aws-cloudwatch", {"targetMetricValue": "9", "activationTargetMetricValue": "1"}),
        ("cron", {"desiredReplicas": "3"}),
    )
    spec = {"triggers": [{"type": kind, "metadata": metadata} for kind, metadata in told]}
    one: Autoscaler = row("ScaledObject", {"metadata": {"name": "delivery"}, "spec": spec})
    assert one.metrics == (
        ScalingMetric("kafka", None, "50", "kafka", None, "digest"),
        ScalingMetric("redis", None, "5", "redis", "2"),
        ScalingMetric("metrics-api", None, "7", "metrics-api"),
        ScalingMetric("aws-cloudwatch", None, "9", "aws-cloudwatch", "1"),
        ScalingMetric("cron", None, "3", "cron"),
    )


def test_keda_triggers_show_their_threshold_and_never_their_credentials() -> None:
    metadata = {"bootstrapServers": "kafka:9092", "lagThreshold": "50", "password": "canary-password"}
    metadata["activationLagThreshold"] = "5"
    spec = {
        "scaleTargetRef": {"name": "delivery"},
        "maxReplicaCount": 20,
        "triggers": [{"type": "kafka", "metadata": metadata}],
    }
    one: Autoscaler = row("ScaledObject", {"metadata": {"name": "delivery"}, "spec": spec})
    assert one.metrics == (ScalingMetric("kafka", None, "50", "kafka", "5"),)
    assert (one.target_kind, one.minimum, one.maximum, one.current) == ("Deployment", 0, 20, None)
    assert "canary-password" not in repr(one)
    job: Autoscaler = row("ScaledJob", {"metadata": {"name": "batch"}, "spec": {}})
    assert (job.target_kind, job.target_name, job.maximum) == ("Job", "batch", 100)


def test_a_vpa_shows_what_it_recommends() -> None:
    status = {
        "recommendation": {
            "containerRecommendations": [{"containerName": "app", "target": {"cpu": "250m", "memory": "262144k"}}]
        }
    }
    spec = {"targetRef": {"kind": "Deployment", "name": "scheduler"}, "updatePolicy": {"updateMode": "Off"}}
    vpa: Autoscaler = row("VerticalPodAutoscaler", {"metadata": {"name": "s"}, "spec": spec, "status": status})
    assert vpa.recommendations == (("app cpu", "250m"), ("app memory", "262144k"))
    [advice] = status["recommendation"]["containerRecommendations"]
    told = {**advice, "lowerBound": {"cpu": "150m"}, "upperBound": {"cpu": 1, "memory": "1Gi"}}
    status = {"recommendation": {"containerRecommendations": [told]}}
    bounded: Autoscaler = row("VerticalPodAutoscaler", {"metadata": {"name": "s"}, "spec": spec, "status": status})
    assert bounded.recommendations == (("app cpu", "250m (150m … 1)"), ("app memory", "262144k"))
    assert vpa.paused is True
    assert (vpa.minimum, vpa.current) == (None, None)


OLD_TEXT = """Cluster-autoscaler status at 2026-01-05 09:00:00.2 +0000 UTC:
Cluster-wide:
  Health:      Healthy (ready=8 unready=0)
               LastProbeTime: 2026-01-05 08:59:59 +0000 UTC
  ScaleUp:     InProgress (ready=8 registered=8)
  ScaleDown:   NoCandidates (candidates=0)

NodeGroups:
  Name:        pool-a
  Health:      Unhealthy (ready=0)
"""
NEW_TEXT = """time: 2026-01-05 09:00:00.2 +0000 UTC
autoscalerStatus: Running
clusterWide:
  health:
    status: Healthy
    nodeCounts: {registered: {total: 8}}
  scaleUp:
    status: InProgress
  scaleDown:
    status: NoCandidates
nodeGroups:
- name: pool-a
  health:
    status: Unhealthy
"""


@pytest.mark.parametrize("text", [OLD_TEXT, NEW_TEXT], ids=["text", "yaml"])
def test_both_forms_of_the_cluster_autoscalers_status_are_read(text: str) -> None:
    body = {"metadata": {"name": "cluster-autoscaler-status", "namespace": "kube-system"}, "data": {"status": text}}
    one: ClusterAutoscaler = row("ConfigMap", body, "cluster_autoscaler")
    assert (one.health, one.scale_up, one.scale_down) == ("Healthy", "InProgress", "NoCandidates")
    assert one.observed_at_s == 1767603600.0
    assert one.text == text


def test_a_cluster_autoscaler_that_only_begins_says_so() -> None:
    body = {"metadata": {"name": "cluster-autoscaler-status"}, "data": {"status": "autoscalerStatus: Initializing"}}
    assert row("ConfigMap", body, "cluster_autoscaler").health == "Initializing"


def test_routes_nodes_settings_and_cron_jobs_are_read() -> None:
    alone = {
        "metadata": {"name": "v"},
        "spec": {"hosts": ["a"], "http": [{"route": [{"destination": {"host": "x", "subset": "s"}}]}]},
    }
    assert row("VirtualService", alone).destinations == (Destination("x", 100, "s"),)
    backends = {
        "metadata": {"name": "h"},
        "spec": {"hostnames": ["a"], "rules": [{"backendRefs": [{"name": "x"}, {"name": "y", "weight": 0}]}]},
    }
    assert row("HTTPRoute", backends).destinations == (Destination("x", 1), Destination("y", 0))
    cells = [{"name": "web", "namespace": "tokyo", "weight": 3}, {"name": "web", "weight": 1}, {"name": "y"}]
    shared = {"metadata": {"name": "h", "namespace": "edge"}, "spec": {"rules": [{"backendRefs": cells}]}}
    assert [one.host for one in row("HTTPRoute", shared).destinations] == ["web.tokyo", "web.edge", "y"]
    node: Node = row(
        "Node",
        {
            "metadata": {"name": "n"},
            "spec": {"unschedulable": True},
            "status": {
                "allocatable": {"cpu": "3920m", "memory": "15Gi"},
                "conditions": [{"type": "Ready", "status": "True"}],
            },
        },
    )
    assert (node.ready, node.schedulable, node.cpu, node.memory) == (True, False, 3.92, 15 * 1024**3)
    setting: Setting = row(
        "ConfigMap", {"metadata": {"name": "cell-quota"}, "data": {"langchain_rps": "20"}}, "setting"
    )
    assert setting.entries == (("langchain_rps", "20"),)
    cron: Job = row(
        "CronJob",
        {
            "metadata": {"name": "c"},
            "spec": {
                "schedule": "0 3 * * *", "suspend": False, "timeZone": "Asia/Tokyo",
                "jobTemplate": {"spec": {"parallelism": 3, "template": {"spec": {"containers": [
                    {"name": "a", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}}},
                    {"name": "b", "resources": {"requests": {"cpu": "1"}}},
                ]}}}},
            },
            "status": {"active": [{"name": "c-1"}], "lastScheduleTime": "2026-01-05T03:00:00Z"},
        },
    )  # fmt: skip
    assert (cron.schedule, cron.active, cron.last_start_at_s) == ("0 3 * * *", 1, 1767582000.0)
    assert (cron.cores, cron.memory_bytes, cron.time_zone) == (4.5, 3 * 2**30, "Asia/Tokyo")


@pytest.mark.parametrize("kind", sorted({(one.kind, one.row.__name__) for one in KINDS.values()}))
def test_an_object_with_nothing_but_a_name_becomes_a_row(kind: tuple[str, str]) -> None:
    one = row(kind[0], {"metadata": {"name": "bare"}}, kind[1])
    assert one.ref.name == "bare"


def test_a_wrong_type_is_a_validation_error_and_not_a_wrong_row() -> None:
    with pytest.raises(msgspec.ValidationError):
        row("Pod", {"metadata": {"name": "p"}, "status": {"phase": 5}})
