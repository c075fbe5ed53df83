"""Test cases of a checkout: where they are, and whether they check anything."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.bare_code import bare_code
from console.audits.foreign_case import foreign_checks, merely_runs
from console.audits.python_tree import PythonFile, PythonFunction, PythonLook, dotted
from console.audits.repository.path_class import Language, PathClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from console.audits.repository.checkout import Checkout

_CHECKING = re.compile(
    r"^_*assert|^_*(expect|should|snapshot|approve|approved)(_|[A-Z]|s$|$)"
    r"|^(fail|raises|warns|deprecated_call|assertLogs|match_lines|fnmatch_lines\w*|re_match_lines\w*|no_fnmatch_line"
    r"|benchmark|waitUntil|waitSignals?|wait_until|until|until_not|django_assert_(?:max_)?num_queries)$"
)
_LIKELY = re.compile(r"^_*(check|verify|ensure|validate|must|compare|require)(_|[A-Z]|s$|$)")
_SOFT = re.compile(
    r"check\.((not_|almost_)?equal|is_\w+|(not_)?in|greater\w*|less\w*|between\w*|raises|fail)$"
)  # pytest-check
_FAILING = frozenset({"AssertionError", "Failed", "failureException"})
_ANNOTATIONS = re.compile(r"(?:\s*+@[\w.]+(?:\s*+\((?:[^()]|\([^()]*\))*+\))?)++\s*+")


class TestCase(NamedTuple):
    """``checks`` counts its assertions, helpers that assert included. ``__test__`` keeps pytest from collecting it."""

    path: str
    line: int
    name: str
    checks: int


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
    """``checks`` are its own assertions, ``called`` the last names of what it calls beside them, each time.

    ``likely`` are named like a check, each ``package:name`` (where it was imported from), and are one unless the
    product has a function of that name. ``merely_runs``: it says that it is only to show that nothing is raised.
    """

    name: str
    line: int
    is_test: bool
    checks: int
    called: tuple[str, ...]
    likely: tuple[str, ...]
    merely_runs: bool


def _python(checkout: Checkout) -> Iterator[TestCase]:
    files = tuple(_LOOK.files(checkout))
    known = [one for _, functions in files for one in functions]
    product = _product(checkout) if any(one.likely for one in known) else _Product(frozenset(), frozenset())
    helpers = _asserting(known, product)
    for path, functions in files:
        for one in functions:
            if one.is_test:
                checks = _own(one, product) + sum(name in helpers for name in _calls(one))
                yield TestCase(path, one.line, one.name, checks or int(one.merely_runs))


def _calls(one: _Function) -> Iterator[str]:
    yield from one.called
    yield from (name.partition(":")[2] for name in one.likely)


class _Product(NamedTuple):
    """The names of its functions, and of its packages and modules."""

    functions: frozenset[str]
    packages: frozenset[str]


def _own(one: _Function, product: _Product) -> int:
    return one.checks + sum(_is_check(name, product) for name in one.likely)


def _is_check(named: str, product: _Product) -> bool:
    """To call what the product has under such a name ("validate") checks nothing."""
    package, _, name = named.partition(":")
    return name not in product.functions or (package not in product.packages and package != "")


def _product(checkout: Checkout) -> _Product:
    paths = checkout.of(PathClass.SOURCE, languages=frozenset({Language.PYTHON}))
    packages = frozenset(part for one in paths for part in one.removesuffix(".py").split("/"))
    return _Product(frozenset(name for _, name in _NAMES.rows(checkout)), packages)


def _names(file: PythonFile) -> Iterator[str]:
    for one in file.functions:
        yield one.node.name


_NAMES = PythonLook("source-functions", PathClass.SOURCE, _names, str)


def _in_file(file: PythonFile) -> Iterator[_Function]:
    tests = {id(one.node) for one in python_tests(file)}
    imported = {
        name.asname or name.name: (one.module or "").partition(".")[0]
        for one in file.nodes
        if isinstance(one, ast.ImportFrom) and not one.level
        for name in one.names
    }
    for one in file.functions:
        node, is_test = one.node, id(one.node) in tests
        is_inner = bool(one.owners) and id(one.owners[-1]) in tests  # no other test can call it
        if is_test or not (is_inner or node.name.startswith("test")):
            checks, called, likely = _checks(file.within(one), imported)
            source = "\n".join(file.lines[node.lineno - 1 : node.end_lineno]) if is_test and not checks else ""
            is_run = merely_runs(source) or _is_import(node) or _is_off(node)
            yield _Function(node.name, node.lineno, is_test, checks, called, likely, is_run)


def _is_off(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a test begins by leaving itself out, whatever comes after it."""
    first = next((one for one in node.body if not _is_text(one)), None)
    return isinstance(first, ast.Expr) and dotted(first.value) in {"pytest.skip", "pytest.xfail", "self.skipTest"}


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_import(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether all that a test does is to import something, which is what can fail."""
    first, *rest = node.body
    return all(
        isinstance(one, ast.Import | ast.ImportFrom) for one in (rest if _is_text(first) and rest else node.body)
    )


_LOOK = PythonLook("test-cases", PathClass.TEST, _in_file, _Function)


def _asserting(functions: Sequence[_Function], product: _Product) -> frozenset[str]:
    """Return the names of functions that assert, also through others of them (a few steps deep)."""
    helpers = [one for one in functions if not one.name.startswith("test")]
    known: frozenset[str] = frozenset()
    for _ in range(4):
        more = frozenset(one.name for one in helpers if _own(one, product) or not known.isdisjoint(_calls(one)))
        if more == known:
            break
        known = more
    return known


def _checks(nodes: Sequence[ast.AST], imported: Mapping[str, str]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    checks = 0
    called: list[str] = []
    likely: list[str] = []
    for one in nodes:
        if isinstance(one, ast.Assert):
            checks += 1
        elif isinstance(one, ast.Raise):
            checks += one.exc is not None and dotted(one.exc).rpartition(".")[2] in _FAILING
        elif isinstance(one, ast.Call):
            whole = dotted(one.func)
            root, _, rest = whole.partition(".")
            name = whole.rpartition(".")[2]
            if _CHECKING.match(name) or _SOFT.match(whole):
                checks += 1
            elif _LIKELY.match(name):
                likely.append(f"{imported.get(root, '-' if rest else '')}:{name}")
            else:
                called.append(name)
    return checks, tuple(called), tuple(likely)


def _foreign(checkout: Checkout) -> Iterator[TestCase]:
    for one, checks in foreign_checks(checkout):
        yield TestCase(one.path, one.line + _annotation_lines(one.text), one.text.partition("\n")[0][:120], checks)


def _annotation_lines(text: str) -> int:
    """Return how many lines the annotations above a method take, which are like those of every other test."""
    marks = _ANNOTATIONS.match(bare_code(text)) if text.startswith("@") else None
    return text.count("\n", 0, marks.end()) if marks is not None else 0
