"""Whether the title of a change says that it mends a fault of the product."""

from __future__ import annotations

import re
from functools import lru_cache

_FIX = re.compile(
    r"\b(fix(e[sd]|ing|up)?|bug(s|fix(e[sd])?)?|hot-?fix(e[sd])?|regress(ion|ed|es)?|crash(e[sd]|ing)?|defects?|faults?"
    r"|deadlocks?|race condition|leak(s|ed|ing|age)?|segfaults?|panics?|broken|incorrect(ly)?|wrong(ly)?|mistake(nly)?"
    r"|prevent(s|ed)?|avoid(s|ed)?|correct(s|ed)?|repair(s|ed)?|resolve[sd]?|workaround|off[- ]by[- ]one|nullpointer\w*"
    r"|overflow|vulnerabilit(y|ies)|CVE-\d+|don'?t (crash|fail|raise|break|leak|hang)"
    r"|handle[sd]? (missing|empty|null|none))"
    r"\b|\b(close|closes|closed) #\d+|修正|不具合|バグ|修复",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(typos?|misspell\w*|spelling|grammar|docs|docstrings?|documentation|readme|changelog|release notes?"
    r"|lint(er|ing|s)?"
    r"|flake8|pylint|pycodestyle|pep-?8|eslint|prettier|ruff|isort|mypy|clippy|rustfmt|gofmt|whitespace|ci|travis|appveyor"
    r"|circleci|github actions?|azure pipelines?|jenkins|tox|pre-commit|flak(y|iness)|test suite"
    r"|benchmarks?|backport(s|ed)?"
    r"|cherry-pick(s|ed)?|bump(s|ed)?|merge conflicts?|code review|licen[cs]es?|copyright)\b"
    r"|\b(fix\w*|correct\w*|repair\w*|broken|wrong|incorrect)(\s+\S+){0,3}\s+(tests?|testing|unit-?tests?"
    r"|examples?|comments?|doc"
    r"|coverage|style|formatting|indentation|type (hints?|annotations?))\b"
    r"|^tests?\b",
    re.I,
)
_KINDS = frozenset(
    {
        "feat",
        "feature",
        "fix",
        "bugfix",
        "hotfix",
        "bug",
        "docs",
        "doc",
        "style",
        "refactor",
        "perf",
        "test",
        "tests",
        "build",
        "ci",
        "chore",
        "revert",
        "deps",
        "release",
    }
)
_CONVENTIONAL = re.compile(r"^(?P<kind>[a-z]+)(\((?P<part>[^)]*)\))?!?:\s", re.I)
_BESIDE = frozenset({"deps", "deps-dev", "dependencies", "docs", "doc", "ci", "test", "tests", "lint", "examples"})
_MERGE = re.compile(r"^Merge (pull request|branch|remote-tracking branch|pr|topic)\b.*", re.I)
_BRANCH = re.compile(r"\b(?:from \S+?[/:]|branch ')(?P<name>[^\s']+)")


def title_of(subject: str, body: str) -> str:
    """Return what a commit is called; for a merge that a forge made, the title of its pull request."""
    if subject[:5].lower() != "merge" or not _MERGE.match(subject):
        return subject
    first = body.partition("\n")[0].strip()
    branch = _BRANCH.search(subject)
    return first or (re.sub(r"[-_/]", " ", branch["name"]) if branch else subject)


@lru_cache(maxsize=1 << 16)
def is_fix_title(title: str) -> bool:
    """Return whether the product is mended: not its documents, tests, style, pipeline, nor an older branch."""
    head = _CONVENTIONAL.match(title)
    if head is not None and head["kind"].lower() in _KINDS:
        is_product = head["kind"].lower() in {"fix", "bugfix", "hotfix", "bug"} and head["part"] not in _BESIDE
        return is_product and not _ELSEWHERE.search(title[head.end() :])
    if title.startswith("Revert "):
        return False
    return bool(_FIX.search(title)) and not _ELSEWHERE.search(title)
