"""Merging an applied configuration into a live object, by shape."""

from collections.abc import Iterable
from typing import Any

from console.lab.servers.kubernetes.field_path import FieldPath, children_of, is_leaf
from console.lab.servers.kubernetes.schema_shape import ANY, FieldShape, Shape

_MISSING = object()


def merge_applied(shape: Shape, live: Any, config: Any) -> Any:
    """The live value with everything the configuration says; what it does not say stays."""
    if config is None or is_leaf(shape, config) or type(live) is not type(config):
        return live if config is None else config
    if isinstance(config, dict):
        merged = dict(live)
        for name, value in config.items():
            merged[name] = merge_applied(_field(shape, name), live.get(name), value)
        return merged
    return _merge_list(shape, live, config)


def _merge_list(shape: Shape, live: list[Any], config: list[Any]) -> list[Any]:
    item = shape.item or ANY
    known = {segment: value for segment, _, value in children_of(shape, live)}
    wanted = {segment: value for segment, _, value in children_of(shape, config)}
    order = [*(segment for segment in known if segment not in wanted), *wanted] if not known else _order(known, wanted)
    return [
        merge_applied(item, known.get(segment), wanted[segment]) if segment in wanted else known[segment]
        for segment in order
    ]


def _order(known: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    return [*known, *(segment for segment in wanted if segment not in known)]


def _field(shape: Shape, name: str) -> Shape:
    if shape.form == "map":
        return shape.item or ANY
    return shape.fields.get(name, FieldShape(ANY)).shape


def value_at(shape: Shape, value: Any, path: FieldPath) -> Any:
    """The value under a path; a unique object when there is none."""
    for segment in path:
        for name, part, child in children_of(shape, value):
            if name == segment:
                shape, value = part.shape, child
                break
        else:
            return _MISSING
    return value


def drop_paths(shape: Shape, value: Any, paths: Iterable[FieldPath]) -> Any:
    """The value without what is under some paths; composites that become empty go too."""
    by_segment: dict[str, list[FieldPath]] = {}
    for path in paths:
        by_segment.setdefault(path[0], []).append(path[1:])
    if not by_segment or not isinstance(value, dict | list):
        return value
    kept: list[tuple[str, Any]] = []
    for segment, part, child in children_of(shape, value):
        below = by_segment.get(segment)
        if below is None:
            kept.append((segment, child))
        elif () not in below:
            rest = drop_paths(part.shape, child, below)
            if rest not in ({}, []) or part.always:
                kept.append((segment, rest))
    if isinstance(value, dict):
        return {segment[2:]: child for segment, child in kept}
    return [child for _, child in kept]
