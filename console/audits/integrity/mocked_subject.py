"""INT07: a test that replaces what it is about to test."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_density, not_applicable
from console.audits.python_tree import Function, PythonLook, dotted
from console.audits.repository.path_class import Language, PathClass, language_of
from console.audits.tools.ast_grep_run import matches_of
from console.audits.written_case import python_tests
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT07"
_REFERENCE = 0.02
_PATCHES = frozenset({"patch", "object", "setattr"})
_MADE = re.compile(r"^(\w+\.)*(Mock|MagicMock|AsyncMock|NonCallableMock|create_autospec)$")
_IGNORED = re.compile(
    r"^(assert\w*|patch|Mock|MagicMock|AsyncMock|PropertyMock|print|len|str|int|list|dict|set|tuple|isinstance|repr|sorted|raises|setattr|object|called_\w+|reset_mock|mock_\w+|fixture|create_autospec|sum|any|all|range|float|bool)$"
)
_ACTUAL = re.compile(r"requireActual|importActual|importOriginal")
_TAKEN = re.compile(r"(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*[\"'`]([^\"'`\n]+)[\"'`]")
_RUNNERS = re.compile(r"vitest|@jest/|@testing-library/|(node:)?test$")
_UNTOLD = re.compile(
    r"\bnew \w|\b(unmock|doUnmock|dontMock|resetModules|isolateModules)\b|\b(?:require|import)\((?!\s*[\"'`])"
)
_SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT})
_SPIED = re.compile(
    r"(?:jest|vi)\.spyOn\(\s*\w+\s*,\s*[\"'`](\w+)[\"'`]\s*\)\s*\.mock(?:Return|Resolved|Implementation)\w*"
)
_PLAYED = re.compile(r"\b(?:const|let|var)\s+(\w+)\s*=\s*(?:jest|vi|sinon)\.(?:fn|stub)\(")
_CALLS = re.compile(r"(?<![\w$])(\w++)\(")
_EXPECTED = re.compile(r"expect\(\s*\w+\s*\)")
_OF_TESTS = frozenset(
    ["expect", "toBe", "toEqual", "toStrictEqual", "toHaveBeenCalled", "toHaveBeenCalledTimes", "toHaveBeenCalledWith",
     "fn", "stub", "resolves", "returns", "mockReturnValue", "mockResolvedValue", "mockImplementation",
     "mockReturnValueOnce", "toBeTruthy", "toBeDefined"]
)  # fmt: skip

_OF_RUNNERS = ("pytest.", "asyncio.", "anyio.", "trio.")
_PLACES = frozenset({ast.Assign, ast.Call})


def _check(checkout: Checkout) -> RuleOutcome:
    cases = sum(1 for _ in _LOOK.rows(checkout))
    mocks = {one.path for one in matches_of(checkout, "mock")}
    if not cases and not mocks:
        return not_applicable(_KEY, t("There are no tests that replace anything."))
    found = [*_python(checkout), *_scripts(checkout)]
    return by_density(_KEY, found, max(1, cases), _REFERENCE)


def _python(checkout: Checkout) -> Iterator[Finding]:
    for path, (line, text) in _LOOK.rows(checkout):
        if text:
            yield Finding(_KEY, RuleSeverity.MEDIUM, path, line, evidence=text, tool="python")


def _in_file(file: PythonFile) -> Iterator[tuple[int, str]]:
    """Yield each test: its line, and the line's text when it replaces its subject."""
    for case in python_tests(file):
        marks = _marks(case.node)
        nodes = [one for one in file.within(case) if one.__class__ in _PLACES and id(one) not in marks]
        made = frozenset(_stand_ins(nodes))
        replaced = set(_replaced(nodes))
        calls = [dotted(one.func) for one in nodes if isinstance(one, ast.Call)]
        calls = [one for one in calls if not one.startswith(_OF_RUNNERS)]
        subjects = {one for one in calls if not _IGNORED.match(one.rpartition(".")[2])}
        real = {one for one in subjects if one.partition(".")[0] not in made and not _is_class(one)}
        played = {one for one in subjects - real if one.partition(".")[0] in made}
        has_others = any(_is_class(one) for one in subjects) or _is_handed_on(nodes, made)
        is_bad = (real and {one.rpartition(".")[2] for one in real} <= replaced) or (
            played and not real and not has_others
        )
        yield case.node.lineno, file.line(case.node.lineno).strip()[:200] if is_bad else ""


_LOOK = PythonLook(_KEY, PathClass.TEST, _in_file, tuple[int, str])


def _marks(test: Function) -> frozenset[int]:
    """Return the parts of the marks above a test that replace nothing: it does not call them."""
    others = [one for one in test.decorator_list if dotted(one).rpartition(".")[2] not in _PATCHES]
    return frozenset(id(part) for one in others for part in ast.walk(one))


def _is_class(name: str) -> bool:
    """To make an object is not to call what is tested."""
    last = name.rpartition(".")[2]
    return last[:1].isupper() and not last.isupper()


def _stand_ins(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that hold a stand-in: ``cart = Mock()``."""
    for one in nodes:
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call) and _MADE.match(dotted(one.value.func)):
            yield from (name.id for name in one.targets if isinstance(name, ast.Name))


def _is_handed_on(nodes: Iterable[ast.AST], made: frozenset[str]) -> bool:
    """Return whether a stand-in is given to something, or what is not a stand-in is looked at."""
    for one in nodes:
        if isinstance(one, ast.Call):
            given = [*one.args, *(each.value for each in one.keywords)]
            if any(isinstance(each, ast.Name) and each.id in made for each in given):
                return True
    return False


def _replaced(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the last names of what is patched: ``patch("a.b.c")``, ``patch.object(a, "c")``, ``a.c = Mock()``…"""
    for one in nodes:
        if isinstance(one, ast.Assign) and (isinstance(one.value, ast.Lambda) or _is_made(one.value)):
            yield from (each.attr for each in one.targets if isinstance(each, ast.Attribute))
        if not isinstance(one, ast.Call) or dotted(one.func).rpartition(".")[2] not in _PATCHES:
            continue
        if any(each.arg == "wraps" for each in one.keywords):  # the real one runs
            continue
        texts = [arg.value for arg in one.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if texts:
            yield texts[-1].rpartition(".")[2]


def _is_made(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and bool(_MADE.match(dotted(value.func)))


def _scripts(checkout: Checkout) -> Iterator[Finding]:
    """A script test that mocks the module of its own name: ``cart.test.ts`` with ``jest.mock("./cart")``."""
    for one in matches_of(checkout, "mock"):
        own = re.sub(r"[._-](test|spec)$", "", PurePosixPath(one.path).stem)
        named = re.search(r"[\"'`]([^\"'`]+)[\"'`]", one.text)
        if named is None or not named[1].startswith((".", "@/", "~/", "src/")):
            continue
        text = checkout.text(one.path)
        if (_stem(named[1]) == own or _is_all_there_is(text, named[1])) and not _ACTUAL.search(text):
            yield Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=one.text[:200], tool="ast-grep")
    for one in matches_of(checkout, "test"):
        if language_of(one.path) in _SCRIPTS and _plays_itself(one.text):
            line = checkout.line(one.path, one.line).strip()
            yield Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=line[:200], tool="ast-grep")


def _is_all_there_is(text: str, module: str) -> bool:
    """Return whether a test takes names from a module, and from no other but those of its runner."""
    taken = {one[1] for one in _TAKEN.finditer(text)}
    others = {one for one in taken - {module} if not _RUNNERS.match(one)}
    return not others and module in taken and "expect(" in text and not _UNTOLD.search(text)


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    return path.parent.name if path.stem == "index" else path.name.partition(".")[0]


def _plays_itself(text: str) -> bool:
    """Return whether all that a test calls is what it replaced before: a spied method, or a function of its own."""
    spied = {one[1] for one in _SPIED.finditer(text)}
    played = {one[1] for one in _PLAYED.finditer(text)}
    if not spied | played:
        return False
    body = text.partition("{")[2]
    called = {one[1] for one in _CALLS.finditer(_SPIED.sub("", body))} - _OF_TESTS
    handed = any(re.search(rf"[(,\[{{:]\s*{re.escape(one)}\s*[),\]}}]", _EXPECTED.sub("", body)) for one in played)
    return bool(called) and called <= spied | played and not handed and not re.search(r"\bnew \w|<[A-Z]", body)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.MEDIUM,
        title=lambda: t("No test replaces its own subject"),
        why=lambda: t("The test checks its own stand-in and would pass without the code."),
        mend=lambda: t("Replace what the subject depends on, and call the subject itself."),
        check=_check,
        scope="code",
    )
)
