"""Test cases of a checkout: where they are, and whether they check anything."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.python_tree import PythonFile, PythonFunction, PythonLook, dotted
from console.audits.repository.path_class import PathClass
from console.audits.tools.ast_grep_run import matches_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


class _Function(NamedTuple):
    """``checks`` are its own assertions, ``called`` the last names of what it calls beside them, each time."""

    name: str
    line: int
    end_line: int
    is_test: bool
    checks: int
    called: tuple[str, ...]


def _python(checkout: Checkout) -> Iterator[TestCase]:
    files = tuple(_LOOK.files(checkout))
    helpers = _asserting([one for _, functions in files for one in functions])
    for path, functions in files:
        lines = checkout.lines(path)
        for one in functions:
            if one.is_test:
                checks = one.checks + sum(name in helpers for name in one.called)
                yield TestCase(path, one.line, one.name, checks, "\n".join(lines[one.line - 1 : one.end_line]))


def _in_file(file: PythonFile) -> Iterator[_Function]:
    tests = {id(one.node) for one in python_tests(file)}
    for one in file.functions:
        node, is_test = one.node, id(one.node) in tests
        if is_test or not node.name.startswith("test"):
            checks, called = _checks(file.within(one))
            yield _Function(node.name, node.lineno, node.end_lineno or node.lineno, is_test, checks, called)


_LOOK = PythonLook("test-cases", PathClass.TEST, _in_file, _Function)


def _asserting(functions: Sequence[_Function]) -> frozenset[str]:
    """Return the names of functions that assert, also through others of them (a few steps deep)."""
    helpers = [one for one in functions if not one.name.startswith("test")]
    known: frozenset[str] = frozenset()
    for _ in range(4):
        more = frozenset(one.name for one in helpers if one.checks or not known.isdisjoint(one.called))
        if more == known:
            break
        known = more
    return known


def _checks(nodes: Sequence[ast.AST]) -> tuple[int, tuple[str, ...]]:
    checks, called = 0, []
    for one in nodes:
        if isinstance(one, ast.Assert):
            checks += 1
        elif isinstance(one, ast.Raise):
            checks += one.exc is not None and dotted(one.exc).rpartition(".")[2] in {"AssertionError", "Failed"}
        elif isinstance(one, ast.Call):
            name = dotted(one.func).rpartition(".")[2]
            if _CHECKING.match(name):
                checks += 1
            else:
                called.append(name)
    return checks, tuple(called)


def _foreign(checkout: Checkout) -> Iterator[TestCase]:
    for one in matches_of(checkout, "test"):
        checks = len(_FOREIGN.findall(one.text)) + len(_DONE.findall(one.text))
        yield TestCase(one.path, one.line, one.text.partition("\n")[0][:120], checks, one.text)
