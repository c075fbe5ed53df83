"""How far the controller of a workload is with what its object wants."""

from typing import Any

from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.rows.meta import whole
from console.domain.change_preview import Truth, Verification
from console.kernel.i18n import t


def progress(content: Content, target: str) -> Verification:
    """Return whether all wanted pods run, are of the newest revision, and no older ones are left."""
    if content.get("kind") == "DaemonSet":
        names = ("desiredNumberScheduled", "currentNumberScheduled", "updatedNumberScheduled", "numberReady")
    else:
        names = ("", "replicas", "updatedReplicas", "readyReplicas")
    wanted, there, updated, ready = (whole(_count(content, name)) for name in names)
    words = {"target": target, "ready": ready, "wanted": wanted}
    if observed(content) and wanted == there == updated == ready:
        return Verification(Truth.REACHED, t("{target}: {ready} of {wanted} pods are ready.", **words))
    return Verification(
        Truth.PENDING, t("{target}: {ready} of {wanted} pods are ready, {updated} are new.", **words, updated=updated)
    )


def observed(content: Content) -> bool:
    """Return whether the controller has seen the newest generation (Argo Rollouts writes it as text)."""
    seen = whole(value_at(content, "/status/observedGeneration"))
    return seen >= whole(value_at(content, "/metadata/generation"))


def _count(content: Content, name: str) -> Any:
    if name:
        return value_at(content, f"/status/{name}") or 0
    wanted = value_at(content, "/spec/replicas")
    return 1 if wanted is None else wanted
