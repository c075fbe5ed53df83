"""GIT03: a commit too large for anybody to review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import MOST_COMMITS, commit_finding
from console.audits.foresight.code_path import is_product_code
from console.audits.outcome import by_share
from console.audits.repository.history import people_of
from console.audits.repository.line_count import line_counts
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
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
_UNWRITTEN = re.compile(  # by people: data, and what programs of languages that no rule looks into make
    r"\.sql$|(^|/)Migrations/[^/]+\.cs$|\.(designer|g|gr|freezed|mocks|generated)\.\w+$|(^|/)db/schema\.rb$",
    re.I,
)
_MECHANICAL = re.compile(
    r"\b(re-?format\w*|formatting|black|prettier|gofmt|rustfmt|clang-format|isort|vendor\w*|"
    r"initial (commit|import|version)|regenerat\w*|generated|generate (the |all )?(api|client|code|bindings?|docs|"
    r"files|models|parser|protos?\w*|schemas?|sdk|stubs?|types)|(licen[cs]e|spdx|file)( \w+)? headers?|copyright|"
    r"line endings|whitespace|revert\w*|backport\w*)\b"
    r"|^(\w+: )?merge[sd]? (branch|pull request|remote|tag|commit|upstream|in |pr\b|'|[0-9a-f]{7}|\S+ into )",
    re.I,
)
# Words of features too: what is only moved is taken away elsewhere.
_ARRANGING = re.compile(r"\b(format(ted)?|lint(ing|ed)?|rename[sd]?|renaming|mov(e|es|ed|ing))\b", re.I)


class _Size(NamedTuple):
    """Source files and lines that a commit changes."""

    files: int
    added: int
    removed: int


def _check(checkout: Checkout) -> RuleOutcome:
    counts = line_counts(checkout, MOST_COMMITS)
    ignored = frozenset(checkout.text(".git-blame-ignore-revs").split())
    commits = [one for one in people_of(checkout) if one.id in counts and one.parents and one.id not in ignored]
    strictness = checkout.profile.strictness
    most_files, most_lines = threshold(_FILES, strictness), threshold(_LINES, strictness)
    found = []
    for one in commits:
        size = _size([each for each in counts[one.id] if _is_source(each.path)])
        if not _is_giant(size, most_files, most_lines) or _is_mechanical(one.subject, size):
            continue
        size = _size(
            [each for each in counts[one.id] if _is_source(each.path) and each.path not in _generated(checkout)]
        )
        if _is_giant(size, most_files, most_lines):
            lines = size.added + size.removed
            words = t(
                "{files} source files, {lines} lines: {subject}", files=size.files, lines=lines, subject=one.subject
            )
            found.append(commit_finding(_KEY, RuleSeverity.MEDIUM, one, words))
    return by_share(_KEY, len(commits) - len(found), len(commits), found)


def _beginning(subject: str) -> str:
    """Return what a subject says first; "Add carts, move prices" is no mere move."""
    return " ".join(subject.partition(",")[0].partition(" and ")[0].split()[:5])


def _is_giant(size: _Size, most_files: float, most_lines: float) -> bool:
    return size.files > most_files or size.added + size.removed > most_lines


def _is_mechanical(subject: str, size: _Size) -> bool:
    words = _beginning(subject)
    is_balanced = 2 * min(size.added, size.removed) >= max(size.added, size.removed)
    return bool(_MECHANICAL.search(words) or (is_balanced and _ARRANGING.search(words)))


def _size(counts: list[LineCount]) -> _Size:
    """Return what is changed; taking code out is easy to review, however much it is."""
    source = [one for one in counts if one.added + one.removed]
    added, removed = sum(one.added for one in source), sum(one.removed for one in source)
    return _Size(0, 0, 0) if removed > 9 * added else _Size(len(source), added, removed)


def _generated(checkout: Checkout) -> frozenset[str]:
    """Return the code that says at its top that a program wrote it: read only where a commit looks giant."""

    def read() -> frozenset[str]:
        code = (one for one in checkout.of(PathClass.SOURCE) if language_of(one) is not None)
        return frozenset(code) - set(checkout.of(PathClass.SOURCE, languages=frozenset(Language)))

    return checkout.once("generated-source", read)


def _is_source(path: str) -> bool:
    is_code = path_class(path) is PathClass.SOURCE or is_product_code(path)
    return is_code and _UNWRITTEN.search(path) is None


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
