"""Lock files of ``[[package]]`` tables: uv, poetry, pdm, cargo, and ``[[packages]]`` of PEP 751."""

import re
from collections.abc import Iterator

from console.audits.dependencies.locked_package import LockedPackage
from console.audits.dependencies.short_line import short_lines

_FIELD = re.compile(r'^(name|version)\s*=\s*"([^"\n]{1,300})"')
_SOURCE = re.compile(r"^source\s*=\s*(.+)$")
_BEGIN = ("[[package]]", "[[packages]]")
_TYPE = re.compile(r'^type\s*=\s*"(\w+)"')
_ELSEWHERE = re.compile(r"^((?:vcs|directory)\s*=.+)$")
# What does not come from a registry: the project itself, its neighbours, commits of repositories.
_OWN = re.compile(r"\b(editable|virtual|directory|path|git|vcs|url|file)\b\s*=")
_OWN_TYPES = frozenset({"directory", "file", "git", "url"})


def toml_lock(text: str, ecosystem: str) -> Iterator[LockedPackage]:
    """Yield the packages that come from a registry. Read line by line: these files are written by programs."""
    block: dict[str, str] = {}
    begun, table = 0, ""
    for number, line in enumerate([*short_lines(text), "[[package]]"], 1):
        if line.startswith("["):
            if line.strip() in _BEGIN:
                yield from _package(block, begun, ecosystem)
                block, begun = {}, 0
            table = line.strip()
        elif table in _BEGIN:
            if (found := _FIELD.match(line)) is not None:
                block.setdefault(found[1], found[2])
                begun = begun or number
            elif (source := _SOURCE.match(line) or _ELSEWHERE.match(line)) is not None:
                block["source"] = source[1]
        elif table == "[package.source]" and (kind := _TYPE.match(line)) is not None:
            block["type"] = kind[1]


def _package(block: dict[str, str], line: int, ecosystem: str) -> Iterator[LockedPackage]:
    if "name" not in block or "version" not in block or block.get("type") in _OWN_TYPES:
        return
    source = block.get("source", "")
    if ecosystem == "crates.io":
        if "registry+" not in source and "sparse+" not in source:
            return
    elif _OWN.search(source):
        return
    yield LockedPackage(ecosystem, block["name"], block["version"], line)
