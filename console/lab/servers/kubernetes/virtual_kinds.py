"""Kinds that are answered but not stored: reviews and measured usage."""

from console.lab.servers.kubernetes.resource_kind import ResourceKind

_CREATE = ("create",)
_READ = ("get", "list")
METRICS = "metrics.k8s.io"


def _review(group: str, kind: str) -> ResourceKind:
    name = kind.lower()
    return ResourceKind(group, ("v1",), kind, f"{name}s", name, namespaced=False, verbs=_CREATE)


VIRTUAL_KINDS: tuple[ResourceKind, ...] = (
    _review("authentication.k8s.io", "SelfSubjectReview"),
    _review("authorization.k8s.io", "SelfSubjectAccessReview"),
    _review("authorization.k8s.io", "SelfSubjectRulesReview"),
    ResourceKind(METRICS, ("v1beta1",), "NodeMetrics", "nodes", "", namespaced=False, verbs=_READ),
    ResourceKind(METRICS, ("v1beta1",), "PodMetrics", "pods", "", verbs=_READ),
)
