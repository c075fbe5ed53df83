"""GIT03: a commit too large for anybody to review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import MOST_COMMITS, commit_finding
from console.audits.outcome import by_share
from console.audits.repository.history import people_of
from console.audits.repository.line_count import line_counts
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.line_count import LineCount
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "GIT03"
_FILES, _LINES = 30, 1000
_MECHANICAL = re.compile(
    r"\b(re-?format\w*|format(ting|ted)?|black|prettier|gofmt|rustfmt|clang-format|isort|lint(ing|ed)?|rename[sd]?|"
    r"renaming|mov(e|es|ed|ing)|vendor\w*|initial (commit|import|version)|regenerat\w*|"
    r"generated?|licen[cs]e headers?|copyright|line endings|whitespace|revert\w*|merge[sd]?|backport\w*)\b",
    re.I,
)


def _check(checkout: Checkout) -> RuleOutcome:
    counts = line_counts(checkout, MOST_COMMITS)
    ignored = frozenset(checkout.text(".git-blame-ignore-revs").split())
    commits = [one for one in people_of(checkout) if one.id in counts and one.parents and one.id not in ignored]
    strictness = checkout.profile.strictness
    most_files, most_lines = threshold(_FILES, strictness), threshold(_LINES, strictness)
    found = []
    for one in commits:
        files, lines = _size(counts[one.id])
        if (files > most_files or lines > most_lines) and not _MECHANICAL.search(_beginning(one.subject)):
            words = t("{files} source files, {lines} lines: {subject}", files=files, lines=lines, subject=one.subject)
            found.append(commit_finding(_KEY, RuleSeverity.MEDIUM, one, words))
    return by_share(_KEY, len(commits) - len(found), len(commits), found)


def _beginning(subject: str) -> str:
    """Return what a subject says first; "Add carts, move prices" is no mere move."""
    return " ".join(subject.partition(",")[0].partition(" and ")[0].split()[:5])


def _size(counts: tuple[LineCount, ...]) -> tuple[int, int]:
    """Return the changed source files and lines; taking code out is easy to review, however much it is."""
    source = [one for one in counts if path_class(one.path) is PathClass.SOURCE and one.added + one.removed]
    added = sum(one.added for one in source)
    removed = sum(one.removed for one in source)
    return (0, 0) if removed > 9 * added else (len(source), added + removed)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.MEDIUM,
        title=lambda: t("Commits are small enough to review"),
        why=lambda: t("Nobody finds a mistake in a thousand changed lines, and undoing them undoes all of them."),
        mend=lambda: t("Split such work into commits that each do one thing."),
        check=_check,
        scope="commit",
        past=PastContents.ALL,
    )
)
