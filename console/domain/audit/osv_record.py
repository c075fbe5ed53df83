"""Advisories in the OSV format (https://ossf.github.io/osv-schema): which versions of which packages they are about."""

import re
from collections.abc import Iterator

import msgspec

from console.domain.audit.package_version import VersionOrder, version_order

_ECOSYSTEMS = {"PyPI", "npm", "Go", "crates.io", "Maven", "RubyGems", "Packagist", "NuGet"}
_ANY_CASE = {"Packagist", "NuGet"}
_PYPI_NAME = re.compile(r"[-_.]+")


class OsvPackage(msgspec.Struct, frozen=True):
    """``ecosystem`` may have a suffix (``Debian:12``)."""

    ecosystem: str = ""
    name: str = ""


class OsvEvent(msgspec.Struct, frozen=True):
    """One is set: versions from ``introduced`` on, before ``fixed`` and ``limit``, up to ``last_affected``."""

    introduced: str = ""
    fixed: str = ""
    last_affected: str = ""
    limit: str = ""


class OsvRange(msgspec.Struct, frozen=True):
    """``type``: SEMVER, ECOSYSTEM, or GIT (commits, which lock files do not name)."""

    type: str = ""
    events: tuple[OsvEvent, ...] = ()


class OsvAffected(msgspec.Struct, frozen=True):
    """A package with its ranges and with versions that are named one by one."""

    package: OsvPackage = OsvPackage()
    ranges: tuple[OsvRange, ...] = ()
    versions: tuple[str, ...] = ()


class OsvRecord(msgspec.Struct, frozen=True):
    """One advisory. ``modified`` is RFC 3339; one that was ``withdrawn`` says nothing."""

    id: str
    modified: str = ""
    withdrawn: str | None = None
    aliases: tuple[str, ...] = ()
    summary: str = ""
    affected: tuple[OsvAffected, ...] = ()

    def packages(self) -> Iterator[tuple[str, str]]:
        """Yield ecosystem and name of what it is about, of the ecosystems whose lock files are read."""
        for one in self.affected:
            if one.package.ecosystem in _ECOSYSTEMS:
                yield one.package.ecosystem, package_name(one.package.ecosystem, one.package.name)

    def affects(self, ecosystem: str, name: str, version: str) -> bool:
        """Return whether it is about a version of a package; a version that cannot be read is not."""
        order = version_order(ecosystem)
        return any(
            _names(one, order, version) or any(_covers(span, order, version) for span in one.ranges)
            for one in self._of(ecosystem, name)
        )

    def fixes(self, ecosystem: str, name: str) -> tuple[str, ...]:
        """Return the versions that mended it."""
        spans = [span for one in self._of(ecosystem, name) for span in one.ranges if span.type != "GIT"]
        return tuple(dict.fromkeys(event.fixed for span in spans for event in span.events if event.fixed))

    def _of(self, ecosystem: str, name: str) -> Iterator[OsvAffected]:
        for one in self.affected:
            if one.package.ecosystem == ecosystem and package_name(ecosystem, one.package.name) == name:
                yield one


def package_name(ecosystem: str, name: str) -> str:
    """Return a name as it is compared: PyPI takes ``-``, ``_``, ``.`` and capitals for the same, others capitals."""
    if ecosystem == "PyPI":
        return _PYPI_NAME.sub("-", name).lower()
    return name.lower() if ecosystem in _ANY_CASE else name


def _names(one: OsvAffected, order: VersionOrder, version: str) -> bool:
    if version in one.versions:
        return True
    mine = order(version)
    return mine is not None and any(order(each) == mine for each in one.versions)


def _covers(span: OsvRange, order: VersionOrder, version: str) -> bool:
    """Evaluate the events in the order of their versions, as the schema's algorithm does."""
    mine = order(version)
    if span.type not in {"SEMVER", "ECOSYSTEM"} or mine is None:
        return False
    limits = [order(one.limit) for one in span.events if one.limit and one.limit != "*"]
    if limits and not any(each is not None and mine < each for each in limits):
        return False
    events = sorted(_ordered(span, order), key=lambda pair: (pair[0] is not None, pair[0] or (), pair[1] != "fixed"))
    is_in = False
    for at, kind in events:
        if kind == "introduced" and (at is None or mine >= at):
            is_in = True
        elif at is not None and ((kind == "fixed" and mine >= at) or (kind == "last" and mine > at)):
            is_in = False
    return is_in


def _ordered(span: OsvRange, order: VersionOrder) -> Iterator[tuple[tuple[object, ...] | None, str]]:
    """Yield the events with their versions as they are ordered; ``None`` is before every version."""
    for one in span.events:
        if one.introduced == "0":
            yield None, "introduced"
        for text, kind in ((one.introduced, "introduced"), (one.fixed, "fixed"), (one.last_affected, "last")):
            if text and text != "0":
                at = order(text)
                if at is not None:
                    yield at, kind
