"""SAG04: CODEOWNERS that name nobody, nothing, or leave the busiest files out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import not_applicable
from console.audits.owner_pattern import owner_pattern
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout


_KEY = "SAG04"
_FILES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_OWNER = re.compile(r"^(@[A-Za-z0-9][\w.-]*(/[\w.-]+)*|@@[\w-]+|[^@\s]+@[^@\s]+\.[^@\s]+)$")
_SECTION = re.compile(r"^\^?\[([^\]]+)\](?:\[\d+\])?(.*)$")
_WILD = re.compile(r"[*?]")
_YEAR_S = 365 * 86_400.0
_HOT = 10
_FEWEST_CHANGES = 5


def _check(checkout: Checkout) -> RuleOutcome:
    path = next((one for one in _FILES if one in checkout.paths), "")
    if not path:
        return not_applicable(_KEY, t("There is no CODEOWNERS file."))
    rules = [(*one, owner_pattern(one[1])) for one in _rules(checkout.lines(path))]
    found = [] if rules else [_finding(path, 0, t("names no owner"))]
    for number, pattern, owners, _, expression in rules:
        if not any(map(expression.match, _candidates(checkout, pattern))):
            found.append(_finding(path, number, t("{pattern} matches nothing", pattern=pattern[:120])))
        bad = [one for one in owners if not _OWNER.match(one)]
        found += [_finding(path, number, t("{owner} is no owner", owner=one[:120])) for one in bad]
    owned = [(expression, section, bool(owners)) for _, _, owners, section, expression in reversed(rules)]
    loose = [one for one in _hot(checkout) if not _is_owned(one, owned)]
    found += [_finding(one, 0, t("changes often and has no owner")) for one in loose]
    return RuleOutcome(_KEY, RuleState.MEASURED, 1.0 / (1.0 + len(found)), tuple(found))


def _finding(path: str, line: int, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, path, line, evidence=evidence, tool="console-audit")


def _is_owned(path: str, owned: list[tuple[re.Pattern[str], str, bool]]) -> bool:
    """Return whether the last rule that matches has owners, in one section at least: without them it frees the path."""
    asked: set[str] = set()
    for expression, section, has_owners in owned:
        if section not in asked and expression.match(path):
            if has_owners:
                return True
            asked.add(section)
    return False


def _rules(lines: list[str]) -> Iterator[tuple[int, str, list[str], str]]:
    """Yield line, pattern, owners and section of each rule; a section of GitLab gives its owners to its rules."""
    section, usual = "", list[str]()
    for number, line in enumerate(lines, 1):
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        head = _SECTION.match(text)
        if head is not None:
            section, usual = head[1].lower(), head[2].split()
        elif text:
            pattern, *owners = re.split(r"(?<!\\)\s+", text)
            yield number, pattern.replace("\\ ", " "), owners or usual, section


def _candidates(checkout: Checkout, pattern: str) -> Iterator[str]:
    """Yield what a pattern may match: of a place the paths below it, of a mere name all names, each once."""
    plain = pattern.strip("/")
    if "/" not in plain and not pattern.startswith("/"):
        yield from checkout.once("path-names", lambda: {part for one in checkout.paths for part in one.split("/")})
        return
    ordered = checkout.once("ordered-paths", lambda: sorted(checkout.paths))
    head = _WILD.split(plain, maxsplit=1)[0]
    yield from takewhile(lambda one: one.startswith(head), islice(ordered, bisect_left(ordered, head), None))


def _hot(checkout: Checkout) -> list[str]:
    """Return the source files that changed most in the last year."""
    since = checkout.now_s - _YEAR_S
    recent = [one for one in history_of(checkout) if one.at_s >= since]
    counts = Counter(
        change.path for one in recent for change in one.changes if path_class(change.path) is PathClass.SOURCE
    )
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [path for path, count in ranked if count >= _FEWEST_CHANGES and path in checkout.paths][:_HOT]


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.MEDIUM,
        title=lambda: t("CODEOWNERS names owners of what is there"),
        why=lambda: t("A rule that matches nothing asks nobody to review, and nobody notices."),
        mend=lambda: t("Correct the pattern or the owner, and add a rule for what changes most."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="day",
        past=PastContents.RENAMED,
    )
)
