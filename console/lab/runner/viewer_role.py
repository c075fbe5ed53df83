"""The rights of the lab's second user: reading the workloads of two cells, and nothing else."""

from collections.abc import Iterator, Sequence
from typing import Any

VIEWER = "lab-viewer"
_RBAC = "rbac.authorization.k8s.io"
_READ = ["get", "list", "watch"]


def viewer_objects(namespaces: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the ClusterRole and one RoleBinding for each namespace; secrets stay out of reach."""
    core = ["pods", "pods/log", "services", "endpoints", "events", "configmaps", "persistentvolumeclaims"]
    groups = ["apps", "autoscaling", "batch", "policy", "argoproj.io", "keda.sh", "networking.istio.io"]
    yield {
        "apiVersion": f"{_RBAC}/v1",
        "kind": "ClusterRole",
        "metadata": {"name": VIEWER},
        "rules": [
            {"apiGroups": [""], "resources": core, "verbs": _READ},
            {"apiGroups": groups, "resources": ["*"], "verbs": _READ},
        ],
    }
    for namespace in namespaces:
        yield {
            "apiVersion": f"{_RBAC}/v1",
            "kind": "RoleBinding",
            "metadata": {"name": VIEWER, "namespace": namespace},
            "roleRef": {"apiGroup": _RBAC, "kind": "ClusterRole", "name": VIEWER},
            "subjects": [{"apiGroup": _RBAC, "kind": "User", "name": VIEWER}],
        }
