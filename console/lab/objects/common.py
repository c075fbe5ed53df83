"""Parts that every object of the lab shares: metadata, labels, quantities, conditions."""

from typing import Any

from console.lab.objects.world_clock import stamp
from console.lab.simulator.workload_spec import WorkloadSpec

JsonObject = dict[str, Any]
TEMPLATE = "newsletter-cell"
TEMPLATE_ANNOTATION = "cell-console.io/template"
MIB = 1 << 20


def metadata(
    name: str,
    namespace: str | None = None,
    *,
    labels: dict[str, str] | None = None,
    annotations: dict[str, str] | None = None,
    created_s: float | None = None,
    uid: str | None = None,
) -> JsonObject:
    """Metadata of an object; what is not given is left to the store."""
    content: JsonObject = {"name": name}
    if namespace is not None:
        content["namespace"] = namespace
    if labels:
        content["labels"] = labels
    if annotations:
        content["annotations"] = annotations
    if created_s is not None:
        content["creationTimestamp"] = stamp(created_s)
    if uid is not None:
        content["uid"] = uid
    return content


def workload_labels(spec: WorkloadSpec) -> dict[str, str]:
    """The labels by which workloads, services and pods of the estate are found."""
    labels = {"app.kubernetes.io/name": spec.name, "layer": spec.layer}
    if spec.cell:
        labels.update({"app.kubernetes.io/part-of": spec.cell, "cell": spec.cell})
    if spec.cell and spec.cell != "infra":  # the drifted cell forgot its owner: Gatekeeper reports it
        labels["owner"] = f"team-{spec.cell}"
    return labels


def selector_of(spec: WorkloadSpec) -> dict[str, str]:
    """Labels that select the pods of a workload."""
    return {"app.kubernetes.io/name": spec.name}


def template_annotation(spec: WorkloadSpec) -> dict[str, str]:
    """The annotation that names the template of a cell's workload."""
    return {TEMPLATE_ANNOTATION: TEMPLATE} if spec.cell else {}


def template_metadata(spec: WorkloadSpec, created_s: float) -> JsonObject:
    """Metadata of an object that a cell's template makes under the name of a workload."""
    labels, annotations = workload_labels(spec), template_annotation(spec)
    return metadata(spec.name, spec.namespace, labels=labels, annotations=annotations, created_s=created_s)


def cpu_text(cores: float) -> str:
    """CPU quantity in canonical form: whole cores, else millicores."""
    return f"{cores:.0f}" if float(cores).is_integer() else f"{round(cores * 1000)}m"


def memory_text(size_bytes: float) -> str:
    """Memory quantity: GiB when whole, else MiB."""
    mib = round(size_bytes / MIB)
    return f"{mib // 1024}Gi" if mib % 1024 == 0 and mib else f"{mib}Mi"


def condition(kind: str, status: bool, reason: str, message: str, since_s: float) -> JsonObject:
    """A status condition."""
    return {
        "type": kind,
        "status": "True" if status else "False",
        "reason": reason,
        "message": message,
        "lastTransitionTime": stamp(since_s),
    }


def owner_reference(api_version: str, kind: str, name: str, uid: str) -> JsonObject:
    """Reference to the controller of an object."""
    return {
        "apiVersion": api_version,
        "kind": kind,
        "name": name,
        "uid": uid,
        "controller": True,
        "blockOwnerDeletion": True,
    }
