"""SAG06: records of decisions without number, status or successor."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_share, not_applicable
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG06"
_FOLDER = re.compile(
    r"(^|.*/)(adrs?|decisions|architecture-decisions|decision-records?)/(?P<name>[^/]+)\.(md|rst|adoc|"
    r"markdown)$",
    re.I,
)
_APART = re.compile(r"^(readme|index|template|.*template.*|about|glossary)$", re.I)
_NUMBER = re.compile(r"^(?:adr[-_ ]?)?(\d{2,8})(?:[-_. ]|$)", re.I)
_STATUS = re.compile(
    r"^[^\w\n]*(status|state|ステータス|状態)\W{0,80}[:：|]?\W{0,80}"
    r"(proposed|draft|accepted|approved|adopted|decided|implemented|rejected|deprecated|superseded|replaced|"
    r"amended|active|pending|withdrawn|obsolete|retired|final|declined|tentative|in review|open|"
    r"提案|承認|採用|却下|廃止|置換)",
    re.I | re.M,
)
_SUPERSEDED = re.compile(r"(?:superseded|replaced) by\W*(?P<rest>[^\n]*)", re.I)
_LINK = re.compile(r"\]\(\s*([^)\s#]+)")


def _check(checkout: Checkout) -> RuleOutcome:
    records = [one for one in sorted(checkout.paths) if (m := _FOLDER.match(one)) and not _APART.match(m["name"])]
    if not any(_NUMBER.match(_name(one)) for one in records) and not any("adr" in one.lower() for one in records):
        return not_applicable(_KEY, t("There are no decision records."))
    numbers = Counter((posixpath.dirname(one), _number(one)) for one in records if _number(one))
    found = []
    for one in records:
        for line, words in _troubles(checkout, one, numbers):
            found.append(Finding(_KEY, RuleSeverity.LOW, one, line, evidence=words, tool="console-audit"))
    bad = len({one.path for one in found})
    return by_share(_KEY, len(records) - bad, len(records), found)


def _name(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _number(path: str) -> str:
    match = _NUMBER.match(_name(path))
    return match[1].lstrip("0") or "0" if match is not None else ""


def _troubles(checkout: Checkout, path: str, numbers: Counter[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    folder, number, text = posixpath.dirname(path), _number(path), checkout.text(path)
    if not number:
        yield 0, t("no number")
    elif numbers[folder, number] > 1:
        yield 0, t("number {number} twice", number=number)
    if not _STATUS.search(text):
        yield 0, t("no status")
    for match in _SUPERSEDED.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        links = _LINK.findall(match["rest"])
        told = re.findall(r"\d{1,8}", re.sub(r"\d{4}-\d\d-\d\d", "", match["rest"]))
        dead = [
            one
            for one in links
            if ":" not in one and posixpath.normpath(posixpath.join(folder, one)) not in checkout.paths
        ]
        is_known = any((folder, one.lstrip("0") or "0") in numbers for one in told)
        if dead or (not links and told and not is_known):
            yield line, t("its successor does not exist: {name}", name=(dead or told)[0][:120])


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.LOW,
        title=lambda: t("Decision records are numbered, have a status and name their successor"),
        why=lambda: t("A record whose status nobody knows is followed long after it was given up."),
        mend=lambda: t("Number the file, add a Status section, and link the record that supersedes it."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
