"""What Go and the JVM pin: go.sum with its go.mod, pom.xml, gradle.lockfile."""

import re
from collections.abc import Iterator

from console.audits.dependencies.locked_package import LockedPackage
from console.audits.dependencies.short_line import short_lines
from console.domain.audit.package_version import version_order

_BLOCK = re.compile(r"^\s*([a-z]+)\s*\(\s*(?://.*)?$")
_SAID = re.compile(r"^\s*([a-z]+)\s+(.*)")
_REQUIRED = re.compile(r"^\s*([\w.~/-]+\.[\w.~/-]+)\s+v(\d[\w.+-]*)")
_REPLACED = re.compile(r"^\s*([\w.~/-]+\.[\w.~/-]+)(?:\s+v[\w.+-]+)?\s+=>")
_SUM = re.compile(r"^([\w.~/!-]+)\s+v(\d[\w.+-]*)\s+h1:")
_GRADLE = re.compile(r"^([\w.-]+):([\w.-]+):([\w.+-]+)=")
_PROPERTY = re.compile(r"<([\w.-]+)>\s*([^<>\s]+)\s*</\1>")
_MOST_PARTS = 5000
_REFERENCE = re.compile(r"\$\{([\w.-]+)\}")


def go_lock(sums: str, module: str) -> Iterator[LockedPackage]:
    """Yield each module once, at the version that is built.

    go.mod says which (since Go 1.17 of indirect ones too); go.sum also keeps versions that were only looked at, of
    which the highest is the one. What is replaced is left out: another module is built in its place.
    """
    chosen = {found[1]: found[2] for _, found in _told(module, "require", _REQUIRED)}
    replaced = {found[1] for _, found in _told(module, "replace", _REPLACED)}
    order = version_order("Go")
    best: dict[str, LockedPackage] = {}
    for number, line in enumerate(short_lines(sums), 1):
        found = _SUM.match(line)
        if found is None or found[1] in replaced or found[2] != chosen.get(found[1], found[2]):
            continue
        known, mine = best.get(found[1]), order(found[2])
        if known is None or (mine is not None and mine > (order(known.version) or ())):
            best[found[1]] = LockedPackage("Go", found[1], found[2], number)
    yield from best.values()


def go_module(module: str) -> Iterator[LockedPackage]:
    """Yield what go.mod requires, where no go.sum says more: these are the versions that are built, or older ones."""
    replaced = {found[1] for _, found in _told(module, "replace", _REPLACED)}
    for number, found in _told(module, "require", _REQUIRED):
        if found[1] not in replaced:
            yield LockedPackage("Go", found[1], found[2], number)


def _told(module: str, directive: str, wanted: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield what one directive of go.mod says, with the number of its line: in blocks and in lines of its own."""
    block = ""
    for number, line in enumerate(short_lines(module), 1):
        begun = _BLOCK.match(line)
        if begun is not None:
            block = begun[1]
        elif line.lstrip().startswith(")"):
            block = ""
        else:
            said = None if block else _SAID.match(line)
            name, rest = (block, line) if said is None else (said[1], said[2])
            found = wanted.match(rest) if name == directive else None
            if found is not None:
                yield number, found


def gradle_lock(text: str) -> Iterator[LockedPackage]:
    """Yield the modules of gradle.lockfile."""
    for number, line in enumerate(short_lines(text), 1):
        found = _GRADLE.match(line)
        if found is not None:
            yield LockedPackage("Maven", f"{found[1]}:{found[2]}", found[3], number)


def pom_lock(text: str) -> Iterator[LockedPackage]:
    """Yield the dependencies of pom.xml whose version stands there, itself or as a property of the same file.

    The file is never given to an XML parser: entities could make it explode.
    """
    for begin, end in tuple(_parts(text, "<!--", "-->")):
        text = text[:begin] + re.sub(r"[^\n]", " ", text[begin:end]) + text[end:]
    properties = {
        name: value
        for begin, end in _parts(text, "<properties>", "</properties>")
        for name, value in _PROPERTY.findall(text[begin + len("<properties>") : end])
    }
    for begin, end in _parts(text, "<dependency>", "</dependency>"):
        told = _fields(text[begin + len("<dependency>") : end])
        version = _REFERENCE.sub(lambda one: properties.get(one[1], ""), told.get("version", ""))
        if version[:1].isdigit() and "groupId" in told and "artifactId" in told:
            line = text.count("\n", 0, begin) + 1
            yield LockedPackage("Maven", f"{told['groupId']}:{told['artifactId']}", version, line)


def _fields(block: str) -> dict[str, str]:
    """Return the texts of a dependency, those of what it excludes left out."""
    for begin, end in reversed(tuple(_parts(block, "<exclusions>", "</exclusions>"))):
        block = block[:begin] + block[end:]
    return dict(_PROPERTY.findall(block))


def _parts(text: str, begin: str, end: str) -> Iterator[tuple[int, int]]:
    """Yield where parts are, their marks included; each letter is looked at once, whatever somebody has nested."""
    place, count = text.find(begin), 0
    while place >= 0 and count < _MOST_PARTS:
        stop = text.find(end, place)
        if stop < 0:
            return
        yield place, stop + len(end)
        place, count = text.find(begin, stop + len(end)), count + 1
