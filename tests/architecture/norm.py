"""The norms of architecture §8 as plain functions: each returns the places that break it."""

import ast
import re
from collections.abc import Iterable
from statistics import median

from tests.architecture.source_tree import SourceFile

MOST_LINES = 300
MEDIAN_LINES = 120
MEDIAN_FUNCTION_LINES = 8
MOST_PUBLIC_METHODS = 12
DRAWERS = ("utils", "util", "helpers", "helper", "misc", "manager", "handler", "data", "info")
DOCUMENTED = ("console/ports/", "console/domain/", "console/services/")


def too_long(files: Iterable[SourceFile], most: int = MOST_LINES) -> list[str]:
    """Files over ``most`` lines."""
    return [f"{file.name}: {file.lines} lines" for file in files if file.lines > most]


def median_lines(files: Iterable[SourceFile]) -> float:
    """The median length of files that hold more than a docstring."""
    return median([file.lines for file in files if len(file.tree.body) > 1] or [0])


def median_function_lines(files: Iterable[SourceFile]) -> float:
    """The median number of lines of function bodies, docstrings left out."""
    lengths = []
    for file in files:
        for function in file.functions():
            body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
            lengths.append((body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0)
    return median(lengths or [0])


def drawers(files: Iterable[SourceFile]) -> list[str]:
    """Modules, packages and classes whose name only says that something is kept there."""
    found = set()
    for file in files:
        for part in file.name.removesuffix(".py").split("/"):
            if part.split("_")[-1] in DRAWERS:
                found.add(f"{file.name}: {part}")
        for node in file.classes():
            last_word = re.findall(r"[A-Z][a-z0-9]*", node.name)[-1:]
            if last_word and last_word[0].lower() in DRAWERS:
                found.add(f"{file.name}: class {node.name}")
    return sorted(found)


def without_docstring(files: Iterable[SourceFile]) -> list[str]:
    """Modules without a docstring, or whose docstring does not begin with one whole line."""
    return [file.name for file in files if not (ast.get_docstring(file.tree) or "").partition("\n")[0].strip()]


def undocumented(files: Iterable[SourceFile]) -> list[str]:
    """Public classes and functions of ports, domain, services and registries without a docstring."""
    found = []
    for file in files:
        if not (file.name.startswith(DOCUMENTED) or file.name.endswith("/registry.py")):
            continue
        for node in file.tree.body:
            if (
                isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                and not node.name.startswith("_")
                and ast.get_docstring(node) is None
            ):
                found.append(f"{file.name}:{node.lineno} {node.name}")
    return found


def crowded_classes(files: Iterable[SourceFile]) -> list[str]:
    """Classes with too many public methods; what Qt calls back (camelCase) does not count."""
    found = []
    for file in files:
        for node in file.classes():
            methods = [
                one.name
                for one in node.body
                if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
                and re.fullmatch(r"[a-z][a-z0-9_]*", one.name)
            ]
            if len(methods) > MOST_PUBLIC_METHODS:
                found.append(f"{file.name}:{node.lineno} {node.name} has {len(methods)} public methods")
    return found
