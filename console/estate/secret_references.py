"""Where an estate file refers to secrets."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from console.estate.schema.estate import CONNECTION_SECTIONS, Estate

_REFERENCE = re.compile(r"(keyring:[\w./@-]+|env:[A-Za-z_]\w*|file:.+)")
_NO_REFERENCE = frozenset({"key", "title"})


def secret_references(estate: Estate) -> Mapping[str, tuple[str, ...]]:
    """Return the places (``prometheus.main.auth.token``) of each reference, in the order of the file."""
    found: dict[str, tuple[str, ...]] = {}
    for section in CONNECTION_SECTIONS:
        for connection in getattr(estate, section):
            for place, text in _texts(connection, f"{section}.{connection.key}"):
                found[text] = (*found.get(text, ()), place)
    return found


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields if name not in _NO_REFERENCE}
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _texts(one, f"{place}.{name}")
    elif isinstance(value, (tuple, list)):
        for number, one in enumerate(value):
            yield from _texts(one, f"{place}[{number}]")
    elif isinstance(value, str) and _REFERENCE.fullmatch(value):
        yield place, value
