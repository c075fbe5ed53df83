"""Walking the entries of an estate that has not been validated yet."""

from collections.abc import Iterator, Mapping
from typing import Any

from console.estate.problem import Path

Found = tuple[Path, str]


def rows(data: Mapping[str, Any], section: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield (path, entry) of each mapping in a list; anything else is skipped."""
    entries = data.get(section)
    if isinstance(entries, (list, tuple)):
        for index, entry in enumerate(entries):
            if isinstance(entry, Mapping):
                yield (section, index), entry


def texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield (path, text) of a text or of every text in a list."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, (list, tuple)):
        for index, one in enumerate(value):
            if isinstance(one, str):
                yield (*path, index), one


def keys(data: Mapping[str, Any], *sections: str) -> list[str]:
    """Return the keys that the entries of some sections have."""
    return [row["key"] for section in sections for _, row in rows(data, section) if isinstance(row.get("key"), str)]


def is_number(value: Any) -> bool:
    """Return whether a value is a number (``true`` is none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
