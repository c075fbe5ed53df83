"""Deployments, StatefulSets, Rollouts, their ReplicaSets, services and disruption budgets."""

import math
import re

from console.lab.objects.common import (
    JsonObject,
    cpu_text,
    memory_text,
    metadata,
    owner_reference,
    selector_of,
    template_annotation,
    template_metadata,
    workload_labels,
)
from console.lab.objects.lenient import section
from console.lab.simulator.workload_spec import WorkloadSpec

API_VERSIONS = {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "Rollout": "argoproj.io/v1alpha1"}
RESOURCES = {"Deployment": "deployments.apps", "StatefulSet": "statefulsets.apps", "Rollout": "rollouts.argoproj.io"}
REVISION_ANNOTATION = "deployment.kubernetes.io/revision"
ROLLOUT_REVISION_ANNOTATION = "rollout.argoproj.io/revision"
CAREFUL_CELL = "tokyo"
ERROR_RATE = "error-rate"
_PERCENT = re.compile(r"(\d{1,3})%", re.ASCII)
PORTS = {"postgres": 5432, "redis": 6379, "kafka": 9092}


def pod_template(spec: WorkloadSpec, tag: str) -> JsonObject:
    """The pod template of a workload with an image tag."""
    port = PORTS.get(spec.name, 8080)
    container: JsonObject = {
        "name": spec.name,
        "image": f"{spec.image}:{tag}",
        "imagePullPolicy": "IfNotPresent",
        "ports": [{"name": "http" if port == 8080 else spec.name, "containerPort": port, "protocol": "TCP"}],
        "env": [{"name": "CELL", "value": spec.cell or "platform"}, {"name": "LAYER", "value": spec.layer}],
        "resources": {
            "requests": {"cpu": cpu_text(spec.cpu_cores), "memory": memory_text(spec.memory_bytes)},
            "limits": {"cpu": cpu_text(spec.cpu_cores * 1.25), "memory": memory_text(spec.memory_bytes * 1.5)},
        },
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
    }
    if port == 8080:
        probe = {"httpGet": {"path": "/healthz", "port": "http", "scheme": "HTTP"}, "periodSeconds": 5}
        container["readinessProbe"] = {**probe, "timeoutSeconds": 1, "successThreshold": 1, "failureThreshold": 3}
    return {
        "metadata": {"labels": workload_labels(spec)},
        "spec": {
            "containers": [container],
            "restartPolicy": "Always",
            "terminationGracePeriodSeconds": 30,
            "dnsPolicy": "ClusterFirst",
            "serviceAccountName": spec.name,
            "securityContext": {},
            "schedulerName": "default-scheduler",
        },
    }


def workload_object(spec: WorkloadSpec, replicas: int, tag: str, revision: int, created_s: float) -> JsonObject:
    """The workload itself, without a status."""
    annotations = template_annotation(spec)
    if spec.kind == "Deployment":
        annotations[REVISION_ANNOTATION] = str(revision)
    if spec.kind == "Rollout":
        annotations[ROLLOUT_REVISION_ANNOTATION] = str(revision)
    body: JsonObject = {
        "replicas": replicas,
        "selector": {"matchLabels": selector_of(spec)},
        "template": pod_template(spec, tag),
        "revisionHistoryLimit": 10,
    }
    body.update(_STRATEGIES[spec.kind](spec))
    return {
        "apiVersion": API_VERSIONS[spec.kind],
        "kind": spec.kind,
        "metadata": metadata(
            spec.name, spec.namespace, labels=workload_labels(spec), annotations=annotations, created_s=created_s
        ),
        "spec": body,
    }


def _deployment_strategy(_spec: WorkloadSpec) -> JsonObject:
    rolling = {"maxUnavailable": 0, "maxSurge": "25%"}
    return {"strategy": {"type": "RollingUpdate", "rollingUpdate": rolling}, "progressDeadlineSeconds": 600}


def _stateful_strategy(spec: WorkloadSpec) -> JsonObject:
    return {
        "serviceName": spec.name,
        "podManagementPolicy": "OrderedReady",
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
    }


def _rollout_strategy(spec: WorkloadSpec) -> JsonObject:
    """Tokyo waits for a person before half of its users get a release; what its analysis finds is only told there."""
    careful = spec.cell == CAREFUL_CELL
    pause: JsonObject = {"pause": {"duration": "60s"}}
    steps = [{"setWeight": 5}, pause, {"setWeight": 25}, {"pause": {}} if careful else pause, {"setWeight": 50}, pause]
    analysis: JsonObject = {"templates": [{"templateName": ERROR_RATE}], "startingStep": 1}
    if careful:
        analysis["dryRun"] = [{"metricName": ERROR_RATE}]
    canary = {
        "canaryService": f"{spec.name}-canary",
        "stableService": f"{spec.name}-stable",
        "trafficRouting": {"istio": {"virtualService": {"name": spec.name}}},
        "maxSurge": "25%",
        "maxUnavailable": 0,
        "steps": steps,
        "analysis": analysis,
    }
    return {"strategy": {"canary": canary}}


_STRATEGIES = {"Deployment": _deployment_strategy, "StatefulSet": _stateful_strategy, "Rollout": _rollout_strategy}


def replica_set_object(
    spec: WorkloadSpec,
    owner_uid: str,
    template: JsonObject,
    pod_hash: str,
    revision: int,
    replicas: int,
    created_s: float,
) -> JsonObject:
    """The ReplicaSet of one revision of a Deployment or Rollout."""
    label = "rollouts-pod-template-hash" if spec.kind == "Rollout" else "pod-template-hash"
    annotation = ROLLOUT_REVISION_ANNOTATION if spec.kind == "Rollout" else REVISION_ANNOTATION
    labels = {**(template.get("metadata", {}).get("labels") or {}), label: pod_hash}
    name = f"{spec.name}-{pod_hash}"
    meta = metadata(name, spec.namespace, labels=labels, annotations={annotation: str(revision)}, created_s=created_s)
    meta["ownerReferences"] = [owner_reference(API_VERSIONS[spec.kind], spec.kind, spec.name, owner_uid)]
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": meta,
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {**selector_of(spec), label: pod_hash}},
            "template": {**template, "metadata": {**template.get("metadata", {}), "labels": labels}},
        },
        "status": {"replicas": replicas, "readyReplicas": replicas, "availableReplicas": replicas,
                   "fullyLabeledReplicas": replicas, "observedGeneration": 1},
    }  # fmt: skip


def service_object(spec: WorkloadSpec, created_s: float, cluster_ip: str) -> JsonObject:
    """The ClusterIP service in front of a workload."""
    port = PORTS.get(spec.name, 8080)
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": template_metadata(spec, created_s),
        "spec": {
            "type": "ClusterIP",
            "clusterIP": cluster_ip,
            "clusterIPs": [cluster_ip],
            "selector": selector_of(spec),
            "sessionAffinity": "None",
            "ports": [{"name": "http" if port == 8080 else spec.name, "port": 80 if port == 8080 else port,
                       "targetPort": port, "protocol": "TCP"}],
        },
        "status": {"loadBalancer": {}},
    }  # fmt: skip


def disruption_budget_object(spec: WorkloadSpec, ready: int, created_s: float) -> JsonObject:
    """A budget that lets one pod go at a time."""
    content: JsonObject = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": metadata(spec.name, spec.namespace, labels=workload_labels(spec), created_s=created_s),
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": selector_of(spec)}},
    }
    return {**content, "status": disruption_status(content, ready, ready)}


def disruption_status(budget: JsonObject, expected: int, ready: int) -> JsonObject:
    """Status of a budget whose pods are so many as they stand, and as are ready."""
    spec = section(budget, "spec")
    least = spec.get("minAvailable")
    needed = _bound(least, expected) if least is not None else expected - _bound(spec.get("maxUnavailable"), expected)
    needed = max(0, needed)
    return {
        "currentHealthy": ready,
        "desiredHealthy": needed,
        "disruptionsAllowed": max(0, ready - needed) if expected else 0,
        "expectedPods": expected,
        "observedGeneration": section(budget, "metadata").get("generation", 1),
    }


def _bound(value: object, of: int) -> int:
    """A number of pods, or a percentage rounded up; nothing for what is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        return max(0, value)
    found = _PERCENT.fullmatch(str(value))
    return math.ceil(int(found[1]) * of / 100) if found else 0
