"""INT08: a test that is switched off without a reason, or one that switches off all others."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.line_patch import line_patch
from console.audits.outcome import by_density, not_applicable
from console.audits.python_tree import dotted, python_files
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.test_case import test_cases
from console.audits.tools.ast_grep_run import StructureMatch, matches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT08"
_REFERENCE = 0.1
_REASON = re.compile(r"#\d+|https?://|\b[A-Z][A-Z0-9]+-\d+\b")


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
            mended = re.sub(r"\b(it|test|describe)\.only\(", r"\1(", re.sub(r"\bf(it|describe)\(", r"\1(", line))
            patch = line_patch(checkout, one.path, one.line, mended)
            yield Finding(
                _KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=line.strip()[:200], tool="ast-grep", patch=patch
            )


def _others(checkout: Checkout) -> Iterator[Finding]:
    for one in matches_of(checkout, "skip"):
        if path_class(one.path) is PathClass.TEST and not _has_reason(checkout, one):
            line = checkout.line(one.path, one.line).strip()
            yield Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=line[:200], tool="ast-grep")


def _has_reason(checkout: Checkout, match: StructureMatch) -> bool:
    """A comment on the line or right above it, an issue, or a text where the language has a place for it."""
    line, above = checkout.line(match.path, match.line), checkout.line(match.path, match.line - 1).strip()
    if "//" in line or above.startswith(("//", "*", "/*")) or _REASON.search(line):
        return True
    language = language_of(match.path)
    if language is Language.RUST:
        return "=" in match.text
    if language is Language.JAVA:
        return '"' in match.text
    return language is Language.GO and bool(re.search(r"Skip\(\s*[^)\s]", match.text))


def _python(checkout: Checkout) -> Iterator[Finding]:
    for file in python_files(checkout, PathClass.TEST):
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            for mark in node.decorator_list:
                line = checkout.line(file.path, mark.lineno)
                if _is_bare(mark) and "#" not in line and not _REASON.search(ast.get_docstring(node) or ""):
                    evidence = line.strip()[:200]
                    yield Finding(_KEY, RuleSeverity.MEDIUM, file.path, mark.lineno, evidence=evidence, tool="python")


def _is_bare(mark: ast.expr) -> bool:
    """``@pytest.mark.skip``, ``@unittest.skip``, ``@pytest.mark.xfail``: with neither reason nor condition."""
    name = dotted(mark)
    if name.rpartition(".")[2] not in {"skip", "xfail"} or not name.startswith(
        ("pytest.mark.", "mark.", "unittest.", "skip")
    ):
        return False
    return not isinstance(mark, ast.Call) or not (mark.args or mark.keywords)


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
