"""What advisories say of the packages of one repository: enough to judge it elsewhere just as here."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from console.domain.audit.advisory_source import AdvisorySource
from console.domain.audit.advisory_stock import AdvisoryStock
from console.domain.audit.osv_record import (
    OsvAffected,
    OsvEvent,
    OsvPackage,
    OsvRange,
    OsvRecord,
    package_name,
)

_SUMMARY = 200


class NamedPackage(NamedTuple):
    """A package at a version, as a lock file names it."""

    ecosystem: str
    name: str
    version: str


class AdvisoryExcerpt(Struct, frozen=True, omit_defaults=True):
    """Implements ``AdvisorySource`` for the packages that it was made for.

    ``records`` are cut down to the versions that they are about there, and to what mended them.
    """

    ecosystems: tuple[AdvisoryStock, ...] = ()
    records: tuple[OsvRecord, ...] = ()

    def stock(self) -> tuple[AdvisoryStock, ...]:
        """Return what is known of which ecosystem."""
        return self.ecosystems

    def about(self, ecosystem: str, name: str) -> tuple[OsvRecord, ...]:
        """Return the advisories about a package, by id."""
        return tuple(one for one in self.records if (ecosystem, name) in one.packages())


def advisory_excerpt(source: AdvisorySource, packages: Iterable[NamedPackage]) -> AdvisoryExcerpt:
    """Return what ``source`` knows of some packages at their versions."""
    stock = source.stock()
    known = {one.ecosystem for one in stock}
    versions: dict[tuple[str, str], list[str]] = {}
    for one in packages:
        if one.ecosystem in known:
            versions.setdefault((one.ecosystem, package_name(one.ecosystem, one.name)), []).append(one.version)
    found: dict[str, OsvRecord] = {}
    for (ecosystem, name), named in versions.items():
        for record in source.about(ecosystem, name):
            hit = tuple(dict.fromkeys(one for one in named if record.affects(ecosystem, name, one)))
            if hit:
                found[record.id] = _with(found.get(record.id), record, OsvPackage(ecosystem, name), hit)
    return AdvisoryExcerpt(stock, tuple(found[one] for one in sorted(found)))


def _with(before: OsvRecord | None, record: OsvRecord, package: OsvPackage, versions: tuple[str, ...]) -> OsvRecord:
    fixes = tuple(OsvEvent(fixed=one) for one in record.fixes(package.ecosystem, package.name))
    affected = OsvAffected(package, (OsvRange(events=fixes),) if fixes else (), versions)
    others = before.affected if before is not None else ()
    return OsvRecord(record.id, record.modified, None, record.aliases, record.summary[:_SUMMARY], (*others, affected))
