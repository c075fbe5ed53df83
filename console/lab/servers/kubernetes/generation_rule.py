"""What a write may not change, and which changes count as a new generation."""

from typing import Any

from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.stored_object import JsonObject

_KEPT = (
    "name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion",
    "deletionTimestamp", "deletionGracePeriodSeconds",
)  # fmt: skip


def keep_identity(before: JsonObject, after: JsonObject) -> None:
    """Put back what no writer may change: who and where it is, since when, and that it is on its way out."""
    metadata: dict[str, Any] = after.setdefault("metadata", {})
    known = before["metadata"]
    for field in _KEPT:
        if field in known:
            metadata[field] = known[field]
        else:
            metadata.pop(field, None)
    after["kind"], after["apiVersion"] = before["kind"], before["apiVersion"]


def bumps_generation(kind: ResourceKind, before: JsonObject, after: JsonObject) -> bool:
    """Whether a change is one of the desired state: of the spec, or of anything but metadata and status."""
    if kind.kind == "Deployment" and before["metadata"].get("annotations") != after["metadata"].get("annotations"):
        return True  # as the real server counts for this kind
    if not kind.custom:
        return bool(before.get("spec") != after.get("spec"))
    ignored = {"metadata", "status"} if kind.status else {"metadata"}
    names = (before.keys() | after.keys()) - ignored
    return any(before.get(name) != after.get(name) for name in names)
