"""INT11: real conflict markers, which never come alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import passed_or_failed
from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.tools.ast_grep_run import matches_of
from console.audits.tools.ruff_run import ruff_notes
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "INT11"
_OURS, _THEIRS = "<<<<<<< ", ">>>>>>> "
_FENCE = re.compile(r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*\n.*?^ {0,3}\1", re.M | re.S)
_LISTING = re.compile(r"-{4,}|\.{4,}")
_ASCIIDOC = (".adoc", ".asciidoc")
_MARKDOWN = (".md", ".mdx", ".markdown")
_MATERIAL = re.compile(
    r"(^|/)(corpus|corpora|fixtures?|__fixtures__|testdata|test_data|data|resources|samples?|snapshots?)/", re.I
)
_TESTS = re.compile(r"(^|/)(tests?|testing|specs?|e2e|__tests__|fixtures?|__fixtures__|testdata|test_data)/", re.I)
_READ = frozenset(
    {Language.PYTHON, Language.JAVASCRIPT, Language.TYPESCRIPT, Language.GO, Language.JAVA, Language.RUST}
)


def _check(checkout: Checkout) -> RuleOutcome:
    paths = checkout.of(PathClass.SOURCE, PathClass.DOCUMENT, PathClass.OTHER, PathClass.GENERATED, PathClass.TEST)
    book = file_book(checkout, "conflicts", paths, tuple[_Conflict, ...])
    checkout.folder_with(book.missing)
    shown = book.whole({one: tuple(_conflicts(one, checkout.text(one))) for one in book.missing}, ())
    found = [_finding(path, one) for path, rows in shown.items() if rows and _is_real(checkout, path) for one in rows]
    return passed_or_failed(_KEY, found)


class _Conflict(NamedTuple):
    """The lines of both its ends, and what the first of them says."""

    line: int
    end_line: int
    text: str


def _finding(path: str, one: _Conflict) -> Finding:
    return Finding(_KEY, RuleSeverity.CRITICAL, path, one.line, one.end_line, evidence=one.text, tool="console-audit")


def _is_real(checkout: Checkout, path: str) -> bool:
    """Return whether markers are a conflict: those written as a text of code that can be read are examples."""
    if _MATERIAL.search(path) and (path_class(path) is PathClass.TEST or _TESTS.search(path)):
        return False
    is_code = language_of(path) in _READ and path_class(path) in {PathClass.SOURCE, PathClass.TEST}
    return not is_code or path in _unreadable(checkout)


def _unreadable(checkout: Checkout) -> frozenset[str]:
    notes = (one.filename for one in ruff_notes(checkout) if one.code in {None, "invalid-syntax", "E999"})
    return frozenset(notes) | {one.path for one in matches_of(checkout, "broken")}


def _conflicts(path: str, text: str) -> Iterator[_Conflict]:
    """Yield the beginnings that an end follows: a row of equals signs alone is a heading (65 files, none real).

    Those shown in a page are examples.
    """
    if _OURS not in text or _THEIRS not in text:
        return
    if path.lower().endswith(_ASCIIDOC):
        text = _without_listings(text)
    if path.lower().endswith(_MARKDOWN):
        text = _FENCE.sub(lambda match: "\n" * match[0].count("\n"), text)
    begun, first = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_OURS):
            begun, first = number, line[:200]
        elif line.startswith(_THEIRS) and begun:
            yield _Conflict(begun, number, first)
            begun = 0


def _without_listings(text: str) -> str:
    """Empty the lines of each listing of AsciiDoc, which goes from a line of marks to the next one of the same."""
    lines, marks = text.split("\n"), ""
    last = {one.rstrip(): number for number, one in enumerate(lines) if _LISTING.fullmatch(one.rstrip())}
    for number, line in enumerate(lines):
        mark = line.rstrip()
        if marks:
            lines[number], marks = "", "" if mark == marks else marks
        elif last.get(mark, 0) > number:
            lines[number], marks = "", mark
    return "\n".join(lines)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.CRITICAL,
        title=lambda: t("No conflict markers"),
        why=lambda: t("A file with both ends of a merge conflict holds two versions at once and works as neither."),
        mend=lambda: t("Decide for one of the two versions, and take the markers out."),
        check=_check,
        scope="tree",
    )
)
