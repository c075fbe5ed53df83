"""Which autoscaler decides on the replicas of a workload."""

from typing import Any

from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import Content, ObjectEditor
from connectors.kubernetes.operations.object_kind import group_of
from connectors.kubernetes.rows.keda_pause import is_keda_paused
from console.domain.operation import Target
from console.domain.resource import ResourceRef
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind
from console.kernel.i18n import t

SCALED_OBJECT = "scaledobject.keda.sh/name"
_HPA = "HorizontalPodAutoscaler"
_DISABLED = "Disabled"


async def deciding_autoscaler(editor: ObjectEditor, target: Target) -> str:
    """Return ``HorizontalPodAutoscaler web`` when one acts on the workload now, empty when it is free to be scaled.

    One that is paused, or that nobody may look for, decides nothing as far as can be seen.
    """
    try:
        found = await editor.listed(ResourceRef(target.connection, _HPA, target.namespace, "", group_of(_HPA)))
    except ConnectorError as fault:
        if fault.kind not in (ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND):
            raise
        return ""
    for one in found:
        goal = value_at(one, "/spec/scaleTargetRef") or {}
        if (goal.get("kind"), goal.get("name")) == (target.kind, target.name) and not is_still(one):
            owner = keda_owner(one)
            if not owner:
                return f"{_HPA} {value_at(one, '/metadata/name')}"
            if not await _keda_is_paused(editor, target, owner):
                return f"ScaledObject {owner}"
    return ""


def is_still(content: Content) -> bool:
    """Return whether both directions of an HPA are switched off."""
    return all(select_policy(content, way) == _DISABLED for way in ("scaleUp", "scaleDown"))


def select_policy(content: Content, way: str) -> str:
    """Return the select policy of a direction of an HPA; Kubernetes takes ``Max`` where none is stated."""
    return str(value_at(content, f"/spec/behavior/{way}/selectPolicy") or "Max")


def keda_owner(content: Content) -> str:
    """Return the ScaledObject that made an HPA, empty when KEDA did not."""
    labels: Any = value_at(content, "/metadata/labels")
    return str(labels.get(SCALED_OBJECT, "")) if isinstance(labels, dict) else ""


def refuse_of_keda(content: Content) -> None:
    """Raise ``ChangeRefused`` for an HPA that KEDA made: it would write over the change."""
    owner = keda_owner(content)
    if owner:
        name = str(value_at(content, "/metadata/name"))
        raise ChangeRefused(
            t("The HorizontalPodAutoscaler {name} is written by KEDA.", name=name),
            t("Change the ScaledObject {name} instead.", name=owner),
        )


def is_paused(content: Content) -> bool:
    """Return whether a ScaledObject or ScaledJob is paused by its annotations."""
    return is_keda_paused(value_at(content, "/metadata/annotations") or {}, str(content.get("kind", "")))


async def _keda_is_paused(editor: ObjectEditor, target: Target, name: str) -> bool:
    kind = "ScaledObject"
    try:
        return is_paused(
            await editor.read(ResourceRef(target.connection, kind, target.namespace, name, group_of(kind)))
        )
    except ConnectorError as fault:
        if fault.kind is ErrorKind.NOT_FOUND:
            return False
        raise
