"""Reading the protobuf messages that typed Go clients send, into JSON objects.

Notation of a message type: `number:field:type` tokens. Types: str int bool bytes time quantity intstr, `Type`,
`[type]`, `{type}` (a map by text). `*` before a type means that the field keeps an empty or zero value when sent
(a pointer in Go); others are left out when empty.
"""

import base64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

_MAX_DEPTH = 32


class ProtobufError(ValueError):
    """The bytes are no message of the expected type."""


class ProtobufField(NamedTuple):
    """A field of a message: its JSON name, its type text and whether it is kept when empty."""

    name: str
    type: str
    pointer: bool


class ProtobufReader:
    """Decodes messages by the types of a notation."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self._types = types

    def knows(self, name: str) -> bool:
        """Whether a message type is declared."""
        return name in self._types

    def read(self, name: str, body: bytes) -> dict[str, Any]:
        """Decode a message of a named type.

        Raises:
            ProtobufError: the bytes are broken or too deeply nested.
        """
        try:
            return self._message(name, memoryview(body), 0)
        except (IndexError, UnicodeDecodeError, OverflowError) as error:
            raise ProtobufError(str(error)) from None

    @cache  # noqa: B019 - one instance per program
    def _fields(self, name: str) -> Mapping[int, ProtobufField]:
        found = {}
        for token in self._types[name].split():
            number, field, kind = token.split(":", 2)
            found[int(number)] = ProtobufField(field, kind.lstrip("*"), kind.startswith("*"))
        return found

    def _message(self, name: str, body: memoryview, depth: int) -> dict[str, Any]:
        if depth > _MAX_DEPTH:
            raise ProtobufError("nested too deeply")
        fields = self._fields(name)
        found: dict[str, Any] = {}
        for number, value in _parts(body):
            field = fields.get(number)
            if field is None:
                continue
            if field.type.startswith("["):
                found.setdefault(field.name, []).append(self._value(field.type[1:-1], value, depth))
            elif field.type.startswith("{"):
                key, item = self._entry(field.type[1:-1], value, depth)
                found.setdefault(field.name, {})[key] = item
            else:
                read = self._value(field.type, value, depth)
                if field.pointer or read not in ("", 0, False, {}, None):
                    found[field.name] = read
        return found

    def _entry(self, kind: str, value: Any, depth: int) -> tuple[str, Any]:
        parts = dict(_parts(_bytes(value)))
        key = str(_bytes(parts.get(1, b"")), "utf-8")
        return key, self._value(kind, parts.get(2, b""), depth)

    def _value(self, kind: str, value: Any, depth: int) -> Any:
        if kind in {"int", "bool"}:
            number = _number(value)
            return bool(number) if kind == "bool" else number
        body = _bytes(value)
        if kind == "str":
            return str(body, "utf-8")
        if kind == "bytes":
            return base64.b64encode(body).decode()
        if kind in _SPECIAL:
            return _SPECIAL[kind](dict(_parts(body)))
        return self._message(kind, body, depth + 1)


def _time(parts: Mapping[int, Any]) -> str | None:
    seconds = parts.get(1)
    if seconds is None:
        return None
    return datetime.fromtimestamp(_number(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _quantity(parts: Mapping[int, Any]) -> str:
    return str(_bytes(parts.get(1, b"")), "utf-8")


def _int_or_text(parts: Mapping[int, Any]) -> int | str:
    return str(_bytes(parts.get(3, b"")), "utf-8") if parts.get(1) else _number(parts.get(2, 0))


_SPECIAL = {"time": _time, "quantity": _quantity, "intstr": _int_or_text}


def _bytes(value: Any) -> memoryview:
    if isinstance(value, int):
        raise ProtobufError("a number where bytes were expected")
    return memoryview(value)


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise ProtobufError("bytes where a number was expected")
    return value - (1 << 64) if value >= 1 << 63 else value


def _parts(body: memoryview) -> Iterator[tuple[int, Any]]:
    place = 0
    while place < len(body):
        tag, place = _varint(body, place)
        wire = tag & 7
        if wire == 0:
            value, place = _varint(body, place)
            yield tag >> 3, value
            continue
        size = {1: 8, 5: 4}.get(wire)
        if wire == 2:
            size, place = _varint(body, place)
        if size is None or place + size > len(body):
            raise ProtobufError("truncated or unknown field")
        yield tag >> 3, body[place : place + size]
        place += size


def _varint(body: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = body[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
        if shift > 63:
            raise ProtobufError("number too long")
