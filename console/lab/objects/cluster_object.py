"""Namespaces, nodes, quotas, policies and volumes."""

import uuid

from console.lab.objects.common import (
    TEMPLATE,
    TEMPLATE_ANNOTATION,
    JsonObject,
    condition,
    cpu_text,
    memory_text,
    metadata,
    workload_labels,
)
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.node_spec import NodeSpec
from console.lab.simulator.workload_spec import WorkloadSpec

GIB = 1 << 30


def namespace_object(name: str, cell: CellSpec | None, created_s: float) -> JsonObject:
    """A namespace; that of a cell says which cell and template it is."""
    labels = {"kubernetes.io/metadata.name": name}
    annotations: dict[str, str] = {}
    if cell is not None:
        labels.update(
            {"cell": cell.name, "cell-console.io/kind": cell.kind, "topology.kubernetes.io/region": cell.region}
        )
        annotations = {TEMPLATE_ANNOTATION: TEMPLATE}
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": metadata(name, labels=labels, annotations=annotations, created_s=created_s),
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    }


def node_object(node: NodeSpec, index: int, created_s: float) -> JsonObject:
    """A node with capacity, topology and price labels."""
    labels = {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
        "kubernetes.io/hostname": node.name,
        "node.kubernetes.io/instance-type": node.instance_type,
        "topology.kubernetes.io/region": node.region,
        "topology.kubernetes.io/zone": node.zone,
        "cell-console.io/cpu-hourly-usd": f"{node.cpu_hourly_usd:.6f}",
        "cell-console.io/gib-hourly-usd": f"{node.memory_gib_hourly_usd:.6f}",
        "cell-console.io/hourly-usd": f"{node.total_hourly_usd:.4f}",
    }
    capacity = {
        "cpu": cpu_text(node.cpu_cores),
        "memory": memory_text(node.memory_gib * GIB),
        "pods": str(node.max_pods),
        "ephemeral-storage": "100Gi",
    }
    machine = uuid.uuid5(uuid.NAMESPACE_DNS, node.name)
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": metadata(node.name, labels=labels, created_s=created_s),
        "spec": {
            "providerID": f"lab:///{node.zone}/{node.name}",
            "podCIDR": f"10.{64 + index // 250}.{index % 250}.0/24",
        },
        "status": {
            "capacity": capacity,
            "allocatable": capacity,
            "conditions": node_conditions(True, created_s),
            "addresses": [{"type": "InternalIP", "address": f"10.0.{index // 250}.{10 + index % 240}"},
                          {"type": "Hostname", "address": node.name}],
            "nodeInfo": {
                "machineID": machine.hex,
                "systemUUID": str(machine),
                "bootID": str(uuid.uuid5(machine, "boot")),
                "kubeProxyVersion": "",
                "architecture": "amd64",
                "operatingSystem": "linux",
                "kubeletVersion": "v1.36.0",
                "kernelVersion": "6.12.0",
                "osImage": "Lab Linux",
                "containerRuntimeVersion": "containerd://2.1.0",
            },
        },
    }  # fmt: skip


def node_conditions(ready: bool, since_s: float) -> list[JsonObject]:
    """Conditions of a node that is there, or that stopped reporting."""
    if ready:
        return [
            condition("MemoryPressure", False, "KubeletHasSufficientMemory", "", since_s),
            condition("DiskPressure", False, "KubeletHasNoDiskPressure", "", since_s),
            condition("Ready", True, "KubeletReady", "kubelet is posting ready status", since_s),
        ]
    lost = condition("Ready", False, "NodeStatusUnknown", "Kubelet stopped posting node status.", since_s)
    return [{**lost, "status": "Unknown"}]


def resource_quota(cell: CellSpec, created_s: float) -> JsonObject:
    """Bounds on what a cell may ask for: half as much again as all its workloads at their maximum."""
    cores = 1.5 * sum(spec.max_replicas * spec.cpu_cores for spec in cell.workloads)
    memory = 1.5 * sum(spec.max_replicas * spec.memory_bytes for spec in cell.workloads)
    pods = round(1.5 * sum(spec.max_replicas for spec in cell.workloads))
    hard = {"requests.cpu": str(round(cores)), "requests.memory": f"{round(memory / GIB)}Gi", "pods": str(pods)}
    return {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": metadata(CELL_RESOURCES, cell.namespace, labels={"cell": cell.name}, created_s=created_s),
        "spec": {"hard": hard},
        "status": {"hard": hard, "used": {}},
    }


CELL_RESOURCES = "cell-resources"


def quota_used(counts: dict[str, int], cell: CellSpec) -> JsonObject:
    """What the pods of a cell use of the quota; `counts` are pods by workload name."""
    cores = sum(counts[spec.name] * spec.cpu_cores for spec in cell.workloads)
    memory = sum(counts[spec.name] * spec.memory_bytes for spec in cell.workloads)
    return {"requests.cpu": cpu_text(round(cores, 3)), "requests.memory": memory_text(memory),
            "pods": str(sum(counts.values()))}  # fmt: skip


def store_volume_claims(spec: WorkloadSpec, created_s: float) -> list[JsonObject]:
    """The volume claims of a data store's pods."""
    return [
        {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": metadata(
                f"data-{spec.name}-{index}", spec.namespace, labels=workload_labels(spec), created_s=created_s
            ),
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "100Gi"}},
                "storageClassName": "gp3",
                "volumeName": f"pvc-{spec.cell}-{spec.name}-{index}",
                "volumeMode": "Filesystem",
            },
            "status": {"phase": "Bound", "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "100Gi"}},
        }
        for index in range(spec.replicas)
    ]
