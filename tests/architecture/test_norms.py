"""Sizes, names and documentation keep the norms of architecture §8, and each check finds what breaks it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import norm
from tests.architecture.source_tree import PACKAGES, SourceFile, product_files, python_files

Check = Callable[[list[SourceFile]], list[str]]


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[str, str], list[SourceFile]]:
    """Write one file into an otherwise empty tree."""

    def plant(name: str, source: str) -> list[SourceFile]:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
        return [SourceFile(tmp_path, file)]

    return plant


CHECKS: dict[Check, tuple[str, str]] = {
    norm.too_long: ("console/services/long.py", '"""Long."""\n' + "x = 1\n" * norm.MOST_LINES),
    norm.drawers: ("console/services/cell_manager.py", '"""A drawer."""\n'),
    norm.without_docstring: ("views/silent.py", "x = 1\n"),
    norm.undocumented: ("console/ports/port.py", '"""A port."""\n\n\nclass Port:\n    x = 1\n'),
    norm.crowded_classes: (
        "views/crowd.py",
        '"""Crowd."""\n\n\nclass Crowd:\n' + "".join(f"    def do_{n}(self): ...\n" for n in range(13)),
    ),
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_tree_keeps_the_norm(check: Check, root_dir: Path) -> None:
    found = check(product_files(root_dir))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_breaks_the_norm_is_found(check: Check, planted: Callable[[str, str], list[SourceFile]]) -> None:
    assert len(check(planted(*CHECKS[check]))) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("console/utils/text.py", '"""T."""'),
        ("connectors/data.py", '"""T."""'),
        ("views/plain.py", '"""T."""\nclass PodInfo: ...'),
        ("views/other.py", '"""T."""\nclass EventHandler: ...'),
    ],
)
def test_drawers_are_found_in_folders_modules_and_classes(
    name: str, source: str, planted: Callable[[str, str], list[SourceFile]]
) -> None:
    assert len(norm.drawers(planted(name, source))) == 1


def test_a_data_store_is_a_word_of_the_product_and_no_drawer(planted: Callable[[str, str], list[SourceFile]]) -> None:
    assert norm.drawers(planted("console/domain/data_store.py", '"""T."""\nclass DataStore: ...')) == []


def test_the_typical_file_and_function_are_small(root_dir: Path) -> None:
    files = product_files(root_dir)
    assert norm.median_lines(files) <= norm.MEDIAN_LINES
    assert norm.median_function_lines(files) <= norm.MEDIAN_FUNCTION_LINES


def test_medians_measure_what_they_say(planted: Callable[[str, str], list[SourceFile]]) -> None:
    files = planted("console/a.py", '"""A."""\n\n\ndef f():\n    """Doc."""\n' + "    x = 1\n" * 20)
    assert norm.median_function_lines(files) == 20
    assert norm.median_lines(files) == 25


def test_test_files_stay_readable_too(root_dir: Path) -> None:
    assert norm.too_long(python_files(root_dir, "tests"), most=500) == []


def test_packaging_is_never_a_package(root_dir: Path) -> None:
    """An ``__init__`` would hide PyPI's ``packaging`` from everything that runs in the root."""
    assert not (root_dir / "packaging" / "__init__.py").exists()


def test_the_top_level_is_what_the_user_fixed(root_dir: Path) -> None:
    with_code = {path.parent.name for path in root_dir.glob("*/__init__.py")}
    assert with_code - {"tests"} == set(PACKAGES)
