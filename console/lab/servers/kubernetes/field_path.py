"""Paths of owned fields: walking values by their shape, and the FieldsV1 form of managedFields."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from console.lab.servers.kubernetes.schema_shape import ANY, FieldShape, Shape
from console.lab.servers.kubernetes.stored_object import encode_json

FieldPath = tuple[str, ...]
FieldTree = dict[str, Any]
_ANY_FIELD = FieldShape(ANY)
_UNOWNED_TOP = frozenset(("apiVersion", "kind"))
_UNOWNED_METADATA = frozenset(
    (
        "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "selfLink",
        "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields",
    )
)  # fmt: skip


def children_of(shape: Shape, value: Any) -> Iterator[tuple[str, FieldShape, Any]]:
    """The parts of a composite value: path segment, shape, value. Nothing for what is owned as a whole.

    Objects of unknown shape are taken apart, lists of unknown shape are owned as a whole, as the real server does.
    """
    if shape.atomic:
        return
    if isinstance(value, dict):
        for name, part in value.items():
            yield f"f:{name}", _member(shape, name), part
    elif shape.form == "list" and isinstance(value, list) and shape.item is not None:
        item = FieldShape(shape.item)
        for part in value:
            yield _entry_segment(shape, part), item, part


def _member(shape: Shape, name: str) -> FieldShape:
    if shape.form == "map" and shape.item is not None:
        return FieldShape(shape.item)
    return shape.fields.get(name, _ANY_FIELD)


def _entry_segment(shape: Shape, entry: Any) -> str:
    if shape.unique or not isinstance(entry, dict):
        return "v:" + encode_json(entry).decode()
    defaults = {"protocol": "TCP"}
    keys = {key: entry.get(key, defaults.get(key)) for key in sorted(shape.keys)}
    return "k:" + encode_json({key: value for key, value in keys.items() if value is not None}).decode()


def is_leaf(shape: Shape, value: Any) -> bool:
    """Whether a value is owned as one."""
    return next(children_of(shape, value), None) is None


def is_unowned(path: FieldPath) -> bool:
    """Whether nobody owns a path: identity and bookkeeping."""
    if len(path) == 1:
        return path[0][2:] in _UNOWNED_TOP
    return len(path) == 2 and path[0] == "f:metadata" and path[1][2:] in _UNOWNED_METADATA


def applied_paths(shape: Shape, value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    """What an applied configuration owns: its leaves and the entries of its keyed lists."""
    for segment, part, child in children_of(shape, value):
        here = (*path, segment)
        if is_unowned(here) or child is None:
            continue
        if is_leaf(part.shape, child):
            yield here
            continue
        if segment.startswith("k:"):
            yield here
        yield from applied_paths(part.shape, child, here)


class Difference:
    """The paths in which two versions of an object differ."""

    def __init__(self, shape: Shape, before: Any, after: Any, *, custom: bool) -> None:
        self.changed: set[FieldPath] = set()
        self.removed: set[FieldPath] = set()
        self._custom = custom
        self._compare(shape, before, after, ())

    def _compare(self, shape: Shape, before: Any, after: Any, path: FieldPath) -> None:
        old = {segment: (part, child) for segment, part, child in children_of(shape, before)}
        new = {segment: (part, child) for segment, part, child in children_of(shape, after)}
        for segment, (part, child) in new.items():
            here = (*path, segment)
            if is_unowned(here) or child is None:
                continue
            if segment not in old or old[segment][1] is None:
                self._add(part, child, here)
            elif _whole(part.shape, child, old[segment][1]):
                if child != old[segment][1]:
                    self.changed.add(here)
            else:
                self._compare(part.shape, old[segment][1], child, here)
        for segment, (part, child) in old.items():
            if segment not in new and not is_unowned((*path, segment)):
                self._remove(part.shape, child, (*path, segment))

    def _add(self, part: FieldShape, value: Any, path: FieldPath) -> None:
        if is_leaf(part.shape, value):
            if not (part.always and value == {}):
                self.changed.add(path)
            return
        always = part.always and (not self._custom or path == ("f:metadata",))
        if not always:
            self.changed.add(path)
        for segment, child_part, child in children_of(part.shape, value):
            here = (*path, segment)
            if child is not None and not is_unowned(here):
                self._add(child_part, child, here)

    def _remove(self, shape: Shape, value: Any, path: FieldPath) -> None:
        self.removed.add(path)
        for segment, part, child in children_of(shape, value):
            self._remove(part.shape, child, (*path, segment))


def _whole(shape: Shape, one: Any, other: Any) -> bool:
    """Whether two values are compared as one: not when both may have parts (an empty object has none yet)."""
    if shape.atomic or type(one) is not type(other) or not isinstance(one, dict | list):
        return True
    return is_leaf(shape, one) and is_leaf(shape, other)


def field_tree(paths: Iterable[FieldPath]) -> FieldTree:
    """Paths in the nested form of `fieldsV1`."""
    tree: FieldTree = {}
    members = sorted(paths)
    for path in members:
        node = tree
        for segment in path:
            node = node.setdefault(segment, {})
    inner = {path[:length] for path in members for length in range(1, len(path))}
    for path in members:
        if path in inner:
            node = tree
            for segment in path:
                node = node[segment]
            node["."] = {}
    return tree


def field_paths(tree: Mapping[str, Any], path: FieldPath = ()) -> Iterator[FieldPath]:
    """The paths of the nested form."""
    for segment, below in tree.items():
        if segment == ".":
            yield path
        elif not below:
            yield (*path, segment)
        else:
            yield from field_paths(below, (*path, segment))


def readable_path(path: FieldPath) -> str:
    """A path as messages show it: `.spec.template.spec.containers[name="web"].image`."""
    shown = ""
    for segment in path:
        mark, text = segment[:2], segment[2:]
        if mark == "f:":
            shown += f".{text}"
        elif mark == "k:":
            shown += (
                "[" + ",".join(part.replace(":", "=", 1).replace('"', "", 2) for part in text[1:-1].split(",")) + "]"
            )
        else:
            shown += f"[={text}]"
    return shown
