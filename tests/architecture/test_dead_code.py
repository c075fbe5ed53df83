"""The product holds no code that it does not use."""

from pathlib import Path

from tests.architecture.dead_code import ALIVE, unused
from tests.architecture.source_tree import product_files


def test_the_product_holds_no_dead_code(root_dir: Path) -> None:
    """What is meant for later is written later; what is alive for an unseen reason is named in ``ALIVE``."""
    found = unused(root_dir)
    assert not found, "\n".join(found)


def test_the_list_of_exceptions_does_not_outlive_its_names(root_dir: Path) -> None:
    text = "\n".join(file.text for file in product_files(root_dir))
    assert [name for name in ALIVE if name not in text] == []


def test_dead_functions_methods_classes_and_unreachable_lines_are_found(tmp_path: Path) -> None:
    (tmp_path / "console").mkdir()
    (tmp_path / "console" / "planted.py").write_text(
        "import click\n"
        "def used(): return 1\n"
        "def forgotten(): return used()\n"
        "class Forgotten:\n"
        "    field: int = 0\n"
        "    def never_called(self): return 1\n"
        "    def paintEvent(self, event): return 1\n"
        "@click.command()\n"
        "def lint(): return 1\n"
        "def early():\n"
        "    return 1\n"
        "    print('late')\n"
        "early()\n"
    )
    assert unused(tmp_path, "console") == [
        "console/planted.py:12 unreachable_code return",
        "console/planted.py:3 function forgotten",
        "console/planted.py:4 class Forgotten",
        "console/planted.py:6 method never_called",
    ]
