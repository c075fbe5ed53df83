"""Writing a last view as plain lists and reading it back, every value checked: the file may be damaged or foreign."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any
from zlib import crc32

from console.domain.health import Health
from console.domain.layer import Layer
from console.domain.signal_key import SignalKey
from console.presenters.cell_row import CellRow, LayerMark
from console.presenters.figure import Evidence, Figure
from console.presenters.last_view import LastView
from console.presenters.topology_graph import Topology, TopologyEdge, TopologyNode

if TYPE_CHECKING:
    from collections.abc import Callable


def pack(value: Any) -> Any:
    """Return a view (or a part of one) as lists, texts and numbers."""
    names = getattr(type(value), "__match_args__", None)
    if names is not None:
        return [pack(getattr(value, name)) for name in names]
    if isinstance(value, tuple):
        return [pack(one) for one in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def unpack(raw: Any) -> LastView:
    """Return the view; raise ``ValueError`` or ``TypeError`` when it is not one."""
    view: LastView = _READERS["LastView"](raw)
    return view


def shape_mark() -> str:
    """Return what changes when the fields of a part change: a view of another shape is not read."""
    shapes = [(one.__name__, one.__match_args__, _annotations(one)) for one in _PARTS]
    return f"{crc32(repr(shapes).encode()):08x}"


def _only(*kinds: type) -> Callable[[Any], Any]:
    allowed = frozenset(kinds)

    def read(raw: Any) -> Any:
        if type(raw) not in allowed:
            raise TypeError
        return raw

    return read


def _maybe(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda raw: None if raw is None else reader(raw)


def _each(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(raw: Any) -> tuple[Any, ...]:
        if type(raw) is not list:
            raise TypeError
        return tuple(map(reader, raw))

    return read


def _part(kind: Any) -> Callable[[Any], Any]:
    """Return the reader of a part: a list with one value for each of its fields, each as its annotation says."""
    readers = [_reader(annotation) for annotation in _annotations(kind)]

    def read(raw: Any) -> Any:
        if type(raw) is not list or len(raw) != len(readers):
            raise TypeError
        return kind(*[reader(one) for reader, one in zip(readers, raw, strict=True)])

    return read


def _annotations(kind: Any) -> list[str]:
    """Return the annotations of a part's fields as they are written."""
    written = [kind.__annotations__[name] for name in kind.__match_args__]
    return [getattr(one, "__forward_arg__", None) or getattr(one, "__name__", None) or str(one) for one in written]


def _reader(annotation: str) -> Callable[[Any], Any]:
    if annotation.endswith(" | None"):
        return _maybe(_reader(annotation.removesuffix(" | None")))
    if annotation.startswith("tuple["):
        return _each(_reader(annotation.removeprefix("tuple[").removesuffix(", ...]")))
    return _READERS[annotation]


_PARTS: tuple[Any, ...] = (
    *(SignalKey, Evidence, Figure, LayerMark, CellRow),
    *(TopologyNode, TopologyEdge, Topology, LastView),
)
"""Every part after those that it is made of."""
_READERS: dict[str, Callable[[Any], Any]] = {
    "str": _only(str),
    "bool": _only(bool),
    "int": _only(int),
    "float": _only(int, float),
    "Health": Health,
    "Layer": Layer,
}
for _one in _PARTS:
    _READERS[_one.__name__] = _part(_one)
