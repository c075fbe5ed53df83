"""The kinds built into Kubernetes that the lab serves."""

from console.lab.servers.kubernetes.resource_kind import ALL_VERBS, ResourceKind, ScalePaths

WORKLOAD_SCALE = ScalePaths("spec.replicas", "status.replicas", "spec.selector")
_NO_COLLECTION_DELETE = tuple(verb for verb in ALL_VERBS if verb != "deletecollection")
_CONNECT = ("create", "get")


def _core(kind: str, plural: str, *short: str, **more: object) -> ResourceKind:
    return ResourceKind("", ("v1",), kind, plural, kind.lower(), short_names=short, schema=kind, **more)  # type: ignore[arg-type]


def _kind(group: str, served: str, kind: str, plural: str, *short: str, **more: object) -> ResourceKind:
    versions = tuple(served.split())
    return ResourceKind(group, versions, kind, plural, kind.lower(), short_names=short, schema=kind, **more)  # type: ignore[arg-type]


_ALL = ("all",)
_RBAC = "rbac.authorization.k8s.io"
_POD_CHANNELS = (
    ("eviction", "Eviction", ("create",)),
    ("log", "Pod", ("get",)),
    ("portforward", "PodPortForwardOptions", _CONNECT),
)

BUILTIN_KINDS: tuple[ResourceKind, ...] = (
    _core("ConfigMap", "configmaps", "cm"),
    _core("Endpoints", "endpoints", "ep"),
    _core("Event", "events", "ev"),
    _core("LimitRange", "limitranges", "limits"),
    _core("Namespace", "namespaces", "ns", namespaced=False, status=True, verbs=_NO_COLLECTION_DELETE),
    _core("Node", "nodes", "no", namespaced=False, status=True),
    _core("PersistentVolume", "persistentvolumes", "pv", namespaced=False, status=True),
    _core("PersistentVolumeClaim", "persistentvolumeclaims", "pvc", status=True),
    _core("Pod", "pods", "po", status=True, categories=_ALL, subresources=_POD_CHANNELS),
    _core("ResourceQuota", "resourcequotas", "quota", status=True),
    _core("Secret", "secrets"),
    _core("Service", "services", "svc", status=True, categories=_ALL),
    _core("ServiceAccount", "serviceaccounts", "sa"),
    _kind("apps", "v1", "ControllerRevision", "controllerrevisions"),
    _kind("apps", "v1", "DaemonSet", "daemonsets", "ds", status=True, generation=True, categories=_ALL),
    _kind(
        "apps", "v1", "Deployment", "deployments", "deploy",
        status=True, generation=True, categories=_ALL, scale=WORKLOAD_SCALE,
    ),
    _kind(
        "apps", "v1", "ReplicaSet", "replicasets", "rs",
        status=True, generation=True, categories=_ALL, scale=WORKLOAD_SCALE,
    ),
    _kind(
        "apps", "v1", "StatefulSet", "statefulsets", "sts",
        status=True, generation=True, categories=_ALL, scale=WORKLOAD_SCALE,
    ),
    _kind(
        "autoscaling", "v2 v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", "hpa",
        status=True, categories=_ALL,
    ),
    _kind("batch", "v1", "CronJob", "cronjobs", "cj", status=True, generation=True, categories=_ALL),
    _kind("batch", "v1", "Job", "jobs", status=True, generation=True, categories=_ALL),
    _kind("networking.k8s.io", "v1", "Ingress", "ingresses", "ing", status=True, generation=True),
    _kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", "netpol"),
    _kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "pdb", status=True, generation=True),
    _kind(_RBAC, "v1", "ClusterRole", "clusterroles", namespaced=False),
    _kind(_RBAC, "v1", "ClusterRoleBinding", "clusterrolebindings", namespaced=False),
    _kind(_RBAC, "v1", "Role", "roles"),
    _kind(_RBAC, "v1", "RoleBinding", "rolebindings"),
    _kind("coordination.k8s.io", "v1", "Lease", "leases"),
    _kind("storage.k8s.io", "v1", "StorageClass", "storageclasses", "sc", namespaced=False),
)  # fmt: skip
