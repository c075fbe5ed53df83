"""Scaling through the scale subresource, which works for all kinds that declare one."""

from connectors.kubernetes.operations.autoscaler_of import deciding_autoscaler
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.operations.workload_progress import progress
from connectors.kubernetes.rows.meta import whole
from console.domain.change_preview import Truth, Verification
from console.domain.operations.scale_workload import ScaleWorkload
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_REPLICAS = "/spec/replicas"


class ScalePerformer(ObjectPerformer[ScaleWorkload]):
    """Refuses while an autoscaler decides, because that would set the number back within seconds."""

    async def draft(self, operation: ScaleWorkload, content: Content) -> Draft:
        """Return the patch of the scale."""
        now = replicas_of(content)
        if now == operation.replicas:
            return Draft((), (_REPLICAS,), operation)
        decider = await deciding_autoscaler(self.editor, operation.target)
        if decider and not operation.despite_autoscaler:
            raise ChangeRefused(
                t(
                    "{target} is scaled by {autoscaler}, which would set the number back.",
                    target=str(operation.target),
                    autoscaler=decider,
                ),
                t("Change the bounds of {autoscaler}, pause it, or say that you want this despite it.",
                  autoscaler=decider),
            )  # fmt: skip
        warnings = (t("{autoscaler} will set the number back.", autoscaler=decider),) if decider else ()
        edit = Edit({"spec": {"replicas": operation.replicas}}, (_REPLICAS,), "scale")
        inverse = ScaleWorkload(
            operation.connection, operation.kind, operation.namespace, operation.name, now, operation.despite_autoscaler
        )
        return Draft((edit,), (_REPLICAS,), inverse, warnings)

    async def judge(self, operation: ScaleWorkload, content: Content) -> Verification:
        """Return whether the number is set and the pods are there, of whatever revision."""
        now = replicas_of(content)
        if now != operation.replicas:
            words = t("{target} is set to {now} replicas.", target=str(operation.target), now=now)
            return Verification(Truth.DIFFERENT, words)
        return progress(content, str(operation.target), renewed=False)


def replicas_of(content: Content) -> int:
    """Return the wanted replicas; Kubernetes takes 1 where none are stated."""
    stated = value_at(content, _REPLICAS)
    return 1 if stated is None else whole(stated)
