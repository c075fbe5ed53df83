"""The memory: how the user left windows, tables and panels; comfort only, so a broken file is forgotten."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, TypeGuard

from console.kernel.errors import ConsoleError
from console.kernel.paths import write_private
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1024 * 1024
_WIDEST = 100_000
_log = logging.getLogger(__name__)


def is_extent(value: Any) -> TypeGuard[int]:
    """Return whether a kept value is a width or height in pixels that Qt can take."""
    return type(value) is int and 0 <= value <= _WIDEST


def extents(value: Any) -> dict[str, int]:
    """Return kept widths or heights by name, without what is none."""
    return {key: one for key, one in value.items() if is_extent(one)} if isinstance(value, dict) else {}


class Memory:
    """Values by key (``window/geometry``, ``table/pods/widths``), written when ``save`` is called."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._values: dict[str, Any] = _read(file)
        self._saved = dict(self._values)

    def get(self, key: str, default: Any = None) -> Any:
        """Return what was kept under ``key``."""
        return self._values.get(key, default)

    def keep(self, key: str, value: Any) -> None:
        """Remember a JSON value."""
        self._values[key] = value

    def save(self) -> None:
        """Write what changed; a failure is logged and nothing else, because nothing of worth is lost."""
        if self._file is None or self._values == self._saved:
            return
        try:
            write_private(self._file, json.dumps(self._values, indent=1, ensure_ascii=False, sort_keys=True))
            self._saved = dict(self._values)
        except ConsoleError as error:
            _log.warning("%s", error)


def _read(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        values = json.loads(read_regular(file, MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
