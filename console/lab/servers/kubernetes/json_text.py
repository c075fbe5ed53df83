"""JSON inside of annotations, which anybody may have written."""

from typing import Any

import msgspec


def json_text(value: Any) -> str:
    """A value as an annotation holds it."""
    return msgspec.json.encode(value).decode()


def json_list(text: Any) -> list[dict[str, Any]]:
    """The objects of a list; empty for anything else."""
    found = _decoded(text)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def json_object(text: Any) -> dict[str, Any]:
    """An object; empty for anything else."""
    found = _decoded(text)
    return found if isinstance(found, dict) else {}


def _decoded(text: Any) -> Any:
    try:
        return msgspec.json.decode(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
