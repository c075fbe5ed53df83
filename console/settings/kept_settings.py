"""The settings of a profile as one of several consoles changes them: it writes what it changed itself, nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from console.settings.settings_file import load_settings, save_settings, settings_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.kernel.paths import Paths
    from console.settings.section import Section
    from console.settings.settings import Settings


class KeptSettings:
    """``settings`` are what this console goes by, or what reads them; what it saves is compared with these."""

    def __init__(self, paths: Paths, settings: Settings | Callable[[], Settings]) -> None:
        self._paths, self._known = paths, settings

    def read(self) -> Settings:
        """Return what this console goes by; it is read once."""
        if callable(self._known):
            self._known = self._known()
        return self._known

    def save(self, settings: Settings) -> None:
        """Write what this console has changed into what the file says now; raise ``UserError`` when it cannot be."""
        known, there = self.read(), self._there()
        save_settings(self._paths, settings if there is None else _with_changes(there, known, settings))
        self._known = settings

    def _there(self) -> Settings | None:
        """Return what the file says now; ``None`` when it is gone, or cannot be used as it is."""
        if not os.path.isfile(settings_file(self._paths)):  # nor where one may not look: writing it says so
            return None
        loaded = load_settings(self._paths)
        return None if loaded.note else loaded.settings


def _with_changes(there: Settings, known: Settings, wanted: Settings) -> Settings:
    """Return ``there`` with each field in which ``wanted`` differs from ``known``."""
    sections: dict[str, Any] = {}
    for name in _fields(wanted) - {"schema_version"}:
        old, new = getattr(known, name), getattr(wanted, name)
        changed = {one: getattr(new, one) for one in _fields(new) if getattr(new, one) != getattr(old, one)}
        if changed:
            sections[name] = getattr(there, name).model_copy(update=changed)
    return there.model_copy(update=sections)


def _fields(section: Section) -> frozenset[str]:
    return frozenset(type(section).model_fields)
