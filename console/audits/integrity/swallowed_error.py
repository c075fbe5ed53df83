"""INT04: an error that is caught and forgotten, without a word."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_density
from console.audits.python_tree import dotted, python_files
from console.audits.repository.path_class import PathClass, path_class
from console.audits.tools.ast_grep_run import matches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT04"
_REFERENCE = 0.3


def _check(checkout: Checkout) -> RuleOutcome:
    return by_density(_KEY, [*_python(checkout), *_others(checkout)], checkout.kloc, _REFERENCE)


def _python(checkout: Checkout) -> Iterator[Finding]:
    for file in python_files(checkout, PathClass.SOURCE):
        lines = checkout.lines(file.path)
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node) and _is_silent(node):
                own = lines[node.lineno - 1 : (node.body[-1].end_lineno or node.lineno)]
                if not any("#" in one for one in own):
                    yield Finding(
                        _KEY, RuleSeverity.MEDIUM, file.path, node.lineno, evidence=own[0].strip()[:200], tool="python"
                    )


def _is_broad(node: ast.ExceptHandler) -> bool:
    """A named, narrow error that is passed over is a decision; everything at once is not."""
    names = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
    return any(one is None or dotted(one).rpartition(".")[2] in {"Exception", "BaseException"} for one in names)


def _is_silent(node: ast.ExceptHandler) -> bool:
    return all(
        isinstance(one, ast.Pass | ast.Continue)
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) and one.value.value is Ellipsis)
        for one in node.body
    )


def _others(checkout: Checkout) -> Iterator[Finding]:
    for one in matches_of(checkout, "empty-catch"):
        if path_class(one.path) is PathClass.SOURCE and "//" not in one.text and "/*" not in one.text:
            yield Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=one.text[:200], tool="ast-grep")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.MEDIUM,
        title=lambda: t("No swallowed errors"),
        why=lambda: t("What went wrong is lost, and the program goes on as if nothing had happened."),
        mend=lambda: t("Handle it, log it, or say in a comment why it may be ignored."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="code",
    )
)
