"""The product's own source files, read and parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGES = ("console", "views", "connectors", "resources")


@dataclass(frozen=True)
class SourceFile:
    """One Python file of the tree below ``root``."""

    root: Path
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @property
    def name(self) -> str:
        """The path below the root, such as ``console/domain/cell.py``."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))


def product_files(root: Path, *packages: str) -> list[SourceFile]:
    """Return the files of the product (or of some of its folders) in a stable order."""
    return python_files(root, *(packages or PACKAGES))


def python_files(root: Path, *folders: str) -> list[SourceFile]:
    """Return all Python files below some folders of the tree."""
    return [
        SourceFile(root, path)
        for folder in folders
        for path in sorted((root / folder).rglob("*.py"))
        if "__pycache__" not in path.parts
    ]
