"""JSON merge patch (RFC 7386)."""

from typing import Any


def merge_json(target: Any, patch: Any) -> Any:
    """The target with a merge patch applied: null removes, objects merge, everything else replaces.

    Neither argument is changed; unchanged parts are shared.
    """
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_json(merged.get(key), value)
    return merged
