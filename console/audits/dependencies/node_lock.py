"""Lock files of Node: npm, yarn (both kinds), pnpm, bun."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from console.audits.dependencies.locked_package import LockedPackage
from console.audits.dependencies.short_line import short_lines

_MODULES = "node_modules/"
_KEY = re.compile(r'^\s*"((?:[^"\\]|\\.){1,400})"\s*:\s*\{')
_YARN_KEY = re.compile(r'^"?(@?[^@"\s]+)@(?:(npm|workspace|patch|file|link|portal):)?([^",]*)')
_YARN_VERSION = re.compile(r'^ {2}version:? "?([^"\s]+)"?')
_PNPM_KEY = re.compile(r"^ {2}['\"]?/?((?:@[^/@\s'\"]+/)?[^/@\s'\"(]+)[@/](\d[^(:'\"_\s]*)[^:]*:\s*(?:\{.*)?$")
_BUN_ENTRY = re.compile(r'^\s*"[^"]{1,400}":\s*\["((?:@[^"@/]{1,200}/)?[^"@/]{1,200})@(\d[^"]{0,100})"')
_DEPTH = 60


def npm_lock(text: str) -> Iterator[LockedPackage]:
    """Yield the packages of package-lock.json in any of its three forms."""
    try:
        known = json.loads(text)
    except (ValueError, RecursionError):
        return
    lines = {found[1]: number for number, line in enumerate(short_lines(text), 1) if (found := _KEY.match(line))}
    packages = known.get("packages") if isinstance(known, dict) else None
    if isinstance(packages, dict):
        for place, one in packages.items():
            if _MODULES in place and isinstance(one, dict) and not one.get("link"):
                yield from _npm(str(one.get("name") or place.rpartition(_MODULES)[2]), one, lines.get(place, 0))
    elif isinstance(known, dict):
        yield from _nested(known, lines, 0)


def _nested(known: Mapping[str, Any], lines: Mapping[str, int], depth: int) -> Iterator[LockedPackage]:
    found = known.get("dependencies")
    for name, one in found.items() if isinstance(found, dict) and depth < _DEPTH else ():
        if isinstance(one, dict):
            yield from _npm(name, one, lines.get(name, 0))
            yield from _nested(one, lines, depth + 1)


def _npm(name: str, one: Mapping[str, Any], line: int) -> Iterator[LockedPackage]:
    version = one.get("version")
    if not isinstance(version, str):
        return
    if version.startswith("npm:"):  # an alias: npm:real@1.0.0
        name, _, version = version.removeprefix("npm:").rpartition("@")
    if version[:1].isdigit() and not str(one.get("resolved", "")).startswith(("git", "file:")):
        yield LockedPackage("npm", name, version, line)


def yarn_lock(text: str) -> Iterator[LockedPackage]:
    """Yield the packages of yarn.lock; its entries are keys of several ranges, with the version below."""
    name, line = "", 0
    for number, row in enumerate(short_lines(text), 1):
        if row and not row[0].isspace() and not row.startswith("#"):
            found = _YARN_KEY.match(row)
            name, line = (found[1], number) if found is not None and found[2] in {None, "npm"} else ("", 0)
            alias = re.match(r"(@?[^@\s]+)@", found[3]) if found is not None and found[2] == "npm" else None
            name = alias[1] if alias is not None else name
        elif name and (version := _YARN_VERSION.match(row)) is not None:
            if version[1][:1].isdigit() and "use.local" not in version[1]:
                yield LockedPackage("npm", name, version[1], line)
            name = ""


def bun_lock(text: str) -> Iterator[LockedPackage]:
    """Yield the packages of bun.lock; read line by line, because its commas are not JSON's."""
    for number, row in enumerate(short_lines(text), 1):
        found = _BUN_ENTRY.match(row)
        if found is not None:
            yield LockedPackage("npm", found[1], found[2], number)


def pnpm_lock(text: str) -> Iterator[LockedPackage]:
    """Yield the packages of pnpm-lock.yaml; its keys are name and version, with what it was resolved for behind."""
    section, seen = "", set()
    for number, row in enumerate(short_lines(text), 1):
        if row and not row[0].isspace():
            section = row.partition(":")[0]
        elif section in {"packages", "snapshots"} and (found := _PNPM_KEY.match(row)) is not None:
            one = (found[1], found[2])
            if one not in seen:
                seen.add(one)
                yield LockedPackage("npm", *one, number)
