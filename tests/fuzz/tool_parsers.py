"""The parsers of what programs answer that an audit runs: they read hostile files, and repeat what stands there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.added_lines import parse_added
from console.audits.repository.history import parse_changes, parse_commits
from console.audits.repository.reference import parse_references
from console.audits.repository.tracked_file import parse_tree
from console.audits.strict import own_linter, type_check
from console.audits.strict.format_drift import drifts
from console.audits.tools.ast_grep_run import matches_by_file
from console.audits.tools.codespell_run import misspellings_by_file
from console.audits.tools.kingfisher_run import told_sights
from console.audits.tools.lizard_run import functions_by_file
from console.audits.tools.ruff_run import notes_by_file
from console.audits.tools.shellcheck_run import shell_errors
from console.audits.tools.tool_run import ToolAnswer
from console.audits.tools.zizmor_run import noted_workflows
from console.kernel.errors import ConnectorError
from tests.fuzz.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MARK = "0" * 32
_PATHS = frozenset({"a.py", "src/a.py"})
_WORDS = 8192


def _answered(read: Callable[[ToolAnswer], object], *codes: int) -> Callable[[Path], object]:
    """Take a file for what a program says, once as its answer and once as its complaint; what is read can be kept."""

    def parse(file: Path) -> object:
        raw = file.read_bytes()
        with suppress(ConnectorError):
            read(ToolAnswer(99, b"", raw[:_WORDS].decode("utf-8", "replace")))
        found = None
        for code in codes:
            found = _kept(lambda code=code: read(ToolAnswer(code, raw, "")))
        return found

    return parse


def _kept(read: Callable[[], object]) -> object:
    """Return what is read, which must go into the books."""
    found = read()
    with suppress(UnicodeError):  # a path that is no UTF-8: the book is not written
        msgspec.msgpack.encode(found)
    return found


def _printed(read: Callable[[str], object]) -> Callable[[Path], object]:
    return lambda file: _kept(lambda: read(file.read_bytes().decode("utf-8", "surrogateescape")))


def _told(checker: own_linter.OwnLinter | type_check.TypeChecker) -> Parser:
    """Return the parser of a checker of the project's own, with what the rule makes of each line."""

    def read(answer: ToolAnswer) -> object:
        return [(one["path"], int(one["line"]), one["words"]) for one in checker.notes(answer)]

    return Parser(f"tool-own-{checker.name}", _answered(read, *checker.codes))


TOOL_PARSERS = (
    Parser("tool-ruff", _answered(lambda answer: notes_by_file(answer, "/tmp/tree"), 0)),
    Parser("tool-ast-grep", _answered(matches_by_file, 0, 1)),
    Parser("tool-lizard", _answered(functions_by_file, 0, 1)),
    Parser("tool-codespell", _answered(misspellings_by_file, 65)),
    Parser("tool-shellcheck", _answered(lambda answer: shell_errors(answer, {"run.sh"}), 1)),
    Parser("tool-zizmor", _answered(noted_workflows, 0, 3)),
    Parser("tool-kingfisher", _answered(told_sights, 200)),
    Parser("tool-ruff-format", _answered(lambda answer: list(drifts(answer, "", _PATHS, "ruff format")), 1)),
    *map(_told, (type_check.MYPY, type_check.PYRIGHT, type_check.TSC)),
    *map(_told, (own_linter.RUFF, own_linter.FLAKE8, own_linter.ESLINT, own_linter.GOLANGCI)),
    Parser("git-tree", lambda file: _kept(lambda: parse_tree(file.read_bytes()))),
    Parser("git-difference", _printed(lambda text: sorted(parse_added(text).items()))),
    Parser("git-changes", _printed(lambda text: list(parse_changes(text)))),
    Parser("git-log", _printed(lambda text: list(parse_commits(text, _MARK)))),
    Parser("git-references", _printed(lambda text: list(parse_references(text, "refs/tags/")))),
)
