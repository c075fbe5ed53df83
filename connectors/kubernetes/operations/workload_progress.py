"""How far the controller of a workload is with what its object wants."""

from typing import Any

from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.rows.meta import whole
from console.domain.change_preview import Truth, Verification
from console.kernel.i18n import t


def progress(content: Content, target: str, *, renewed: bool = True) -> Verification:
    """Return whether all wanted pods run, are of the newest revision (``renewed``), and no others are left.

    A StatefulSet keeps the pods below its partition at the older revision on purpose.
    """
    if content.get("kind") == "DaemonSet":
        names = ("desiredNumberScheduled", "currentNumberScheduled", "updatedNumberScheduled", "numberReady")
    else:
        names = ("", "replicas", "updatedReplicas", "readyReplicas")
    wanted, there, updated, ready = (whole(_count(content, name)) for name in names)
    words = {"target": target, "ready": ready, "wanted": wanted}
    is_new = not renewed or updated >= wanted - _kept_back(content)
    if observed(content) and wanted == there == ready and is_new:
        return Verification(Truth.REACHED, t("{target}: {ready} of {wanted} pods are ready.", **words))
    return Verification(
        Truth.PENDING, t("{target}: {ready} of {wanted} pods are ready, {updated} are new.", **words, updated=updated)
    )


def renewal_warnings(content: Content) -> tuple[str, ...]:
    """Return what to know before pods are to be renewed: with ``OnDelete`` nothing happens by itself."""
    if value_at(content, "/spec/updateStrategy/type") != "OnDelete":
        return ()
    name = str(value_at(content, "/metadata/name"))
    return (t("{name} renews a pod only when somebody deletes it (its update strategy is OnDelete).", name=name),)


def observed(content: Content) -> bool:
    """Return whether the controller has seen the newest generation (Argo Rollouts writes it as text)."""
    seen = whole(value_at(content, "/status/observedGeneration"))
    return seen >= whole(value_at(content, "/metadata/generation"))


def _kept_back(content: Content) -> int:
    partition = value_at(content, "/spec/updateStrategy/rollingUpdate/partition")
    return whole(partition or 0) if content.get("kind") == "StatefulSet" else 0


def _count(content: Content, name: str) -> Any:
    if name:
        return value_at(content, f"/status/{name}") or 0
    wanted = value_at(content, "/spec/replicas")
    return 1 if wanted is None else wanted
