"""Canonical JSON (RFC 8785): the one way to write a value, so that its hash means something."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any


def canonical_json(value: Any) -> str:
    """Return plain values (None, bool, int, float, str, lists, mappings of text) in their one written form.

    Raises ``ValueError`` for numbers that JSON has not, ``TypeError`` for anything else.
    """
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(key)}:{canonical_json(value[key])}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(canonical_json(one) for one in value) + "]"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    """Return a number as ECMAScript writes it."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no JSON number")
    text = repr(value + 0.0)  # no minus before zero
    digits, mark, exponent = text.removesuffix(".0").partition("e")
    if not mark:
        return digits
    power, places = int(exponent), len(digits.partition(".")[2])
    if 0 < power < 21:
        return digits.replace(".", "") + "0" * (power - places)
    if -7 < power < 0:
        return format(value, f".{places - power}f")
    return f"{digits}e{power:+d}"
