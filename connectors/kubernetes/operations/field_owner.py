"""Who else says what a field should be: owners by server-side apply take it back (a GitOps controller, mostly).

Argo CD takes it back, too, though it usually writes without server-side apply.
"""

from typing import Any

from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import MANAGER, Content
from console.kernel.i18n import t

_KEEPERS = frozenset({"argocd-controller", "argocd-application-controller"})


def owner_warnings(content: Content, pointers: tuple[str, ...]) -> tuple[str, ...]:
    """Return one sentence for each of them that owns one of the fields."""
    managed = value_at(content, "/metadata/managedFields")
    found: dict[str, str] = {}
    for entry in managed if isinstance(managed, list) else ():
        if not isinstance(entry, dict) or not _keeps(entry):
            continue
        for pointer in pointers:
            if _owns(entry.get("fieldsV1"), pointer):
                found.setdefault(str(entry.get("manager")), pointer)
    return tuple(
        t("{field} is kept by {manager}, which may set it back.", field=pointer, manager=manager)
        for manager, pointer in found.items()
    )


def _keeps(entry: dict[str, Any]) -> bool:
    manager = entry.get("manager")
    return manager != MANAGER and (entry.get("operation") == "Apply" or str(manager) in _KEEPERS)


def _owns(fields: Any, pointer: str) -> bool:
    """Return whether the set names the field or something above it as a whole; lists by key are not looked into."""
    for part in pointer.split("/")[1:]:
        if not isinstance(fields, dict):
            return False
        fields = fields.get(f"f:{part.replace('~1', '/').replace('~0', '~')}")
        if fields == {}:
            return True
    return False
