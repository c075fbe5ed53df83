"""Values that the real server fills in where a client says nothing."""

import base64
from collections.abc import Callable
from typing import Any

from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.stored_object import JsonObject

_MAX_INT = 2_147_483_647
_QUARTER = {"maxUnavailable": "25%", "maxSurge": "25%"}


def set_defaults(kind: ResourceKind, content: JsonObject) -> None:
    """Fill in the defaults of a kind, in place. Fields filled in here belong to the writer."""
    rule = _RULES.get(kind.key)
    if rule is not None:
        rule(content)


def _part(owner: JsonObject, name: str) -> JsonObject:
    value = owner.get(name)
    if not isinstance(value, dict):
        value = owner[name] = {}
    return value


def _fill(owner: JsonObject, values: JsonObject) -> None:
    for name, value in values.items():
        owner.setdefault(name, value)


def default_pod_spec(spec: JsonObject) -> None:
    """Defaults of a pod's spec, also inside templates."""
    for container in (*(spec.get("containers") or ()), *(spec.get("initContainers") or ())):
        _default_container(container)
    for volume in spec.get("volumes") or ():
        for source in ("secret", "configMap", "projected", "downwardAPI"):
            if isinstance(volume.get(source), dict):
                volume[source].setdefault("defaultMode", 420)
    values = {"restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst"}
    _fill(spec, {**values, "securityContext": {}, "schedulerName": "default-scheduler"})


def _default_container(container: JsonObject) -> None:
    tag = str(container.get("image", "")).rsplit("/", 1)[-1].partition(":")[2]
    pull = "Always" if tag in {"", "latest"} and "@" not in str(container.get("image", "")) else "IfNotPresent"
    container.setdefault("resources", {})
    values = {"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}
    _fill(container, {**values, "imagePullPolicy": pull})
    for port in container.get("ports") or ():
        port.setdefault("protocol", "TCP")
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        probe = container.get(name)
        if isinstance(probe, dict):
            _fill(probe, {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3})
            if isinstance(probe.get("httpGet"), dict):
                _fill(probe["httpGet"], {"path": "/", "scheme": "HTTP"})


def _pod(content: JsonObject) -> None:
    spec = _part(content, "spec")
    default_pod_spec(spec)
    _fill(spec, {"enableServiceLinks": True})
    for container in spec.get("containers") or ():
        resources = container.get("resources") or {}
        for name, value in (resources.get("limits") or {}).items():
            resources.setdefault("requests", {}).setdefault(name, value)


def _template(spec: JsonObject) -> None:
    template = _part(spec, "template")
    template.setdefault("metadata", {})
    default_pod_spec(_part(template, "spec"))


def _deployment(content: JsonObject) -> None:
    spec = _part(content, "spec")
    _template(spec)
    strategy = _part(spec, "strategy")
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        _fill(_part(strategy, "rollingUpdate"), _QUARTER)
    _fill(spec, {"replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600})


def _replicaset(content: JsonObject) -> None:
    spec = _part(content, "spec")
    _template(spec)
    spec.setdefault("replicas", 1)


def _statefulset(content: JsonObject) -> None:
    spec = _part(content, "spec")
    _template(spec)
    strategy = _part(spec, "updateStrategy")
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        _fill(_part(strategy, "rollingUpdate"), {"partition": 0})
    retention = {"whenDeleted": "Retain", "whenScaled": "Retain"}
    _fill(spec, {"replicas": 1, "podManagementPolicy": "OrderedReady", "revisionHistoryLimit": 10})
    spec.setdefault("persistentVolumeClaimRetentionPolicy", retention)


def _daemonset(content: JsonObject) -> None:
    spec = _part(content, "spec")
    _template(spec)
    strategy = _part(spec, "updateStrategy")
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        _fill(_part(strategy, "rollingUpdate"), {"maxUnavailable": 1, "maxSurge": 0})
    spec.setdefault("revisionHistoryLimit", 10)


def default_job_spec(spec: JsonObject) -> None:
    """Defaults of a job's spec, also inside cron jobs."""
    _template(spec)
    if "completions" not in spec and "parallelism" not in spec:
        spec["completions"] = 1
    limit = _MAX_INT if "backoffLimitPerIndex" in spec else 6
    replacement = "Failed" if spec.get("podFailurePolicy") else "TerminatingOrFailed"
    _fill(spec, {"parallelism": 1, "backoffLimit": limit, "completionMode": "NonIndexed", "suspend": False})
    _fill(spec, {"manualSelector": False, "podReplacementPolicy": replacement})


def _job(content: JsonObject) -> None:
    default_job_spec(_part(content, "spec"))


def _cronjob(content: JsonObject) -> None:
    spec = _part(content, "spec")
    job = _part(spec, "jobTemplate")
    job.setdefault("metadata", {})
    inner = _part(job, "spec")
    _template(inner)
    _fill(spec, {"concurrencyPolicy": "Allow", "suspend": False})
    _fill(spec, {"successfulJobsHistoryLimit": 3, "failedJobsHistoryLimit": 1})


def _autoscaler(content: JsonObject) -> None:
    spec = _part(content, "spec")
    cpu = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}
    _fill(spec, {"minReplicas": 1, "metrics": [cpu]})


def _service(content: JsonObject) -> None:
    spec = _part(content, "spec")
    for port in spec.get("ports") or ():
        port.setdefault("protocol", "TCP")
        port.setdefault("targetPort", port.get("port"))
    _fill(spec, {"type": "ClusterIP", "sessionAffinity": "None"})
    if spec["type"] != "ExternalName":
        spec.setdefault("internalTrafficPolicy", "Cluster")


def _secret(content: JsonObject) -> None:
    content.setdefault("type", "Opaque")
    plain = content.pop("stringData", None)
    for name, value in (plain or {}).items():
        content.setdefault("data", {})[name] = base64.b64encode(str(value).encode()).decode()


def _namespace(content: JsonObject) -> None:
    metadata = content["metadata"]
    metadata.setdefault("labels", {})["kubernetes.io/metadata.name"] = metadata.get("name", "")


def _binding(content: JsonObject) -> None:
    group = "rbac.authorization.k8s.io"
    _part(content, "roleRef").setdefault("apiGroup", group)
    for subject in content.get("subjects") or ():
        if subject.get("kind") in {"User", "Group"}:
            subject.setdefault("apiGroup", group)


def _http_route(content: JsonObject) -> None:
    spec = _part(content, "spec")
    for parent in spec.get("parentRefs") or ():
        _fill(parent, {"group": "gateway.networking.k8s.io", "kind": "Gateway"})
    for rule in spec.get("rules") or ():
        rule.setdefault("matches", [{"path": {"type": "PathPrefix", "value": "/"}}])
        for backend in rule.get("backendRefs") or ():
            _fill(backend, {"group": "", "kind": "Service", "weight": 1})


def _claim(content: JsonObject) -> None:
    _part(content, "spec").setdefault("volumeMode", "Filesystem")


_RULES: dict[str, Callable[[Any], None]] = {
    "pods": _pod,
    "deployments.apps": _deployment,
    "replicasets.apps": _replicaset,
    "statefulsets.apps": _statefulset,
    "daemonsets.apps": _daemonset,
    "jobs.batch": _job,
    "cronjobs.batch": _cronjob,
    "horizontalpodautoscalers.autoscaling": _autoscaler,
    "services": _service,
    "secrets": _secret,
    "namespaces": _namespace,
    "rolebindings.rbac.authorization.k8s.io": _binding,
    "clusterrolebindings.rbac.authorization.k8s.io": _binding,
    "httproutes.gateway.networking.k8s.io": _http_route,
    "persistentvolumeclaims": _claim,
}
