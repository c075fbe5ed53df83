"""Lock files of Ruby, PHP and .NET: Gemfile.lock, composer.lock, packages.lock.json, packages.config."""

import json
import re
from collections.abc import Iterator

from console.audits.dependencies.locked_package import LockedPackage
from console.audits.dependencies.short_line import short_lines

_SECTION = re.compile(r"^([A-Z]+)\s*$")
_GEM = re.compile(r"^ {4}([\w.-]+) \((\d[\w.]*)(?:-[\w.-]+)?\)$")  # with the platform that it was built for
_NAMED = re.compile(r'^\s*"name":\s*"([^"]{1,300})"')
_KEY = re.compile(r'^\s*"([^"]{1,300})"\s*:\s*\{')
_PACKAGE = re.compile(r"<package\b[^<>]*>")
_FIELD = re.compile(r"""\b(id|version)\s*=\s*["']([^"']{1,300})["']""", re.I)


def gem_lock(text: str) -> Iterator[LockedPackage]:
    """Yield the gems that come from a registry; those of PATH and GIT are somebody's own."""
    section = ""
    for number, line in enumerate(short_lines(text), 1):
        begun = _SECTION.match(line)
        section = begun[1] if begun is not None else section
        found = _GEM.match(line) if section == "GEM" else None
        if found is not None:
            yield LockedPackage("RubyGems", found[1], found[2], number)


def composer_lock(text: str) -> Iterator[LockedPackage]:
    """Yield the packages of composer.lock that have a version; branches have none."""
    known = _read(text)
    lines = {found[1]: number for number, line in enumerate(short_lines(text), 1) if (found := _NAMED.match(line))}
    for section in ("packages", "packages-dev"):
        packages = known.get(section)
        for one in packages if isinstance(packages, list) else ():
            name, version = (one.get("name"), one.get("version")) if isinstance(one, dict) else (None, None)
            if isinstance(name, str) and isinstance(version, str) and version.lstrip("v")[:1].isdigit():
                yield LockedPackage("Packagist", name, version.lstrip("v"), lines.get(name, 0))


def nuget_lock(text: str) -> Iterator[LockedPackage]:
    """Yield what packages.lock.json resolved for each framework; neighbours of the solution are none."""
    lines = {found[1]: number for number, line in enumerate(short_lines(text), 1) if (found := _KEY.match(line))}
    frameworks = _read(text).get("dependencies")
    for packages in frameworks.values() if isinstance(frameworks, dict) else ():
        for name, one in packages.items() if isinstance(packages, dict) else ():
            version = one.get("resolved") if isinstance(one, dict) else None
            if isinstance(version, str) and version[:1].isdigit():
                yield LockedPackage("NuGet", name, version, lines.get(name, 0))


def nuget_config(text: str) -> Iterator[LockedPackage]:
    """Yield the packages of packages.config, each at one version."""
    for number, line in enumerate(short_lines(text), 1):
        for tag in _PACKAGE.findall(line):
            told = {name.lower(): value for name, value in _FIELD.findall(tag)}
            if "id" in told and told.get("version", "")[:1].isdigit():
                yield LockedPackage("NuGet", told["id"], told["version"], number)


def _read(text: str) -> dict[str, object]:
    try:
        known = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
