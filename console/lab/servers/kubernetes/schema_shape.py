"""The shape of JSON values: fields, list keys and bounds, parsed from a compact notation.

Notation, one type per entry: `name:type` tokens. `name!` is required; `name=` is a value the real server always
writes (so its path is never "added" by anyone). Types: str int bool num any time quantity intstr, `Type` a struct,
`~Type` a struct owned as a whole, `{type}` a map, `[type]` a list owned as a whole, `[type]/key,key` a list of
entries known by keys, `[type]/*` a set. `int>=0` and `int<=9` are bounds.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

SCALARS = frozenset(("str", "int", "bool", "num", "any", "time", "quantity", "intstr"))
_TOKEN = re.compile(r"^([^:!=]+)([!=]*):(.+)$")
_BOUND = re.compile(r"^(\w+)(>=|<=)(-?\d+)$")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a JSON value may be. `form` is a scalar's name, `struct`, `map` or `list`."""

    form: str
    fields: Mapping[str, "FieldShape"] = field(default_factory=dict)
    item: "Shape | None" = None
    keys: tuple[str, ...] = ()
    atomic: bool = False
    unique: bool = False
    minimum: int | None = None
    maximum: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A field of a struct."""

    shape: Shape
    required: bool = False
    always: bool = False


ANY = Shape("any")


class SchemaText:
    """Types written in the notation, resolved on first use (types may not contain themselves)."""

    def __init__(self, *texts: Mapping[str, str]) -> None:
        self._texts = {name: text for part in texts for name, text in part.items()}

    @cache  # noqa: B019 - one instance per program
    def shape(self, name: str) -> Shape:
        """The shape of a named type; `any` for an unknown name."""
        text = self._texts.get(name)
        if text is None:
            return ANY
        return Shape("struct", fields=dict(map(self._field, text.split())), name=name)

    def _field(self, token: str) -> tuple[str, FieldShape]:
        match = _TOKEN.match(token)
        if match is None:
            raise ValueError(f"bad schema token {token!r}")
        name, marks, text = match.groups()
        return name, FieldShape(self._type(text), required="!" in marks, always="=" in marks)

    def _type(self, text: str) -> Shape:
        if text[0] == "[":
            return self._list(text)
        if text[0] == "{":
            return Shape("map", item=self._type(text[1:-1]))
        if text[0] == "~":
            whole = self._type(text[1:])
            return Shape("struct", fields=whole.fields, atomic=True, name=whole.name)
        bound = _BOUND.match(text)
        if bound:
            low = int(bound[3]) if bound[2] == ">=" else None
            return Shape(bound[1], minimum=low, maximum=None if low is not None else int(bound[3]))
        if text not in SCALARS and text not in self._texts:
            raise ValueError(f"unknown schema type {text!r}")
        return Shape(text) if text in SCALARS else self.shape(text)

    def _list(self, text: str) -> Shape:
        inner, _, keys = text[1:].rpartition("]")
        names = tuple(part for part in keys.lstrip("/").split(",") if part)
        if names == ("*",):
            return Shape("list", item=self._type(inner), unique=True)
        return Shape("list", item=self._type(inner), keys=names, atomic=not names)
