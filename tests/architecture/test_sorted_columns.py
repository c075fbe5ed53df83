"""Columns of numbers, times and lengths of time are ordered by what is behind the texts: "2 d" is more than "10 h"."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.source_tree import SourceFile, product_files

TIMES = {"Age", "As of", "Last data", "Remaining", "Since", "Time left", "Took", "Takes", "Used up", "Answer time"}
"""Headings of what is told in units that change with the size, whether it stands at the right or not."""
BY_TEXT = {
    ("views/audits/result_table.py", "rules"),
    ("views/cells/autoscaler_table.py", "bounds"),
    ("views/cells/autoscaler_table.py", "replicas"),
    ("views/cells/cell_board.py", "pods"),
    ("views/cells/pod_table.py", "ready"),
    ("views/cells/service_table.py", "ready"),
    ("views/incidents/evidence_table.py", "times"),
    ("views/incidents/incident_table.py", "alerts"),
    ("views/incidents/notice_table.py", "tries"),
    ("views/pipeline/maturity_panel.py", "met"),
    ("views/rollouts/plan_table.py", "share"),
    ("views/rollouts/release_table.py", "step"),
}
"""Small whole numbers at the beginning, or shares above zero: their texts have the order of the numbers."""
UNLIKE = {("views/capacity/advice_panel.py", "now"), ("views/capacity/advice_panel.py", "wanted")}
"""Amounts of different kinds under one heading, which have no order."""


def unsorted(files: Iterable[SourceFile]) -> Iterator[tuple[str, str]]:
    """Yield the file and the key of every column of numbers or times that has no ``sort``."""
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Column":
                named = {one.arg for one in node.keywords}
                if "sort" not in named and ("numeric" in named or _heading(node) in TIMES):
                    yield file.name, str(ast.literal_eval(node.args[0]))


def _heading(node: ast.Call) -> str:
    title = node.args[1]
    first = title.args[0] if isinstance(title, ast.Call) and title.args else title
    return str(first.value) if isinstance(first, ast.Constant) else ""


def test_columns_of_numbers_and_times_say_what_orders_them(root_dir: Path) -> None:
    assert set(unsorted(product_files(root_dir, "views"))) == BY_TEXT | UNLIKE


@pytest.mark.parametrize(
    ("column", "is_found"),
    [
        ('Column("took", t("Took"), lambda row: row.took)', True),
        ('Column("cost", t("Cost"), lambda row: row.cost, numeric=True)', True),
        ('Column("took", t("Took"), lambda row: row.took, sort=lambda row: row.took_s)', False),
        ('Column("name", t("Name"), lambda row: row.name)', False),
    ],
)
def test_a_column_without_an_order_is_found(column: str, *, is_found: bool, tmp_path: Path) -> None:
    file = tmp_path / "views" / "planted.py"
    file.parent.mkdir()
    file.write_text(column, encoding="utf-8")
    assert bool(list(unsorted([SourceFile(tmp_path, file)]))) is is_found
