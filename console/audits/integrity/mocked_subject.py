"""INT07: a test that replaces what it is about to test."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_density, not_applicable
from console.audits.python_tree import PythonLook, dotted
from console.audits.repository.path_class import PathClass
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
_IGNORED = re.compile(
    r"^(assert\w*|patch|Mock|MagicMock|AsyncMock|PropertyMock|print|len|str|int|list|dict|set|tuple|isinstance|repr|sorted|raises|setattr|object|called_\w+|reset_mock|mock_\w+|fixture)$"
)


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
        nodes = file.within(case)
        replaced = set(_replaced(nodes))
        called = {dotted(one.func).rpartition(".")[2] for one in nodes if isinstance(one, ast.Call)}
        subjects = {one for one in called if one and not _IGNORED.match(one)}
        is_bad = replaced and subjects and subjects <= replaced
        yield case.node.lineno, file.line(case.node.lineno).strip()[:200] if is_bad else ""


_LOOK = PythonLook(_KEY, PathClass.TEST, _in_file, tuple[int, str])


def _replaced(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the last names of what is patched: ``patch("a.b.c")``, ``patch.object(a, "c")``, ``setattr(a, "c", …)``."""
    for one in nodes:
        if not isinstance(one, ast.Call) or dotted(one.func).rpartition(".")[2] not in _PATCHES:
            continue
        texts = [arg.value for arg in one.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if texts:
            yield texts[-1].rpartition(".")[2]


def _scripts(checkout: Checkout) -> Iterator[Finding]:
    """A script test that mocks the module of its own name: ``cart.test.ts`` with ``jest.mock("./cart")``."""
    for one in matches_of(checkout, "mock"):
        own = re.sub(r"\.(test|spec)$", "", PurePosixPath(one.path).stem)
        named = re.search(r"[\"'`]([^\"'`]+)[\"'`]", one.text)
        is_own = named is not None and named[1].startswith(".") and PurePosixPath(named[1]).stem == own
        if is_own and "requireActual" not in checkout.text(one.path) and "importActual" not in checkout.text(one.path):
            yield Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=one.text[:200], tool="ast-grep")


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
