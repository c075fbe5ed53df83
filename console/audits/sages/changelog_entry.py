"""SAG05: released versions that the changelog does not tell of."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.changelog import changelog_files, told_versions
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.audits.repository.reference import tags_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG05"
_FEWEST = 5
_ITEM = re.compile(r"\s*[-*+•]\s|\s{2,}")
_PRE = re.compile(r"[a-z]", re.I)
_UNRELEASED = re.compile(
    r"unreleased|upcoming|next (release|version)|未リリース|\bTBD\b|in development|not yet released", re.I
)
_ELSEWHERE = re.compile(
    r"https?://\S{1,300}/(releases|changelog|tags)\b|\]\([^()\s]*(releases|changelog)[^()\s]*\)", re.I
)
_NO_FRAGMENT = re.compile(r"(^|/)(readme|template|config|\.git|_)[^/]*$", re.I)
_FRAGMENTS = re.compile(
    r"(^|/)(changes|changelog|newsfragments|news|\.changes?|\.changeset|changelog\.d|changes\.d)/[^/]+$", re.I
)


def _check(checkout: Checkout) -> RuleOutcome:
    files = changelog_files(checkout)
    if not files:
        return not_applicable(_KEY, t("There is no changelog."))
    tags = [one for one in tags_of(checkout) if one.version and not _PRE.search(one.version)]
    text = "\n".join(checkout.text(one) for one in files)
    if not told_versions(checkout) and _ELSEWHERE.search(text):
        return not_applicable(_KEY, t("The changelog points elsewhere."))
    oldest = min((_order(one.version) for one in told_versions(checkout)), default=())
    judged = [one for one in tags if _order(one.version) >= oldest]  # what is older may be told elsewhere
    missing = sorted({one.version for one in judged if not _tells(text, one.version)}, key=_order)
    found = [_finding(files[0], t("nothing about {version}", version=one)) for one in missing]
    silent = _untold(checkout, files, text)
    if silent:
        found.append(_finding(files[0], t("{count} commits since the last release, nothing told", count=silent)))
    return by_share(_KEY, len(judged) + 1 - len(found), len(judged) + 1, found)


def _finding(path: str, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.LOW, path, evidence=evidence, tool="console-audit")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.findall(r"\d+", version)[:4])


def _tells(text: str, version: str) -> bool:
    """Return whether a line tells the version: within an item of a list it is another's, unless it comes first."""
    short = version.removesuffix(".0") if version.count(".") > 1 else version
    for one in re.finditer(rf"(?<![\d.]){re.escape(short)}(\.0)*(?!\.?\d)", text):
        before = text[text.rfind("\n", 0, one.start()) + 1 : one.start()]
        if not _ITEM.match(before) or not re.search(r"\w{2}", re.sub(r"(?i)\b(version|release)\b", "", before)):
            return True
    return False


def _untold(checkout: Checkout, files: tuple[str, ...], text: str) -> int:
    """Return how many source commits came since the last tag while nothing was told; 0 when something was."""
    tagged = {one.commit for one in tags_of(checkout)}
    since = list(takewhile(lambda one: one.id not in tagged, history_of(checkout)))
    if not tagged or len(since) == len(history_of(checkout)) or _UNRELEASED.search(text) or _tells_next(checkout):
        return 0
    changed = [change.path for one in since for change in one.changes]
    if any(path in files or _FRAGMENTS.search(path) for path in changed):
        return 0
    source = [one for one in since if any(path_class(change.path) is PathClass.SOURCE for change in one.changes)]
    return len(source) if len(source) >= _FEWEST else 0


def _tells_next(checkout: Checkout) -> bool:
    """Return whether a version above all tags is told, or changes lie in files of their own until it comes."""
    newest = max((_order(one.version) for one in tags_of(checkout) if one.version), default=())
    if any(_order(one.version) > newest for one in told_versions(checkout)):
        return True
    return any(_FRAGMENTS.search(one) and not _NO_FRAGMENT.search(one) for one in checkout.paths)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.LOW,
        title=lambda: t("The changelog tells every release, and what comes next"),
        why=lambda: t("Who upgrades looks there for what will break."),
        mend=lambda: t("Add an entry for the version, and a section Unreleased for what comes next."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="history",
        past=PastContents.RENAMED,
    )
)
