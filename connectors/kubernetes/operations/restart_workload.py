"""Restarting as kubectl does it (an annotation of the pod template), and as Argo Rollouts wants it (``restartAt``)."""

from typing import Any

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import escaped, value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.operations.paused_workload import refuse_paused
from connectors.kubernetes.operations.workload_progress import progress, renewal_warnings
from console.domain.change_preview import Truth, Verification
from console.domain.operations.restart_workload import RestartWorkload
from console.kernel.i18n import t

_ANNOTATION = "kubectl.kubernetes.io/restartedAt"
_TEMPLATE = f"/spec/template/metadata/annotations/{escaped(_ANNOTATION)}"
_ROLLOUT = "/spec/restartAt"


class RestartPerformer(ObjectPerformer[RestartWorkload]):
    """Nothing takes a restart back, so it has no inverse."""

    async def draft(self, operation: RestartWorkload, content: Content) -> Draft:
        """Return the patch of the time."""
        if operation.kind == "Rollout":
            body: dict[str, Any] = {"spec": {"restartAt": operation.at}}
            pointer = _ROLLOUT
        else:
            refuse_paused(content)
            body = {"spec": {"template": {"metadata": {"annotations": {_ANNOTATION: operation.at}}}}}
            pointer = _TEMPLATE
        edits = () if value_at(content, pointer) == operation.at else (Edit(body, (pointer,)),)
        return Draft(edits, (pointer,), warnings=renewal_warnings(content))

    async def judge(self, operation: RestartWorkload, content: Content) -> Verification:
        """Return whether all pods are new."""
        rollout = operation.kind == "Rollout"
        target = str(operation.target)
        if value_at(content, _ROLLOUT if rollout else _TEMPLATE) != operation.at:
            return Verification(Truth.DIFFERENT, t("{target} was not told to restart.", target=target))
        if not rollout:
            return progress(content, target)
        if value_at(content, "/status/restartedAt") == operation.at:
            return Verification(Truth.REACHED, t("{target} has restarted all its pods.", target=target))
        return Verification(Truth.PENDING, t("{target} is restarting its pods.", target=target))
