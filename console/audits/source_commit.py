"""Commits that change source: whether tests come with them, and which of them mend a fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.inline_case import inline_tested_commits
from console.audits.repository.history import people_of
from console.audits.repository.path_class import Language, PathClass, is_test_or_case, language_of, path_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit

_FIX = re.compile(
    r"\b(fix(e[sd]|ing)?|bug[ -]?fix(es)?|bugs?|hot[ -]?fix(es)?|regressions?|crash(es|ed|ing)?|(re)?solve[sd]? #\d+"
    r"|close[sd]? #\d+"
    r"|correct(s|ed)? (a |an |the )?\w*( \w+)? ?(bug|error|fault|mistake|calculation|rounding|handling))\b"
    r"|\b(resolve[sd]?|prevent(s|ed)?|avoid(s|ed)?|repair(s|ed)?|plug(s|ged)?) (a |an |the |possible |rare )*"
    r"(\w+ ){0,2}(race( conditions?|s)?|dead-?locks?|leaks?|seg-?faults?|infinite loops?|null ?pointers?|NPEs?"
    r"|overflows?)\b"
    r"|^(fix|bugfix|hotfix)(\(|:|!)|^([🐛🚑🩹]|:(ambulance|adhesive_bandage):)"
    r"|バグ(?!報告|レポート)|不具合(?!報告)|クラッシュ(?!レポート)|(誤り|エラー|ミス|漏れ|崩れ|間違い)(を|の)?修正|修复",
    re.I,
)
_NO_FIX = re.compile(
    r"\b(documentation|docstrings?|readme|changelog|typos?|spelling|lint(er|ing|s)?|mypy|ruff|flake8|eslint|pylint|"
    r"black|prettier|formatting|backport\w*|cherry.pick\w*|flaky|translations?|type hints?|typings?|whitespace|"
    r"indentation|merge conflicts?)\b"
    r"|^fix\((docs?|ci|tests?|deps(-dev)?|lint|build|types?|typing|examples?)\)!?:"
    r"|(テスト|ドキュメント|readme|誤字|脱字|タイポ|コメント|翻訳|(?<![a-z])(typo|lint|CI)(?![a-z]))[^、。]{0,12}修正"
    r"|^revert\b|^(docs?|ci|tests?|chore|style|build|refactor|feat|perf)(\([^)]*\))?!?:|^(ci|build|docs?|tests?): "
    r"|\bfix\w*:? (the |a |an |some |more |broken |failing |failed |missing |wrong )*(\w+ )?(docs?|tests?|ci|comments?|"
    r"imports?|warnings?|build|workflows?|pipelines?|version|links?|style|bump)"
    r"(?= (in|on|for|order|errors?|failures?|file|files|job|script|number|run|runs|page|names?)\b| *$| *\(#\d+\)$)",
    re.I,
)
# Names of things, not of faults: "a fixed width font", "add a crash reporter".
_THING = re.compile(
    r"\bfixed-(?=\w)|(?<=[a-z] )fixed (width|size|length|point|rate|seed|price|position|number|interval|amount|window"
    r"|header|footer|font|step|delay|port|array)s?\b"
    r"|\b(bug|crash)[- ]?(report(s|ers?|ing)?|track(er|ers|ing)|template|dumps?|bount(y|ies))\b",
    re.I,
)
_MOST_FILES = 20
_CODE = frozenset(Language) - {Language.YAML}
_RUST = frozenset({Language.RUST})


INSIDE = re.compile(r"^[ \t]*#\[cfg\((?:(?:all|any)\()?\s*test\b", re.M)
"""Where the tests begin that a Rust source carries inside: on all systems, or only with a feature."""
_TESTS = re.compile(  # what else is only there for tests (a use, a helper) has the product below it
    rf"{INSIDE.pattern}[^\n\]]*\][ \t]*\n?(?:[ \t]*(?:#\[|//)[^\n]*\n){{0,9}}+"
    r"[ \t]*(?:pub(?:\([^)\n]*\))? )?mod \w+\s*\{"
    r"|^[ \t]*#\[(?:\w+::)*(?:test|rstest|test_case)\b",
    re.M,
)

FIXES, CHANGES = 50, 300
"""How many of the newest fixes and changes are looked at: of no others it is known whether tests inside changed."""


class SourceCommit(NamedTuple):
    """``has_test``: a test changed with it, be it one inside a Rust file; ``files`` are the sources."""

    commit: HistoryCommit
    has_test: bool
    files: int

    @property
    def is_fix(self) -> bool:
        """Return whether it mends a fault, by its subject."""
        subject = self.commit.subject
        is_mended = self.files <= _MOST_FILES and not _NO_FIX.search(subject)
        return is_mended and _FIX.search(_THING.sub(" ", subject)) is not None


def source_commits(checkout: Checkout) -> Iterator[SourceCommit]:
    """Yield what people changed in the sources, newest first: a rule looks at the newest few of a long history."""
    inline = checkout.once("inline-tested-commits", lambda: _inline_commits(checkout))
    for one in _changing(checkout):
        yield one._replace(has_test=one.has_test or one.commit.id in inline)


def _changing(checkout: Checkout) -> Iterator[SourceCommit]:
    for one in people_of(checkout):
        changed = _paths(one)
        source = [path for path in changed if path_class(path) is PathClass.SOURCE and language_of(path) in _CODE]
        if source and one.parents:
            yield SourceCommit(one, any(map(is_test_or_case, changed)), len(source))


def _inline_commits(checkout: Checkout) -> frozenset[str]:
    """Return those of the newest fixes and changes that only change tests inside of Rust files."""
    if not checkout.of(PathClass.SOURCE, languages=_RUST):
        return frozenset()
    asked, fixes = [], 0
    for place, one in enumerate(_changing(checkout)):
        if place >= CHANGES and fixes >= FIXES:
            break
        is_read = place < CHANGES or one.is_fix
        fixes += one.is_fix
        if is_read and not one.has_test and any(language_of(path) is Language.RUST for path in _paths(one.commit)):
            asked.append(one.commit.id)
    return inline_tested_commits(checkout, asked)


def _paths(commit: HistoryCommit) -> list[str]:
    return [change.path for change in commit.changes if change.status in {"A", "M", "R"}]


def inline_tested(checkout: Checkout) -> frozenset[str]:
    """Return the Rust sources that carry their tests inside."""
    return checkout.once("inline-tested", lambda: _inline(checkout))


def _inline(checkout: Checkout) -> frozenset[str]:
    rust = checkout.of(PathClass.SOURCE, languages=_RUST)
    return frozenset(one for one in rust if INSIDE.search(checkout.text(one)))


def is_rust_test(checkout: Checkout, path: str, line: int) -> bool:
    """Return whether a line of a Rust source belongs to the tests that it carries inside, which come last."""
    if language_of(path) is not Language.RUST:
        return False
    return 0 < checkout.once(f"tests-inside-{path}", lambda: _first_line(checkout.text(path))) < line


def _first_line(text: str) -> int:
    """Return where the tests inside a Rust source begin, from 1; 0: it has none."""
    match = _TESTS.search(text)
    return text.count("\n", 0, match.start()) + 1 if match is not None else 0
