"""Kinds that are answered but not stored: reviews and measured usage."""

from console.lab.servers.kubernetes.resource_kind import ResourceKind

_CREATE = ("create",)


def _review(group: str, kind: str) -> ResourceKind:
    name = kind.lower()
    return ResourceKind(group, ("v1",), kind, f"{name}s", name, namespaced=False, verbs=_CREATE)


def _usage(group: str, kind: str, plural: str, *, namespaced: bool) -> ResourceKind:
    return ResourceKind(group, ("v1beta1",), kind, plural, "", namespaced=namespaced, verbs=("get", "list"))


VIRTUAL_KINDS: tuple[ResourceKind, ...] = (
    _review("authentication.k8s.io", "SelfSubjectReview"),
    _review("authorization.k8s.io", "SelfSubjectAccessReview"),
    _review("authorization.k8s.io", "SelfSubjectRulesReview"),
    _usage("metrics.k8s.io", "NodeMetrics", "nodes", namespaced=False),
    _usage("metrics.k8s.io", "PodMetrics", "pods", namespaced=True),
)
