"""No table says the same word over two of its columns, in either language. (proves C1)"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from console.kernel.i18n import set_language, t
from tests.architecture.source_tree import SourceFile, product_files

PAIRED = {("views/runbooks/comparison_view.py", "Took")}
"""What is said of two things side by side, each beside the column that names it."""


def tables(files: Iterable[SourceFile]) -> Iterator[tuple[str, list[str]]]:
    """Yield the file and the headings of every table: a tuple of columns, each with its key and then its title."""
    for file in files:
        for headings in headings_of(file.tree):
            yield file.name, headings


def headings_of(tree: ast.Module) -> Iterator[list[str]]:
    """Yield the headings of every table in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            headings = [said for one in node.elts if isinstance(one, ast.Call) and (said := _heading(one))]
            if len(headings) > 1:
                yield headings


def _heading(node: ast.Call) -> str:
    title = node.args[1] if len(node.args) > 1 and isinstance(node.args[0], ast.Constant) else None
    is_said = isinstance(title, ast.Call) and isinstance(title.func, ast.Name) and title.func.id == "t"
    first = title.args[0] if isinstance(title, ast.Call) and is_said and title.args else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def twice(headings: Iterable[str], words: Mapping[str, str]) -> set[str]:
    """Return the words that stand over two columns."""
    shown = [words.get(one, one) for one in headings]
    return {one for one in shown if shown.count(one) > 1}


@pytest.mark.parametrize("reader", ["en", "ja"])
def test_every_column_of_a_table_has_a_heading_of_its_own(root_dir: Path, reader: str) -> None:
    found = list(tables(product_files(root_dir, "console", "views")))
    assert len(found) > 50
    set_language(reader)
    try:
        words = {one: t(one) for _, headings in found for one in headings}
    finally:
        set_language("en")
    same = {(name, word) for name, headings in found for word in twice(headings, words)}
    assert same == {(name, words[heading]) for name, heading in PAIRED}


def test_the_same_word_twice_is_found() -> None:
    told = 'COLUMNS = (Column("a", t("Step"), 1), Column("b", t("What to do"), 2), amount("c", t("Name")))'
    (found,) = headings_of(ast.parse(told))
    assert twice(found, {"Step": "手順", "What to do": "手順"}) == {"手順"}
