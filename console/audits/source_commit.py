"""Commits that change source: whether tests come with them, and which of them mend a fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.history import people_of
from console.audits.repository.path_class import Language, PathClass, language_of, path_class

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit

_FIX = re.compile(
    r"\b(fix(e[sd]|ing)?|bug ?fix(es)?|bugs?|hotfix|regression|crash(es|ed|ing)?|resolve[sd]? #\d+)\b|^fix(\(|:|!)",
    re.I,
)
_NO_FIX = re.compile(
    r"\b(docs?|documentation|docstrings?|readme|changelog|typos?|spelling|ci|workflows?|pipeline|lint(er|ing|s)?|"
    r"mypy|ruff|flake8|"
    r"eslint|pylint|black|prettier|formatting|backport\w*|cherry.pick\w*|tests?|flaky|translations?|comments?|"
    r"imports?|warnings?|"
    r"type hints?|typing|build|bump|version|link|links|style|whitespace|indentation)\b|^(docs|ci|test|chore|"
    r"style|build)(\(|:)",
    re.I,
)
_MOST_FILES = 20
_CODE = frozenset(Language) - {Language.YAML}


class SourceCommit(NamedTuple):
    """``has_test``: a test changed with it, or a Rust file that carries its tests inside."""

    commit: HistoryCommit
    has_test: bool
    is_fix: bool


def source_commits(checkout: Checkout) -> tuple[SourceCommit, ...]:
    """Return what people changed in the sources, newest first."""
    return checkout.once("source-commits", lambda: _read(checkout))


def _read(checkout: Checkout) -> tuple[SourceCommit, ...]:
    inline = inline_tested(checkout)
    found = []
    for one in people_of(checkout):
        changed = [change.path for change in one.changes if change.status in {"A", "M", "R"}]
        source = [path for path in changed if path_class(path) is PathClass.SOURCE and language_of(path) in _CODE]
        if source and one.parents:
            has_test = any(path_class(path) is PathClass.TEST or path in inline for path in changed)
            is_fix = bool(_FIX.search(one.subject)) and not _NO_FIX.search(one.subject) and len(source) <= _MOST_FILES
            found.append(SourceCommit(one, has_test, is_fix))
    return tuple(found)


def inline_tested(checkout: Checkout) -> frozenset[str]:
    """Return the Rust sources that carry their tests inside."""
    rust = checkout.of(PathClass.SOURCE, languages=frozenset({Language.RUST}))
    return frozenset(one for one in rust if "#[cfg(test)]" in checkout.text(one))
