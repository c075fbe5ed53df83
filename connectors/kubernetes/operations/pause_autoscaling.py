"""Pausing and resuming what scales.

KEDA reads two annotations: ``paused`` holds what there is, ``paused-replicas`` goes to a number and holds that. An HPA
has no such switch. Equal bounds would set the number at once and take away what was agreed; Kubernetes honours
``selectPolicy: Disabled`` in both directions instead: the HPA then leaves the number alone within its bounds, and
people can still scale by hand.
"""

from typing import Any

from connectors.kubernetes.operations.autoscaler_of import is_paused, refuse_of_keda, select_policy
from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.edit import Edit
from connectors.kubernetes.operations.json_pointer import escaped, value_at
from connectors.kubernetes.operations.object_editor import Content
from connectors.kubernetes.operations.object_performer import ObjectPerformer
from connectors.kubernetes.rows.keda_pause import PAUSED, PAUSED_AT, SCALED_JOB
from console.domain.operation import Operation
from console.domain.operations.pause_autoscaling import PauseAutoscaling
from console.domain.operations.resume_autoscaling import ResumeAutoscaling
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_HPA = "HorizontalPodAutoscaler"
_NOTES = tuple(f"/metadata/annotations/{escaped(name)}" for name in (PAUSED, PAUSED_AT))
_WAYS = ("scaleUp", "scaleDown")
_POLICIES = tuple(f"/spec/behavior/{way}/selectPolicy" for way in _WAYS)
_DISABLED = "Disabled"


class PausePerformer(ObjectPerformer[PauseAutoscaling]):
    """Pauses by what the controller really honours."""

    async def draft(self, operation: PauseAutoscaling, content: Content) -> Draft:
        """Return the patch."""
        inverse = _inverse(operation, content)
        if operation.kind != _HPA:
            number = operation.replicas
            if number is not None and operation.kind == SCALED_JOB:
                raise ChangeRefused(
                    t("KEDA does not hold a ScaledJob at a number of jobs."),
                    t("Pause it without a number: then it starts no more jobs."),
                )
            notes = {PAUSED: "true"} if number is None else {PAUSED_AT: str(number)}
            return _annotated(content, notes, inverse)
        if operation.replicas is not None:
            raise ChangeRefused(
                t("An HPA cannot be paused at a number of replicas."), t("Pause it, then scale the workload.")
            )
        return _with_policies(content, (_DISABLED, _DISABLED), inverse)


class ResumePerformer(ObjectPerformer[ResumeAutoscaling]):
    """Takes away what pauses."""

    async def draft(self, operation: ResumeAutoscaling, content: Content) -> Draft:
        """Return the patch."""
        inverse = _inverse(operation, content)
        if operation.kind != _HPA:
            return _annotated(content, {}, inverse)
        return _with_policies(content, (operation.up, operation.down), inverse)


def _inverse(operation: PauseAutoscaling | ResumeAutoscaling, content: Content) -> Operation:
    """Return what makes the autoscaler as it is now again."""
    place = (operation.connection, operation.kind, operation.namespace, operation.name)
    if operation.kind == _HPA:
        up, down = (select_policy(content, way) for way in _WAYS)
        return PauseAutoscaling(*place) if up == down == _DISABLED else ResumeAutoscaling(*place, up, down)
    if not is_paused(content):
        return ResumeAutoscaling(*place)
    held = str(value_at(content, _NOTES[1]) or "") if operation.kind != SCALED_JOB else ""
    return PauseAutoscaling(*place, int(held) if held.isascii() and held.isdecimal() else None)


def _annotated(content: Content, wanted: dict[str, str], inverse: Operation) -> Draft:
    """Return the patch that leaves just the wanted ones of the two annotations."""
    now = {name: value_at(content, pointer) for name, pointer in zip((PAUSED, PAUSED_AT), _NOTES, strict=True)}
    changed: dict[str, Any] = {name: wanted.get(name) for name, text in now.items() if text != wanted.get(name)}
    body = {"metadata": {"annotations": changed}}
    return Draft((Edit(body, _NOTES),) if changed else (), _NOTES, inverse)


def _with_policies(content: Content, wanted: tuple[str, str], inverse: Operation) -> Draft:
    refuse_of_keda(content)
    now = tuple(select_policy(content, way) for way in _WAYS)
    body = {"spec": {"behavior": {way: {"selectPolicy": one} for way, one in zip(_WAYS, wanted, strict=True)}}}
    return Draft((Edit(body, _POLICIES),) if now != wanted else (), _POLICIES, inverse)
