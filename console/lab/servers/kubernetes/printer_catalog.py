"""The columns of `kubectl get` for every kind, and how their cells are made."""

from collections.abc import Callable, Mapping
from typing import Any

from console.lab.servers.kubernetes import printer_core as core
from console.lab.servers.kubernetes import printer_pod as pod
from console.lab.servers.kubernetes import printer_workload as workload
from console.lab.servers.kubernetes.human_age import age_of
from console.lab.servers.kubernetes.json_path import find_json_path
from console.lab.servers.kubernetes.resource_kind import PrinterColumn, ResourceKind

CellMaker = Callable[[Mapping[str, Any], float], list[Any]]

# Columns as `name`, `name:type`; those after `|` are shown with -o wide only.
_TEXTS: dict[str, tuple[str, CellMaker]] = {
    "pods": ("Name,Ready,Status,Restarts,Age|IP,Node,Nominated Node,Readiness Gates", pod.pod_cells),
    "nodes": (
        "Name,Status,Roles,Age,Version|Internal-IP,External-IP,OS-Image,Kernel-Version,Container-Runtime",
        pod.node_cells,
    ),
    "deployments.apps": ("Name,Ready,Up-to-date,Available,Age|Containers,Images,Selector", workload.deployment_cells),
    "replicasets.apps": (
        "Name,Desired:integer,Current:integer,Ready:integer,Age|Containers,Images,Selector",
        workload.replicaset_cells,
    ),
    "statefulsets.apps": ("Name,Ready,Age|Containers,Images", workload.statefulset_cells),
    "daemonsets.apps": (
        (
            "Name,Desired:integer,Current:integer,Ready:integer,Up-to-date:integer,Available:integer,Node Selector,Age"
            "|Containers,Images,Selector"
        ),
        workload.daemonset_cells,
    ),
    "horizontalpodautoscalers.autoscaling": (
        "Name,Reference,Targets,MinPods,MaxPods,Replicas,Age",
        workload.autoscaler_cells,
    ),
    "jobs.batch": ("Name,Status,Completions,Duration,Age|Containers,Images,Selector", workload.job_cells),
    "cronjobs.batch": (
        "Name,Schedule,Timezone,Suspend:boolean,Active:integer,Last Schedule,Age|Containers,Images,Selector",
        workload.cronjob_cells,
    ),
    "poddisruptionbudgets.policy": (
        "Name,Min Available,Max Unavailable,Allowed Disruptions:integer,Age",
        workload.budget_cells,
    ),
    "services": ("Name,Type,Cluster-IP,External-IP,Port(s),Age|Selector", core.service_cells),
    "endpoints": ("Name,Endpoints,Age", core.endpoints_cells),
    "namespaces": ("Name,Status,Age", core.namespace_cells),
    "configmaps": ("Name,Data,Age", core.configmap_cells),
    "secrets": ("Name,Type,Data,Age", core.secret_cells),
    "serviceaccounts": ("Name,Secrets,Age", core.serviceaccount_cells),
    "resourcequotas": ("Name,Request,Limit,Age", core.quota_cells),
    "limitranges": ("Name,Created At", core.created_cells),
    "persistentvolumeclaims": (
        "Name,Status,Volume,Capacity,Access Modes,StorageClass,VolumeAttributesClass,Age|VolumeMode",
        core.claim_cells,
    ),
    "ingresses.networking.k8s.io": ("Name,Class,Hosts,Address,Ports,Age", core.ingress_cells),
    "leases.coordination.k8s.io": ("Name,Holder,Age", core.lease_cells),
    "roles.rbac.authorization.k8s.io": ("Name,Created At", core.created_cells),
    "clusterroles.rbac.authorization.k8s.io": ("Name,Created At", core.created_cells),
    "rolebindings.rbac.authorization.k8s.io": ("Name,Role,Age|Users,Groups,ServiceAccounts", core.binding_cells),
    "clusterrolebindings.rbac.authorization.k8s.io": (
        "Name,Role,Age|Users,Groups,ServiceAccounts",
        core.binding_cells,
    ),
}
_EVENT_COLUMNS = tuple(
    PrinterColumn(name, "", kind, priority)
    for name, kind, priority in (
        ("Last Seen", "string", 0), ("Type", "string", 0), ("Reason", "string", 0), ("Object", "string", 0),
        ("Subobject", "string", 1), ("Message", "string", 0), ("Source", "string", 1), ("First Seen", "string", 1),
        ("Count", "integer", 1), ("Name", "string", 1),
    )
)  # fmt: skip


def columns_of(kind: ResourceKind) -> tuple[PrinterColumn, ...]:
    """The columns of a kind, the name first."""
    if kind.custom:
        return (PrinterColumn("Name", "metadata.name"), *kind.columns)
    if kind.key == "events":
        return _EVENT_COLUMNS
    text = _TEXTS[kind.key][0] if kind.key in _TEXTS else "Name,Age"
    shown, _, wide = text.partition("|")
    return (*_columns(shown, 0), *(_columns(wide, 1) if wide else ()))


def _columns(text: str, priority: int) -> list[PrinterColumn]:
    parts = [part.partition(":") for part in text.split(",")]
    return [PrinterColumn(name, "", kind or "string", priority) for name, _, kind in parts]


def cells_of(kind: ResourceKind) -> CellMaker:
    """The function that makes a row of a kind out of an object and the time now (unix seconds)."""
    if kind.custom:
        return lambda item, now_s: _custom_cells(kind, item, now_s)
    if kind.key == "events":
        return core.event_cells
    return _TEXTS[kind.key][1] if kind.key in _TEXTS else core.age_cells


def _custom_cells(kind: ResourceKind, item: Mapping[str, Any], now_s: float) -> list[Any]:
    cells: list[Any] = [item["metadata"]["name"]]
    for column in kind.columns:
        found = find_json_path(item, column.path)
        if column.type == "date":
            cells.append(age_of(found[0] if found else None, now_s))
        elif not found or column.type != "string":
            cells.append(found[0] if found else None)
        else:
            cells.append(_text(found[0]) if len(found) == 1 else ",".join(map(_text, found)))
    return cells


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ",".join(f'"{one}"' if isinstance(one, str) else str(one) for one in value) + "]"
    return str(value)
