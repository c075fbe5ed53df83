"""A CSV without rows has its head line, too: every sheet that may be printed as one names its columns."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_tree import SourceFile, product_files


@pytest.fixture(scope="module")
def files(root_dir: Path) -> list[SourceFile]:
    """The files of the command line."""
    return product_files(root_dir, "console/cli")


def sheets(file: SourceFile) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """Every sheet with records, and the function that makes it; what goes out only as a table needs no names."""
    for function in file.functions():
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        tables = [one.args[0] for one in calls if _is(one, "emit_sheet") and _constant(one.args[1]) == "table"]
        for one in calls:
            counted = isinstance(one.args[2], ast.List | ast.Tuple) if len(one.args) > 2 else True
            if isinstance(function, ast.FunctionDef) and _is(one, "Sheet") and not counted and one not in tables:
                yield function, one


def names_of(sheet: ast.Call) -> ast.expr | None:
    """The ``names`` of a sheet, by keyword or in its place."""
    given = next((one.value for one in sheet.keywords if one.arg == "names"), None)
    return sheet.args[5] if given is None and len(sheet.args) > 5 else given


def keys_of(records: ast.expr, function: ast.FunctionDef, file: SourceFile) -> tuple[str, ...]:
    """The names in records that are written out, here or in a function of the file; empty for all others."""
    if isinstance(records, ast.Name):
        made = [one for one in ast.walk(function) if isinstance(one, ast.Assign | ast.AnnAssign)]
        records = next((one.value for one in made if one.value and _target(one) == records.id), records)
    if not isinstance(records, ast.ListComp):
        return ()
    record: ast.expr | None = records.elt
    if isinstance(record, ast.Call):
        called = [one for one in file.functions() if _is(record, one.name)]
        record = (
            next((one.value for one in ast.walk(called[0]) if isinstance(one, ast.Return)), None) if called else None
        )
    keys = [_constant(key) for key in record.keys] if isinstance(record, ast.Dict) else []
    return tuple(map(str, keys)) if None not in keys else ()


def _is(call: ast.Call, name: str) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == name


def _constant(node: ast.expr | None) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _target(made: ast.Assign | ast.AnnAssign) -> str:
    target = made.target if isinstance(made, ast.AnnAssign) else made.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def nameless(files: list[SourceFile]) -> Iterator[str]:
    """Where a sheet does not name its columns."""
    return (f"{file.name}:{one.lineno}" for file in files for _, one in sheets(file) if names_of(one) is None)


def compared(files: list[SourceFile]) -> Iterator[tuple[str, bool]]:
    """Where names and records are both written out, and whether they agree."""
    for file in files:
        for function, sheet in sheets(file):
            names, keys = names_of(sheet), keys_of(sheet.args[2], function, file)
            if isinstance(names, ast.Tuple) and keys and all(_constant(one) for one in names.elts):
                yield f"{file.name}:{sheet.lineno}", tuple(map(_constant, names.elts)) == keys


def test_every_sheet_names_its_columns(files: list[SourceFile]) -> None:
    assert len([one for file in files for one in sheets(file)]) > 60
    assert list(nameless(files)) == []


def test_the_names_are_those_of_the_records(files: list[SourceFile]) -> None:
    found = list(compared(files))
    assert len(found) > 30
    assert [where for where, is_same in found if not is_same] == []


@pytest.mark.parametrize(
    ("names", "is_nameless", "agrees"),
    [
        ("", True, []),
        (', names=("cell", "cost")', False, [True]),
        (', names=("cell",)', False, [False]),
        (', names=("cost", "cell")', False, [False]),
    ],
)
def test_a_sheet_without_names_or_with_others_is_found(
    names: str, is_nameless: bool, agrees: list[bool], tmp_path: Path
) -> None:
    file = tmp_path / "planted.py"
    records = '[{"cell": one.cell, "cost": one.cost} for one in rows]'
    file.write_text(f"def sheet(rows):\n    return Sheet(titles, cells, {records}, frozenset({{1}}){names})\n")
    planted = [SourceFile(tmp_path, file)]
    assert bool(list(nameless(planted))) is is_nameless
    assert [is_same for _, is_same in compared(planted)] == agrees
