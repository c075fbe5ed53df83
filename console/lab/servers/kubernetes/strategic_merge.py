"""Strategic merge patches: lists of entries with keys are merged by key, not replaced."""

from typing import Any

from console.lab.servers.kubernetes.api_error import bad_request
from console.lab.servers.kubernetes.schema_shape import ANY, FieldShape, Shape

_DIRECTIVE = "$patch"
_PREFIXES = ("$setElementOrder/", "$deleteFromPrimitiveList/", "$retainKeys")


def strategic_merge(shape: Shape, target: Any, patch: Any) -> Any:
    """The target with a strategic merge patch applied; neither argument is changed.

    Raises:
        ApiError: 400, a directive is unknown or an entry lacks its key.
    """
    if not isinstance(patch, dict):
        return patch
    directive = patch.get(_DIRECTIVE)
    if directive == "replace":
        return {name: value for name, value in patch.items() if name != _DIRECTIVE}
    if directive == "delete":
        return {}
    if directive not in {None, "merge"}:
        raise bad_request(f"Unknown patch type found: {directive}")
    merged = dict(target) if isinstance(target, dict) else {}
    if "$retainKeys" in patch:
        keep = set(patch["$retainKeys"])
        merged = {name: value for name, value in merged.items() if name in keep}
    for name, value in patch.items():
        if name == _DIRECTIVE or name.startswith(_PREFIXES):
            continue
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merge_value(_field(shape, name), merged.get(name), value)
    _delete_primitives(merged, patch)
    _set_orders(shape, merged, patch)
    return merged


def _field(shape: Shape, name: str) -> Shape:
    if shape.form == "map":
        return shape.item or ANY
    return shape.fields.get(name, FieldShape(ANY)).shape


def _merge_value(shape: Shape, target: Any, patch: Any) -> Any:
    if isinstance(patch, dict):
        return strategic_merge(shape, target, patch)
    if isinstance(patch, list) and shape.form == "list" and (shape.keys or shape.unique):
        return _merge_list(shape, target if isinstance(target, list) else [], patch)
    return patch


def _merge_list(shape: Shape, target: list[Any], patch: list[Any]) -> list[Any]:
    if shape.unique:
        return [*target, *(value for value in patch if value not in target)]
    key = shape.keys[0]
    replace = any(isinstance(entry, dict) and entry.get(_DIRECTIVE) == "replace" for entry in patch)
    merged: list[Any] = [] if replace else list(target)
    for entry in patch:
        if not isinstance(entry, dict) or (replace and set(entry) == {_DIRECTIVE}):
            continue
        if key not in entry:
            raise bad_request(f"map: {entry} does not contain declared merge key: {key}")
        place = next((i for i, known in enumerate(merged) if known.get(key) == entry[key]), None)
        if entry.get(_DIRECTIVE) == "delete":
            if place is not None:
                del merged[place]
        elif place is None:
            merged.append(strategic_merge(shape.item or ANY, {}, entry))
        else:
            merged[place] = strategic_merge(shape.item or ANY, merged[place], entry)
    return merged


def _delete_primitives(merged: dict[str, Any], patch: dict[str, Any]) -> None:
    for name, values in patch.items():
        field = name.removeprefix("$deleteFromPrimitiveList/")
        if field != name and isinstance(merged.get(field), list):
            merged[field] = [value for value in merged[field] if value not in values]


def _set_orders(shape: Shape, merged: dict[str, Any], patch: dict[str, Any]) -> None:
    for name, order in patch.items():
        field = name.removeprefix("$setElementOrder/")
        if field == name or not isinstance(merged.get(field), list):
            continue
        keys = _field(shape, field).keys
        key = keys[0] if keys else None
        ranks = {(entry.get(key) if key else entry): place for place, entry in enumerate(order)}
        last = len(ranks)
        merged[field].sort(key=lambda entry: ranks.get(entry.get(key) if key else entry, last))
