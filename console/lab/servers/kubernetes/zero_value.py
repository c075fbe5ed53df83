"""Empty objects as Go writes them: what is always present, with nothing in it."""

from typing import Any

from console.lab.servers.kubernetes.schema_shape import Shape

_SCALARS: dict[str, Any] = {"int": 0, "num": 0, "str": "", "bool": False}


def zero_value(shape: Shape) -> dict[str, Any]:
    """The fields of a struct that are always written, all empty."""
    return {name: _zero(field.shape) for name, field in shape.fields.items() if field.always}


def _zero(shape: Shape) -> Any:
    if shape.form in {"struct", "any"} and not shape.atomic:
        return zero_value(shape)
    return _SCALARS.get(shape.form)
