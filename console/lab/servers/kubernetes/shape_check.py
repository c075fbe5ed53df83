"""Checking a value against its shape: unknown fields, wrong types, bounds, missing parts."""

from typing import Any, NamedTuple

from console.lab.servers.kubernetes.schema_shape import Shape

_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "time": (str,),
    "int": (int,),
    "num": (int, float),
    "bool": (bool,),
    "quantity": (str, int, float),
    "intstr": (str, int),
}
_GO_NAMES = {"str": "string", "time": "string", "int": "int32", "num": "float64", "bool": "bool"}
_SCHEMA_NAMES = {"str": "string", "time": "string", "int": "integer", "num": "number", "bool": "boolean"}


class WrongType(NamedTuple):
    """A value of a wrong type: where, in which struct, what was expected and what came (JSON names)."""

    path: str
    struct: str
    expected: str
    found: str

    @property
    def go_name(self) -> str:
        """The expected type as Go names it."""
        return _GO_NAMES.get(self.expected, self.expected)

    @property
    def schema_name(self) -> str:
        """The expected type as JSON schema names it."""
        return _SCHEMA_NAMES.get(self.expected, self.expected)


class OutOfBounds(NamedTuple):
    """A number beyond its bound."""

    path: str
    value: int
    minimum: int | None
    maximum: int | None


class ShapeCheck:
    """The findings about one value. `pruned` is the value without the unknown fields and without nulls."""

    def __init__(self, shape: Shape, value: Any) -> None:
        self.unknown: list[str] = []
        self.wrong: list[WrongType] = []
        self.bounds: list[OutOfBounds] = []
        self.missing: list[str] = []
        self.pruned = self._check(shape, value, "", shape.name)

    def _check(self, shape: Shape, value: Any, path: str, struct: str) -> Any:
        if shape.form == "any" or value is None:
            return value
        if shape.form == "struct":
            return self._struct(shape, value, path)
        if shape.form == "map":
            return self._map(shape, value, path, struct)
        if shape.form == "list":
            return self._list(shape, value, path, struct)
        self._scalar(shape, value, path, struct)
        return value

    def _struct(self, shape: Shape, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            self.wrong.append(WrongType(path, shape.name, "object", json_name(value)))
            return value
        pruned = {}
        for name, part in value.items():
            here = f"{path}.{name}" if path else name
            field = shape.fields.get(name)
            if field is None:
                self.unknown.append(here)
            elif part is not None:
                pruned[name] = self._check(field.shape, part, here, shape.name)
        for name, field in shape.fields.items():
            if field.required and pruned.get(name) is None:
                self.missing.append(f"{path}.{name}" if path else name)
        return pruned

    def _map(self, shape: Shape, value: Any, path: str, struct: str) -> Any:
        if not isinstance(value, dict) or shape.item is None:
            self.wrong.append(WrongType(path, struct, "object", json_name(value)))
            return value
        item = shape.item
        return {name: self._check(item, part, path, struct) for name, part in value.items() if part is not None}

    def _list(self, shape: Shape, value: Any, path: str, struct: str) -> Any:
        if not isinstance(value, list) or shape.item is None:
            self.wrong.append(WrongType(path, struct, "array", json_name(value)))
            return value
        item = shape.item
        if item.form != "any":
            nulls = [place for place, part in enumerate(value) if part is None]
            self.wrong += [WrongType(f"{path}[{place}]", struct, item.form, "null") for place in nulls]
        return [self._check(item, part, f"{path}[{place}]", struct) for place, part in enumerate(value)]

    def _scalar(self, shape: Shape, value: Any, path: str, struct: str) -> None:
        allowed = _TYPES[shape.form]
        if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
            self.wrong.append(WrongType(path, struct, shape.form, json_name(value)))
        elif isinstance(value, int) and _beyond(value, shape):
            self.bounds.append(OutOfBounds(path, value, shape.minimum, shape.maximum))


def _beyond(value: int, shape: Shape) -> bool:
    low = shape.minimum is not None and value < shape.minimum
    return low or (shape.maximum is not None and value > shape.maximum)


def json_name(value: Any) -> str:
    """The JSON name of a value's type."""
    names = ((bool, "bool"), (str, "string"), (int, "number"), (float, "number"), (list, "array"), (dict, "object"))
    return next((name for kind, name in names if isinstance(value, kind)), "null")
