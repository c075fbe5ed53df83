"""Careful reading of objects that anybody may have written: what is not there, or of another type, is empty."""

from console.lab.objects.common import JsonObject


def section(content: object, *path: str) -> JsonObject:
    """The object at a path of keys, or an empty one."""
    found = content
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def rows(content: object, *path: str) -> list[JsonObject]:
    """The objects in the list at a path of keys; everything else in it is left out."""
    found = section(content, *path[:-1]).get(path[-1])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
