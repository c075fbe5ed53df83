"""INT08: a test that is switched off without a reason, or one that switches off all others."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.line_patch import line_patch
from console.audits.outcome import by_density, not_applicable
from console.audits.python_tree import PythonLook, dotted
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.source_commit import is_rust_test
from console.audits.tools.ast_grep_run import StructureMatch, matches_of
from console.audits.written_case import test_cases
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT08"
_REFERENCE = 0.1
_ANNOTATION = re.compile(r"^[\w.]+\(\s*(?!['\"`]|function\b|async\b)[^\s)]")
_CONDITION = re.compile(r"(^|[;{}]\s*)if\b.*\{?\s*$|\bif\b.*\{")
_TELLING = re.compile(r"\s*#")
_WITHOUT = re.compile(r"(?:except|if|elif)\b")
_MARKS = 4
"""So many lines above are looked at for a comment: a test has few marks."""
_REASON = re.compile(r"#\d+|https?://|\b[A-Z][A-Z0-9]+-\d+\b")

_PLACES = frozenset({ast.Assign, ast.Call, ast.keyword, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})


def _check(checkout: Checkout) -> RuleOutcome:
    cases = test_cases(checkout)
    if not cases:
        return not_applicable(_KEY, t("There are no tests."))
    found = [*_python(checkout), *_others(checkout), *_only(checkout)]
    return by_density(_KEY, found, len(cases) / 10, _REFERENCE)


def _only(checkout: Checkout) -> Iterator[Finding]:
    """``.only`` leaves every other test of the file out: that is never meant to be committed."""
    for one in matches_of(checkout, "only"):
        if path_class(one.path) is PathClass.TEST:
            line = checkout.line(one.path, one.line)
            mended = re.sub(r"\.only\b", "", re.sub(r"\bf(it|describe|test|context)\(", r"\1(", line), count=1)
            patch = line_patch(checkout, one.path, one.line, mended)
            yield Finding(
                _KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=line.strip()[:200], tool="ast-grep", patch=patch
            )


def _others(checkout: Checkout) -> Iterator[Finding]:
    for one in matches_of(checkout, "skip"):
        is_test = path_class(one.path) is PathClass.TEST or is_rust_test(checkout, one.path, one.line)
        if is_test and not _has_reason(checkout, one):
            line = checkout.line(one.path, one.line).strip()
            yield Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=line[:200], tool="ast-grep")


def _has_reason(checkout: Checkout, match: StructureMatch) -> bool:
    """A comment on the line or right above it, an issue, a condition, or a text where the language takes one."""
    line, above = checkout.line(match.path, match.line), checkout.line(match.path, match.line - 1).strip()
    told = _above_marks([checkout.line(match.path, match.line - back) for back in range(1, _MARKS + 1)])
    if "//" in line or told.startswith(("//", "*", "/*")) or _REASON.search(line):
        return True
    language = language_of(match.path)
    if language is Language.RUST:
        return "=" in match.text
    if language is Language.JAVA:
        return bool(re.search(r'"[^"]*[^"\s][^"]*"', match.text)) and "enabled" not in match.text
    if language is Language.GO:
        return bool(re.search(r"Skip\(\s*(?!\"\s*\")[^)\s]", match.text) or _CONDITION.search(above))
    return bool(_ANNOTATION.match(match.text))  # test.skip(condition, reason), within a test


def _above_marks(lines: Sequence[str]) -> str:
    """Return the first of these lines, which lead upwards, that is no other mark of the same test."""
    return next((one.strip() for one in lines if not one.lstrip().startswith(("@", "#["))), "")


def _python(checkout: Checkout) -> Iterator[Finding]:
    for path, (line, text) in _LOOK.rows(checkout):
        yield Finding(_KEY, RuleSeverity.MEDIUM, path, line, evidence=text, tool="python")


def _in_file(file: PythonFile) -> Iterator[tuple[int, str]]:
    for node in file.of(_PLACES):
        place = _whole_module(node) or _from_within(node) or _one_of_many(node)
        is_told = "#" in file.line(place) or _TELLING.match(file.line(place - 1)) or _is_without(file, node)
        if place and not is_told:
            yield place, file.line(place).strip()[:200]
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for mark in node.decorator_list:
            line = file.line(mark.lineno)
            above = _above_marks([file.line(mark.lineno - back) for back in range(1, _MARKS + 1)]).startswith("#")
            if _is_bare(mark) and "#" not in line and not above and not _REASON.search(ast.get_docstring(node) or ""):
                yield mark.lineno, line.strip()[:200]


_LOOK = PythonLook(_KEY, PathClass.TEST, _in_file, tuple[int, str])


def _whole_module(node: ast.AST) -> int:
    """Return the line of ``pytestmark = pytest.mark.skip`` without a reason; 0 for everything else."""
    if not isinstance(node, ast.Assign):
        return 0
    named = [one.id for one in node.targets if isinstance(one, ast.Name)]
    marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
    return node.lineno if named == ["pytestmark"] and any(_is_bare(one) for one in marks) else 0


def _from_within(node: ast.AST) -> int:
    """Return the line of ``pytest.skip()`` or ``self.skipTest("")``; 0 for everything else."""
    if not isinstance(node, ast.Call) or dotted(node.func) not in {"pytest.skip", "pytest.xfail", "self.skipTest"}:
        return 0
    return 0 if _says_why(node) else node.lineno


def _is_without(file: PythonFile, node: ast.AST) -> bool:
    """Return whether a module is left out where something is missing, which the line above says."""
    named = node.keywords if isinstance(node, ast.Call) else ()
    is_of_module = any(one.arg == "allow_module_level" for one in named)
    return is_of_module and _WITHOUT.match(file.line(getattr(node, "lineno", 0) - 1).lstrip()) is not None


def _one_of_many(node: ast.AST) -> int:
    """Return the line of ``pytest.param(…, marks=pytest.mark.skip)`` without a reason; 0 for everything else."""
    if not isinstance(node, ast.keyword) or node.arg != "marks":
        return 0
    marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
    return node.value.lineno if any(_is_bare(one) for one in marks) else 0


def _is_bare(mark: ast.expr) -> bool:
    """``@pytest.mark.skip``, ``@unittest.skip``, ``@pytest.mark.xfail``: with neither reason nor condition."""
    name = dotted(mark)
    if name.rpartition(".")[2] in {"skipif", "skipIf"} and isinstance(mark, ast.Call) and mark.args:
        reasons = [*mark.args[1:], *(one.value for one in mark.keywords)]
        is_always = isinstance(mark.args[0], ast.Constant) and mark.args[0].value in (True, 1)
        return is_always and not any(_is_text(one) for one in reasons)
    if name.rpartition(".")[2] not in {"skip", "xfail", "expectedFailure"} or not name.startswith(
        ("pytest.mark.", "mark.", "unittest.", "skip", "expectedFailure")
    ):
        return False
    return not isinstance(mark, ast.Call) or not _says_why(mark)


def _says_why(call: ast.Call) -> bool:
    """Return whether it gives a reason, or a condition; an empty text is none."""
    given = [*call.args, *(one.value for one in call.keywords)]
    return any(_is_text(one) for one in given)


def _is_text(node: ast.expr) -> bool:
    """Return whether it may be words; what it is told to do (``strict=True``) says nothing of why."""
    return not isinstance(node, ast.Constant) or (isinstance(node.value, str) and bool(node.value.strip()))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.MEDIUM,
        title=lambda: t("No tests switched off without a reason"),
        why=lambda: t("Nobody knows whether it may be switched on again, and what it watched is watched by nobody."),
        mend=lambda: t("Give the reason or an issue, or switch it on; take .only out before committing."),
        check=_check,
        mending=Mending.SAFE,
        scope="code",
    )
)
