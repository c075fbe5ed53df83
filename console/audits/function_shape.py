"""How functions of a checkout are built: Python by its tree, others by lizard."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from console.audits.python_tree import Function, python_files
from console.audits.repository.path_class import PathClass
from console.audits.tools.lizard_run import measured_functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_BRANCHES = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case,
    ast.Assert,
)  # fmt: skip
_NESTING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.With, ast.AsyncWith, ast.Match)


class FunctionShape(NamedTuple):
    """``nesting`` is 0 where it was not measured."""

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
        yield FunctionShape(one.path, one.name, one.line, one.end_line, one.ccn, one.parameters, 0)


def _python(checkout: Checkout) -> Iterator[FunctionShape]:
    for file in python_files(checkout, PathClass.SOURCE):
        for one in file.functions:
            node, given = one.node, one.node.args
            count = len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs)
            count -= one.owner_class is not None and bool(given.posonlyargs or given.args)
            yield FunctionShape(
                file.path,
                node.name,
                node.lineno,
                node.end_lineno or node.lineno,
                _complexity(node),
                count,
                _depth(node.body),
            )


def _complexity(node: Function) -> int:
    """Return 1 + decisions (McCabe); functions inside are counted by themselves."""
    return 1 + sum(_decisions(one) for one in _own(node))


def _decisions(node: ast.AST) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    return int(isinstance(node, _BRANCHES))


def _own(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.ClassDef | ast.Lambda):
            yield child
            yield from _own(child)


def _depth(body: list[ast.stmt]) -> int:
    """Return how deep statements are nested; ``elif`` is no level of its own."""
    return max((_levels(one) for one in body), default=0)


def _levels(node: ast.stmt) -> int:
    if isinstance(node, Function | ast.ClassDef) or not isinstance(node, _NESTING):
        return 0
    inner = [_depth(getattr(node, name)) for name in ("body", "finalbody") if getattr(node, name, None)]
    inner += [_depth(one.body) for one in [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]]
    rest = getattr(node, "orelse", [])
    if len(rest) == 1 and isinstance(rest[0], ast.If) and isinstance(node, ast.If):
        inner.append(_levels(rest[0]) - 1)
    else:
        inner.append(_depth(rest))
    return 1 + max(inner)
