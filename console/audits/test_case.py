"""Test cases of a checkout: where they are, and whether they check anything."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.python_tree import Function, PythonFile, PythonFunction, dotted, python_files
from console.audits.repository.path_class import PathClass
from console.audits.tools.ast_grep_run import matches_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_CHECKING = re.compile(
    r"^_*(assert|expect|check|verify|ensure|validate|should|must|compare|snapshot|approve|approved|require)(_|[A-Z]|s$|$)"
    r"|^(fail|raises|warns|deprecated_call|assertLogs|match_lines|fnmatch_lines\w*|re_match_lines\w*|no_fnmatch_line"
    r"|benchmark|waitUntil|waitSignals?|wait_until)$"
)
_FOREIGN = re.compile(
    r"\b(expect|assert\w*|should|verify|check|toMatch\w*|snapshot|must\w*|require|quick_check|proptest|fail|unreachable)\b"
    r"|\.(Error|Errorf|Fatal|Fatalf|Fail|FailNow|rejects|throws)\b"
    r"|\b(assert\w*|panic|unwrap_err|expect_err|matches)!|#\[should_panic|\bt\.is\b|-> *(Result|anyhow|eyre)"
)
_DONE = re.compile(r"\bdone\b|\bexpected\s*=")


class TestCase(NamedTuple):
    """``checks`` counts its assertions, helpers that assert included. ``__test__`` keeps pytest from collecting it."""

    path: str
    line: int
    name: str
    checks: int
    source: str


TestCase.__test__ = False  # type: ignore[attr-defined]


def test_cases(checkout: Checkout) -> tuple[TestCase, ...]:
    """Return all test cases, by file and line."""
    return checkout.once("test-cases", lambda: (*_python(checkout), *_foreign(checkout)))


test_cases.__test__ = False  # type: ignore[attr-defined]


def python_tests(file: PythonFile) -> Iterator[PythonFunction]:
    """Yield the functions of a file that pytest or unittest would run."""
    for one in file.functions:
        is_fixture = any(dotted(mark).rpartition(".")[2] == "fixture" for mark in one.node.decorator_list)
        if one.node.name.startswith("test") and not is_fixture and _is_collected(one):
            yield one


def _is_collected(function: PythonFunction) -> bool:
    owner = function.owner_class
    if owner is None:
        return not function.owners
    named = owner.name.startswith("Test") or owner.name.endswith(("Test", "Tests", "TestCase"))
    return named or any("Test" in dotted(base) for base in owner.bases)


def _python(checkout: Checkout) -> Iterator[TestCase]:
    files = python_files(checkout, PathClass.TEST)
    helpers = _asserting(files)
    for file in files:
        lines = checkout.lines(file.path)
        for one in python_tests(file):
            source = "\n".join(lines[one.node.lineno - 1 : one.node.end_lineno or one.node.lineno])
            yield TestCase(file.path, one.node.lineno, one.node.name, _checks(one.node, helpers), source)


def _asserting(files: tuple[PythonFile, ...]) -> frozenset[str]:
    """Return the names of functions that assert, also through others of them (a few steps deep)."""
    functions = [one.node for file in files for one in file.functions if not one.node.name.startswith("test")]
    known: frozenset[str] = frozenset()
    for _ in range(4):
        more = frozenset(one.name for one in functions if _checks(one, known))
        if more == known:
            break
        known = more
    return known


def _checks(node: Function, helpers: frozenset[str]) -> int:
    return sum(_is_check(one, helpers) for one in ast.walk(node))


def _is_check(node: ast.AST, helpers: frozenset[str]) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if isinstance(node, ast.Raise):
        return node.exc is not None and dotted(node.exc).rpartition(".")[2] in {"AssertionError", "Failed"}
    if not isinstance(node, ast.Call):
        return False
    name = dotted(node.func).rpartition(".")[2]
    return bool(_CHECKING.match(name)) or name in helpers


def _foreign(checkout: Checkout) -> Iterator[TestCase]:
    for one in matches_of(checkout, "test"):
        checks = len(_FOREIGN.findall(one.text)) + len(_DONE.findall(one.text))
        yield TestCase(one.path, one.line, one.text.partition("\n")[0][:120], checks, one.text)
