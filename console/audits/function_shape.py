"""How functions of a checkout are built: Python by its tree, others by lizard."""

from __future__ import annotations

import ast
import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from console.audits.block_depth import block_depth
from console.audits.python_tree import Function, PythonFile, PythonLook
from console.audits.repository.path_class import PathClass
from console.audits.tools.lizard_run import MeasuredFunction, measured_functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_BRANCHES = frozenset(
    {ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case,
     ast.Assert}
)  # fmt: skip
_SELF = re.compile(r"\(\s*(?:&\s*(?:'\w+\s+)?)?(?:mut\s+)?self\b")
_FEWEST_PARAMETERS = 5  # fewer are never too many
_DECIDING = _BRANCHES | {ast.BoolOp}
_FEWEST_BRANCHES = 5
_NESTING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.With, ast.AsyncWith, ast.Match)


class FunctionShape(NamedTuple):
    """``nesting`` is how deep statements lie in one another; 0 where there are too few branches for it to matter."""

    path: str
    name: str
    line: int
    end_line: int
    ccn: int
    parameters: int
    nesting: int

    @property
    def lines(self) -> int:
        """Return how many lines it has."""
        return self.end_line - self.line + 1


def function_shapes(checkout: Checkout) -> tuple[FunctionShape, ...]:
    """Return the functions of the sources, those of tests left out."""
    return checkout.once("function-shapes", lambda: (*_python(checkout), *_others(checkout)))


def _others(checkout: Checkout) -> Iterator[FunctionShape]:
    for one in measured_functions(checkout):
        is_branched = one.ccn > _FEWEST_BRANCHES  # else it cannot be deep
        text = "\n".join(checkout.lines(one.path)[one.line - 1 : one.end_line]) if is_branched else ""
        count = one.parameters - (one.parameters > _FEWEST_PARAMETERS and _takes_itself(checkout, one))
        yield FunctionShape(one.path, one.name, one.line, one.end_line, one.ccn, count, block_depth(text))


def _takes_itself(checkout: Checkout, one: MeasuredFunction) -> bool:
    """Return whether the first parameter of a Rust function is what it belongs to: callers do not give it."""
    head = " ".join(checkout.lines(one.path)[one.line - 1 : one.line + 1]) if one.path.endswith(".rs") else ""
    return _SELF.search(head) is not None


def _python(checkout: Checkout) -> Iterator[FunctionShape]:
    for _, one in _LOOK.rows(checkout):
        yield one


def _in_file(file: PythonFile) -> Iterator[FunctionShape]:
    decisions = _own_decisions(file)
    for one in file.functions:
        node, given = one.node, one.node.args
        count = len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs)
        count -= one.owner_class is not None and bool(given.posonlyargs or given.args)
        end, ccn = node.end_lineno or node.lineno, 1 + decisions[one.start]
        yield FunctionShape(file.path, node.name, node.lineno, end, ccn, count, _depth(node.body))


_LOOK = PythonLook("function-shapes", PathClass.SOURCE, _in_file, FunctionShape)


def _own_decisions(file: PythonFile) -> dict[int, int]:
    """Return the decisions (McCabe) of what is closed by its start; what is closed inside counts by itself."""
    until = (0, *accumulate([_decisions(one) if one.__class__ in _DECIDING else 0 for one in file.nodes]))
    found: dict[int, int] = {}
    around: list[tuple[int, int]] = []
    for start, end in file.closed:
        found[start] = until[end] - until[start]
        while around and around[-1][1] <= start:
            around.pop()
        if around:
            found[around[-1][0]] -= found[start]
        around.append((start, end))
    return found


def _decisions(node: ast.AST) -> int:
    if node.__class__ is ast.BoolOp:
        return len(node.values) - 1
    return int(node.__class__ in _BRANCHES)


def _depth(body: list[ast.stmt]) -> int:
    """Return how deep statements are nested; ``elif`` is no level of its own."""
    return max((_levels(one) for one in body), default=0)


def _levels(node: ast.stmt) -> int:
    if isinstance(node, Function | ast.ClassDef) or not isinstance(node, _NESTING):
        return 0
    inner: list[int] = []
    rest: list[ast.stmt] = [node]
    while _is_branch(node, rest):  # a chain of elif may be longer than Python can recurse
        node = rest[0]
        inner += [_depth(getattr(node, name)) for name in ("body", "finalbody") if getattr(node, name, None)]
        inner += [_depth(one.body) for one in [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]]
        rest = getattr(node, "orelse", [])
    return 1 + max(*inner, _depth(rest))


def _is_branch(node: ast.stmt, rest: list[ast.stmt]) -> bool:
    """Return whether ``rest`` is the statement itself, or the ``elif`` of an ``if``."""
    is_elif = len(rest) == 1 and isinstance(rest[0], ast.If) and isinstance(node, ast.If)
    return is_elif or rest == [node]
