"""The labels of figures in the source: of stat tiles, and of columns whose cells are numbers."""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.source_tree import SourceFile

_TILES = {"StatTile": 1, "SheetTile": 0}
"""Makers of tiles with the place of the label among their arguments."""


def figure_labels(files: Iterable[SourceFile]) -> dict[str, list[str]]:
    """Every literal label with the places where it stands."""
    found: dict[str, list[str]] = {}
    for file in files:
        for label, line in _labels(file.tree):
            found.setdefault(label, []).append(f"{file.name}:{line}")
    return found


def _labels(tree: ast.Module) -> Iterator[tuple[str, int]]:
    makers = dict(_makers(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node)
        if name in _TILES and len(node.args) > _TILES[name]:
            yield from ((text, node.lineno) for text in _texts(node.args[_TILES[name]]))
        elif name in makers and len(node.args) > makers[name]:
            yield from ((text, node.lineno) for text in _texts(node.args[makers[name]]))
        elif any(one.arg == "numeric" for one in node.keywords) and len(node.args) > 1:
            yield from ((text, node.lineno) for text in _texts(node.args[1]))


def _makers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions that make a numeric column of a ``title`` that they are given, with the place of that argument."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [one.arg for one in node.args.args]
            makes = any(
                isinstance(one, ast.Call)
                and any(word.arg == "numeric" for word in one.keywords)
                and any(isinstance(value, ast.Name) and value.id == "title" for value in one.args)
                for one in ast.walk(node)
            )
            if makes and "title" in names:
                yield node.name, names.index("title")


def _name(node: ast.Call) -> str:
    function = node.func.value if isinstance(node.func, ast.Subscript) else node.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
        first = node.args[0]
        if isinstance(first, ast.Constant):
            yield str(first.value)
