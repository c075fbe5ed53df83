"""Which API group the kinds belong to that can be changed."""

from console.domain.operation import Operation
from console.domain.resource import ResourceRef

_GROUPS = {
    "Deployment": "apps",
    "StatefulSet": "apps",
    "DaemonSet": "apps",
    "ReplicaSet": "apps",
    "Rollout": "argoproj.io",
    "HorizontalPodAutoscaler": "autoscaling",
    "ScaledObject": "keda.sh",
    "ScaledJob": "keda.sh",
    "ConfigMap": "",
    "ResourceQuota": "",
    "CronJob": "batch",
    "VirtualService": "networking.istio.io",
    "HTTPRoute": "gateway.networking.k8s.io",
}


def group_of(kind: str) -> str:
    """Return the API group of a kind."""
    return _GROUPS.get(kind, "")


def ref_of_target(operation: Operation) -> ResourceRef:
    """Return which object an operation changes."""
    target = operation.target
    return ResourceRef(target.connection, target.kind, target.namespace, target.name, group_of(target.kind))


def beside(operation: Operation, kind: str) -> ResourceRef:
    """Return the identity of an object of another kind and the same name in the same namespace."""
    target = operation.target
    return ResourceRef(target.connection, kind, target.namespace, target.name, group_of(kind))
