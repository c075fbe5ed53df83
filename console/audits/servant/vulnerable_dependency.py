"""SRV06: dependencies with known vulnerabilities, by advisories that were imported before: no network is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.dependencies.lock_file import lock_files, locked_packages
from console.audits.outcome import by_share, not_applicable
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.osv_record import package_name
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.audits.dependencies.locked_package import LockedPackage
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.advisory_source import AdvisorySource
    from console.domain.audit.osv_record import OsvRecord
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "SRV06"
_DAY = 86_400.0
_OLD_DAYS = 14
_WORST = 10  # as Scorecard: each vulnerability costs a tenth


class _Weakness(NamedTuple):
    """The advisories of several databases about one and the same."""

    names: tuple[str, ...]
    summary: str
    fixes: tuple[str, ...]


def _check(checkout: Checkout) -> RuleOutcome:
    paths = lock_files(checkout)
    if not paths:
        return not_applicable(_KEY, t("No lock file pins the versions of dependencies."))
    book = checkout.advisories
    stock = {one.ecosystem: one for one in book.stock()} if book is not None else {}
    packages = [(path, one) for path in paths for one in locked_packages(checkout, path)]
    known = [(path, one) for path, one in packages if one.ecosystem in stock]
    if book is None or not known:
        why = t("No advisories are imported: cell-console audit advisories import FILE.")
        return not_applicable(_KEY, why if packages else t("The lock files pin nothing."))
    found = []
    for path, one in known:
        of_s = stock[one.ecosystem].newest_s
        found += [_finding(path, one, each, of_s) for each in _weaknesses(book, one)]
    oldest_s = min(stock[one.ecosystem].newest_s for _, one in known)
    return by_share(_KEY, max(0, _WORST - len(found)), _WORST, found, _note(checkout, len(known), oldest_s, packages))


def _weaknesses(book: AdvisorySource, package: LockedPackage) -> Iterator[_Weakness]:
    """Yield what a version suffers from, each once though several databases tell it under names of their own."""
    name = package_name(package.ecosystem, package.name)
    about = [
        one for one in book.about(package.ecosystem, name) if one.affects(package.ecosystem, name, package.version)
    ]
    for group in _same(about):
        names = sorted({name for one in group for name in (one.id, *one.aliases)}, key=_rank)
        fixes = dict.fromkeys(fix for one in group for fix in one.fixes(package.ecosystem, name))
        yield _Weakness(tuple(names), next((one.summary for one in group if one.summary), ""), tuple(fixes))


def _same(records: Iterable[OsvRecord]) -> list[list[OsvRecord]]:
    groups: list[tuple[set[str], list[OsvRecord]]] = []
    for one in records:
        names = {one.id, *one.aliases}
        mine = [group for group in groups if group[0] & names]
        for group in mine:
            groups.remove(group)
            names |= group[0]
        groups.append((names, [*(each for group in mine for each in group[1]), one]))
    return [group for _, group in groups]


def _rank(name: str) -> tuple[bool, str]:
    return not name.startswith("CVE-"), name


def _finding(path: str, package: LockedPackage, weakness: _Weakness, of_s: float) -> Finding:
    words = t(
        "{name} {version}: {names} {summary}; mended in {fixes}; advisories of {day}",
        name=package.name[:100],
        version=package.version[:40],
        names=", ".join(weakness.names[:2])[:80],
        summary=weakness.summary[:120],
        fixes=", ".join(weakness.fixes[:3])[:60] or "–",
        day=_day(of_s),
    )
    return Finding(_KEY, RuleSeverity.HIGH, path, package.line, evidence=words, tool="osv")


def _note(checkout: Checkout, count: int, oldest_s: float, packages: list[tuple[str, LockedPackage]]) -> str:
    age = max(0, round((checkout.now_s - oldest_s) / _DAY))
    words = t("{count} locked packages; advisories of {day}.", count=count, day=_day(oldest_s))
    if age > _OLD_DAYS:
        words += " " + t("They are {days} days old: newer weaknesses are not known.", days=age)
    if count < len(packages):
        words += " " + t("For {count} more no advisories are imported.", count=len(packages) - count)
    return words


def _day(at_s: float) -> str:
    return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d}"


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.HIGH,
        title=lambda: t("No dependency has a known vulnerability"),
        why=lambda: t("What is known is tried by everybody who looks for a way in, soon and without effort."),
        mend=lambda: t("Lock a version in which it is mended, and see that the tests still pass."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="history",
    )
)
