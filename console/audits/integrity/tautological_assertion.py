"""INT06: an assertion that is always true."""

from __future__ import annotations

import ast
import operator
import re
from typing import TYPE_CHECKING, Any

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_density, not_applicable
from console.audits.python_tree import PythonLook, dotted
from console.audits.repository.path_class import PathClass, path_class
from console.audits.source_commit import is_rust_test
from console.audits.tools.ast_grep_run import matches_of
from console.audits.written_case import python_tests, test_cases
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.ast_grep_run import StructureMatch
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT06"
_REFERENCE = 0.1
_ORDERS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Gt: operator.gt, ast.Lt: operator.lt, ast.NotEq: operator.ne, ast.GtE: operator.ge, ast.LtE: operator.le,
}  # fmt: skip
_CASE = re.compile(r"(?=\b(?:it|test|func|void)\b)")
_MATCHERS = frozenset(["toBe", "toEqual", "toStrictEqual", "isEqualTo", "isTrue"])
_SAME = re.compile(r"(?i)eq(ual|_|$)|identi|reflex|hash|nan(_|$)")


def _check(checkout: Checkout) -> RuleOutcome:
    cases = test_cases(checkout)
    if not cases:
        return not_applicable(_KEY, t("There are no tests."))
    return by_density(_KEY, [*_python(checkout), *_others(checkout)], len(cases) / 10, _REFERENCE)


def _others(checkout: Checkout) -> Iterator[Finding]:
    for one in matches_of(checkout, "tautology"):
        is_test = path_class(one.path) is PathClass.TEST or is_rust_test(checkout, one.path, one.line)
        if is_test and not _compares_on_purpose(checkout, one):
            yield Finding(_KEY, RuleSeverity.HIGH, one.path, one.line, evidence=one.text[:200], tool="ast-grep")


def _compares_on_purpose(checkout: Checkout, match: StructureMatch) -> bool:
    """Return whether it compares two calls (the same each time?), or tests equality itself."""
    inner = match.text.partition("(")[2]
    calls = [one for one in re.findall(r"([\w.$]+)\(", inner) if one not in _MATCHERS and one[0] != "."]
    above = _CASE.split(" ".join(checkout.lines(match.path)[max(0, match.line - 8) : match.line]))[-1]
    return bool(calls) or bool(re.search(r"(?i)reflexiv|equals?\b.{0,20}itself|\bhash|identit", above))


def _python(checkout: Checkout) -> Iterator[Finding]:
    for path, (line, text) in _LOOK.rows(checkout):
        yield Finding(_KEY, RuleSeverity.HIGH, path, line, evidence=text, tool="python")


def _in_file(file: PythonFile) -> Iterator[tuple[int, str]]:
    for case in python_tests(file):
        for node in file.within(case):
            if _is_tautology(node, case.node.name):
                place = node.lineno  # type: ignore[attr-defined]  # statements and calls have one
                yield place, file.line(place).strip()[:200]


_LOOK = PythonLook(_KEY, PathClass.TEST, _in_file, tuple[int, str])


def _is_tautology(node: ast.AST, test: str) -> bool:
    if isinstance(node, ast.Assert):
        return _is_true(node.test, test)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    given = node.args
    if node.func.attr == "assertTrue" and given:
        return _is_true(given[0], test)
    if node.func.attr == "assertIsNotNone" and given:
        return _is_something(given[0])
    if node.func.attr in {"assertFalse", "assertIsNone"} and given:
        return isinstance(given[0], ast.Constant) and not given[0].value
    is_equal = (
        node.func.attr in {"assertEqual", "assertEquals", "assertIs", "assertListEqual", "assertDictEqual"}
        and len(given) >= 2
    )
    return is_equal and _is_same(given[0], given[1], test)


def _is_true(node: ast.expr, test: str) -> bool:
    known = _known_truth(node)
    if known is not None:
        return known
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return any(isinstance(one, ast.Constant) and bool(one.value) for one in node.values)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        if _is_any_length(node) or _is_sum(node) or _is_order(node):
            return True
        right = node.comparators[0]
        if isinstance(node.ops[0], ast.IsNot) and isinstance(right, ast.Constant) and right.value is None:
            return _is_something(node.left)
        is_equal = isinstance(node.ops[0], ast.Eq | ast.Is | ast.LtE | ast.GtE)
        return is_equal and _is_same(node.left, node.comparators[0], test)
    return False


def _known_truth(node: ast.expr) -> bool | None:
    """Return what it is whatever the code does; ``None`` when that depends."""
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.Tuple):
        return bool(node.elts)  # assert (value, "message") is a pair, which is true
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Constant):
        return not node.operand.value
    return None


def _is_something(node: ast.expr) -> bool:
    """Return whether a value is written here, and not none."""
    if isinstance(node, ast.List | ast.Dict | ast.Tuple | ast.Set):
        return True
    return isinstance(node, ast.Constant) and node.value is not None


def _is_sum(node: ast.Compare) -> bool:
    """``1 + 1 == 2``: numbers alone, of which the sum is right."""
    is_equal = isinstance(node.ops[0], ast.Eq)
    parts = [each for each in ast.walk(node) if isinstance(each, ast.expr)]
    known = (ast.Constant, ast.BinOp, ast.Compare, ast.UnaryOp)
    has_sum = any(isinstance(each, ast.BinOp) for each in parts)
    return is_equal and has_sum and all(isinstance(each, known) for each in parts)


def _is_order(node: ast.Compare) -> bool:
    """``2 > 1``: numbers that are written here, of which it is true."""
    compare = _ORDERS.get(type(node.ops[0]))
    left, right = (one.value if isinstance(one, ast.Constant) else None for one in (node.left, node.comparators[0]))
    is_written = isinstance(left, int | float) and isinstance(right, int | float)
    return compare is not None and is_written and bool(compare(left, right))


def _is_any_length(node: ast.Compare) -> bool:
    """``len(x) >= 0``."""
    right = node.comparators[0]
    is_length = isinstance(node.left, ast.Call) and dotted(node.left.func) == "len"
    return is_length and isinstance(node.ops[0], ast.GtE) and isinstance(right, ast.Constant) and right.value == 0


def _is_same(left: ast.expr, right: ast.expr, test: str) -> bool:
    """Equal constants, or the same thing twice; a test of equality itself, or of calls, compares on purpose."""
    if ast.dump(left) != ast.dump(right):
        return False
    if isinstance(left, ast.Constant):
        return True
    has_calls = any(isinstance(one, ast.Call | ast.Await | ast.Yield) for one in ast.walk(left))
    return not has_calls and not _SAME.search(test)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.HIGH,
        title=lambda: t("No assertions that are always true"),
        why=lambda: t("It looks like a check and never fails."),
        mend=lambda: t("Compare what the code gives with what it should give."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="code",
    )
)
