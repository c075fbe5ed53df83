"""The Python of a checkout as trees, parsed once; what does not parse is left to the rule that tells it."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.path_class import Language, PathClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_MOST_CHARACTERS = 1_000_000
_PYTHON = frozenset({Language.PYTHON})
Function = ast.FunctionDef | ast.AsyncFunctionDef


class PythonFunction(NamedTuple):
    """``owners`` are the classes and functions around it, outermost first."""

    node: Function
    owners: tuple[ast.ClassDef | Function, ...]

    @property
    def owner_class(self) -> ast.ClassDef | None:
        """Return the class that it is a method of, if it is one."""
        return self.owners[-1] if self.owners and isinstance(self.owners[-1], ast.ClassDef) else None


class PythonFile(NamedTuple):
    """A file that parses."""

    path: str
    tree: ast.Module
    functions: tuple[PythonFunction, ...]


def python_files(checkout: Checkout, kind: PathClass) -> tuple[PythonFile, ...]:
    """Return the parsed Python files of a class of paths, in order; files over a million characters are left out."""
    return checkout.once(f"python-{kind}", lambda: tuple(_parsed(checkout, kind)))


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a name, an attribute, or a call of one; empty for anything else."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _parsed(checkout: Checkout, kind: PathClass) -> Iterator[PythonFile]:
    for path in checkout.of(kind, languages=_PYTHON):
        text = checkout.text(path)
        if len(text) > _MOST_CHARACTERS:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # invalid escapes in somebody else's text
                tree = ast.parse(text)
            yield PythonFile(path, tree, tuple(_functions(tree, ())))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue


def _functions(node: ast.AST, owners: tuple[ast.ClassDef | Function, ...]) -> Iterator[PythonFunction]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield PythonFunction(child, owners)
            yield from _functions(child, (*owners, child))
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, (*owners, child))
        elif isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from _functions(child, owners)
