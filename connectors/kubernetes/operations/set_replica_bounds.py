"""Bounds of HPAs and ScaledObjects."""

from dataclasses import replace

from connectors.kubernetes.operations.autoscaler_of import refuse_of_keda
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.rows.meta import whole
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

# The fields of each kind, and what its controller takes where they are absent.
_FIELDS = {
    "HorizontalPodAutoscaler": (("minReplicas", 1), ("maxReplicas", 1)),
    "ScaledObject": (("minReplicaCount", 0), ("maxReplicaCount", 100)),
}


class BoundsPerformer(ObjectPerformer[SetReplicaBounds]):
    """Sets one bound or both; a pair that cannot hold is refused."""

    async def draft(self, operation: SetReplicaBounds, content: Content) -> Draft:
        """Return the patch of the bounds that change."""
        refuse_of_keda(content)
        (least, usual_least), (most, usual_most) = _FIELDS[operation.kind]
        now = (_count(content, least, usual_least), _count(content, most, usual_most))
        wanted = (
            now[0] if operation.minimum is None else operation.minimum,
            now[1] if operation.maximum is None else operation.maximum,
        )
        replace(operation, minimum=wanted[0], maximum=wanted[1])  # raises when the least is more than the most
        if wanted[0] != now[0]:
            _refuse_idle(content, wanted[0])
        fields = {
            name: value for name, value, old in zip((least, most), wanted, now, strict=True) if value != old
        }  # fmt: skip
        touched = (f"/spec/{least}", f"/spec/{most}")
        edits = (Edit({"spec": fields}, tuple(f"/spec/{name}" for name in fields)),) if fields else ()
        return Draft(edits, touched, replace(operation, minimum=now[0], maximum=now[1]))


def _refuse_idle(content: Content, minimum: int) -> None:
    """Raise ``ChangeRefused`` for a minimum with which KEDA would stop to scale: it wants fewer replicas when idle."""
    idle = value_at(content, "/spec/idleReplicaCount")
    if content.get("kind") == "ScaledObject" and idle is not None and minimum <= whole(idle):
        raise ChangeRefused(
            t("KEDA keeps {idle} replicas when idle, which must be fewer than the least ({minimum}).",
              idle=whole(idle), minimum=minimum),
            t("Enter a higher minimum, or change idleReplicaCount first."),
        )  # fmt: skip


def _count(content: Content, name: str, usual: int) -> int:
    stated = value_at(content, f"/spec/{name}")
    return usual if stated is None else whole(stated)
