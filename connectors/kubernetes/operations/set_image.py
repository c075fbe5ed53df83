"""Releasing another image."""

from dataclasses import replace

from connectors.kubernetes.operations.borrowed_template import refuse_borrowed
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.operations.paused_workload import refuse_paused
from connectors.kubernetes.operations.workload_progress import observed, progress, renewal_warnings
from console.domain.change_preview import Truth, Verification
from console.domain.operations.set_image import SetImage
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_CONTAINERS = "/spec/template/spec/containers"


class ImagePerformer(ObjectPerformer[SetImage]):
    """Patches the image of one container and tests that it still is the one that is meant."""

    async def draft(self, operation: SetImage, content: Content) -> Draft:
        """Return the patch of the image."""
        refuse_paused(content)
        refuse_borrowed(content)
        place = _place(operation, content)
        now = str(value_at(content, f"{place}/image") or "")
        touched = (f"{place}/name", f"{place}/image")
        if now == operation.image:
            return Draft((), touched, operation)
        steps = [
            {"op": "test", "path": touched[0], "value": operation.container},
            {"op": "replace", "path": touched[1], "value": operation.image},
        ]
        back = replace(operation, image=now)
        return Draft((Edit(steps, (touched[1],)),), touched, back, renewal_warnings(content))

    async def judge(self, operation: SetImage, content: Content) -> Verification:
        """Return whether the image is set; a Rollout has it when its canary begins, others when all pods have it."""
        target, now = str(operation.target), value_at(content, f"{_place(operation, content)}/image")
        if now != operation.image:
            return Verification(Truth.DIFFERENT, t("{target} has the image {image}.", target=target, image=str(now)))
        if operation.kind != "Rollout":
            return progress(content, target)
        phase = str(value_at(content, "/status/phase") or "–")
        truth = Truth.REACHED if observed(content) else Truth.PENDING
        return Verification(truth, t("{target} releases the image: {phase}.", target=target, phase=phase))


def _place(operation: SetImage, content: Content) -> str:
    containers = value_at(content, _CONTAINERS) or ()
    names = [str(one.get("name", "")) for one in containers]
    if operation.container not in names:
        raise ChangeRefused(
            t(
                "{target} has no container {container}.",
                target=str(operation.target),
                container=operation.container,
            ),
            t("Its containers are: {names}.", names=", ".join(names)),
        )
    return f"{_CONTAINERS}/{names.index(operation.container)}"
