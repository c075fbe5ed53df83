"""The quotas that a ConfigMap holds: one per entry, or several in one entry (L1.4)."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from console.domain.quantity import quantity_number
from console.domain.route import Setting
from console.estate.problem import FileInvalid
from console.estate.read_yaml import read_yaml


def quota_numbers(setting: Setting, entry: str = "") -> dict[str, float | None]:
    """Return the quotas of a ConfigMap, ``None`` for what is no number.

    ``entry`` is the only entry to read, empty for all. An entry holds one number, its quota, or a JSON or YAML mapping
    of quota to number.
    """
    chosen = ((name, text) for name, text in setting.entries if entry in ("", name))
    return dict(pair for name, text in chosen for pair in _of_entry(name, text))


def _of_entry(name: str, text: str) -> Iterator[tuple[str, float | None]]:
    number = quantity_number(text)
    mapping = _mapping(text) if number is None else None
    if mapping is None:
        yield name, number
    else:
        yield from ((key, quantity_number(value)) for key, value in mapping)


@lru_cache(maxsize=256)
def _mapping(text: str) -> tuple[tuple[str, str], ...] | None:
    """Return the members of a mapping as texts, ``None`` for any other text; plain data, as somebody else wrote it."""
    try:
        value: Any = read_yaml(text.encode(errors="replace"), "quotas").value
    except FileInvalid:
        return None
    return tuple((str(key), str(each)) for key, each in value.items()) if isinstance(value, dict) else None
