"""Who else says what a field should be: owners by server-side apply take it back (a GitOps controller, mostly).

Argo CD, Helm, Fleet, kapp, Flagger and Argo Rollouts take it back, too, though they usually write without server-side
apply; and so does what made an object of its own accord, which is its controlling owner.
"""

from typing import Any

import msgspec

from connectors.kubernetes.operations.json_pointer import value_at
from connectors.kubernetes.operations.object_editor import MANAGER, Content
from console.kernel.i18n import t

_KEEPERS = frozenset(
    {
        *("argocd-controller", "argocd-application-controller", "helm", "helm-controller"),
        *("fleetagent", "kapp", "kapp-controller", "flagger", "rollouts-controller"),
    }
)
_BY_KEY = "k:"
_STATUS = "/status/"


def owner_warnings(content: Content, pointers: tuple[str, ...]) -> tuple[str, ...]:
    """Return one sentence for each of them that owns one of the fields, and one for what made the object.

    A status says what is and not what should be: its controller reads what is steered by it.
    """
    pointers = tuple(one for one in pointers if not one.startswith(_STATUS))
    managed = value_at(content, "/metadata/managedFields")
    found: dict[str, str] = {}
    for entry in managed if isinstance(managed, list) else ():
        if not isinstance(entry, dict) or not _keeps(entry):
            continue
        for pointer in pointers:
            if _owns(entry.get("fieldsV1"), pointer, content):
                found.setdefault(str(entry.get("manager")), pointer)
    kept = [
        t("{field} is kept by {manager}, which may set it back.", field=pointer, manager=manager)
        for manager, pointer in found.items()
    ]
    return (*kept, *_made_by(content)) if pointers else ()


def _made_by(content: Content) -> tuple[str, ...]:
    owners = value_at(content, "/metadata/ownerReferences")
    return tuple(
        t("The {kind} {name} made this and may set it back.", kind=str(one.get("kind")), name=str(one.get("name")))
        for one in (owners if isinstance(owners, list) else ())
        if isinstance(one, dict) and one.get("controller") is True
    )


def _keeps(entry: dict[str, Any]) -> bool:
    manager = entry.get("manager")
    return manager != MANAGER and (entry.get("operation") == "Apply" or str(manager) in _KEEPERS)


def _owns(fields: Any, pointer: str, content: Any) -> bool:
    """Return whether the set names the field or something above it as a whole; items of lists go by their keys."""
    now = content
    for part in pointer.split("/")[1:]:
        if not isinstance(fields, dict):
            return False
        is_list, now = isinstance(now, list), value_at(now, f"/{part}")
        fields = _of_item(fields, now) if is_list else fields.get(f"f:{part.replace('~1', '/').replace('~0', '~')}")
        if fields == {}:
            return True
    return False


def _of_item(fields: dict[str, Any], item: Any) -> Any:
    """Return what the set says of an item of a list: ``k:{"name":"web"}`` names the one with that name."""
    return next((told for name, told in fields.items() if name.startswith(_BY_KEY) and _is_key_of(name, item)), None)


def _is_key_of(name: str, item: Any) -> bool:
    try:
        key = msgspec.json.decode(name.removeprefix(_BY_KEY), type=dict[str, Any])
    except (ValueError, RecursionError):
        return False
    return isinstance(item, dict) and all(item.get(field) == value for field, value in key.items())
