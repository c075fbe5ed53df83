"""Keys and names that may be given only once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from console.estate.checks.row import Found, rows
from console.estate.legible import legible
from console.estate.problem import Path
from console.estate.schema.estate import CONNECTION_SECTIONS
from console.kernel.i18n import t

_SECTIONS = ("templates", "cells", "routers", "budgets", "models", "projects", "teams", "audit_profiles", "calendars")


def unique_problems(data: Mapping[str, Any]) -> Iterator[Found]:
    """Keys are unique in their section, connection keys in the whole file, services and stores in their cell."""
    yield from _twice(
        ((*path, "key"), row.get("key")) for section in CONNECTION_SECTIONS for path, row in rows(data, section)
    )
    for section in _SECTIONS:
        yield from _twice(((*path, "key"), row.get("key")) for path, row in rows(data, section))
    for section in ("cells", "templates"):
        for path, row in rows(data, section):
            yield from _twice(
                ((*path, *inner, "name"), one.get("name"))
                for part in ("services", "data_stores")
                for inner, one in rows(row, part)
            )
    for path, row in rows(data, "routers"):
        yield from _twice(((*path, *inner, "cell"), one.get("cell")) for inner, one in rows(row, "destinations"))
        yield from _twice(((*path, *inner, "name"), one.get("name")) for inner, one in rows(row, "targets"))


def _twice(found: Iterable[tuple[Path, Any]]) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for path, value in found:
        if not isinstance(value, str):
            continue
        if value in seen:
            yield (
                path,
                t(
                    '"{value}" is used twice, first in {first}; choose another.',
                    value=legible(value),
                    first=seen[value],
                ),
            )
        else:
            seen[value] = _place(path)


def _place(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
