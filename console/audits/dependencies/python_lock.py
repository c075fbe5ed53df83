"""Lock files of Python: requirements with exact versions, Pipfile.lock."""

import json
import re
from collections.abc import Iterator

from console.audits.dependencies.locked_package import LockedPackage
from console.audits.dependencies.short_line import short_lines

_PINNED = re.compile(
    r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]\n]*\])?\s*===?\s*([A-Za-z0-9][A-Za-z0-9.!+_-]*)\s*(?:[;#\\\s]|$)"
)


def requirements_lock(text: str) -> Iterator[LockedPackage]:
    """Yield what is pinned to one version (``==``); ranges say nothing of what is installed."""
    for number, line in enumerate(short_lines(text), 1):
        found = _PINNED.match(line)
        if found is not None:
            yield LockedPackage("PyPI", found[1], found[2], number)


def pipfile_lock(text: str) -> Iterator[LockedPackage]:
    """Yield what the sections ``default`` and ``develop`` pin."""
    try:
        known = json.loads(text)
    except (ValueError, RecursionError):
        return
    lines = {name: number for number, line in enumerate(short_lines(text), 1) for name in _QUOTED.findall(line)}
    for section in ("default", "develop"):
        packages = known.get(section) if isinstance(known, dict) else None
        for name, one in packages.items() if isinstance(packages, dict) else ():
            version = one.get("version") if isinstance(one, dict) else None
            if isinstance(version, str) and version.startswith("=="):
                yield LockedPackage("PyPI", name, version.lstrip("="), lines.get(name, 0))


_QUOTED = re.compile(r'^\s*"([^"]{1,300})"\s*:\s*\{')
