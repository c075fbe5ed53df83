"""What the command line says of itself to a Japanese reader. (proves issue 8 "Japanese")

Commands translate their words when they are imported, so each look is a process of its own.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tests.fakes.program import start

PROSE = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){2,}")
NAMES = re.compile(r"cell-console[\w -]*|console-audit[\w -]*|GitHub[\w ]*")  # command lines as examples, products
_LOOK = "from tests.unit.console.cli.test_japanese_help import tell; tell()"


def test_a_help_page_is_japanese_to_its_last_word() -> None:
    page = start(["--lang", "ja", "cost", "budgets", "--help"]).out
    assert "使い方:" in page
    assert "オプション" in page
    assert "この説明を表示して終了します。" in page
    assert PROSE.findall(NAMES.sub("", page)) == []


def test_no_command_or_option_is_told_in_english(root_dir: Path) -> None:
    looked = subprocess.run(
        [sys.executable, "-c", _LOOK], cwd=root_dir, capture_output=True, text=True, timeout=120, check=True
    )
    told = json.loads(looked.stdout)
    assert len(told) > 300
    assert [(where, found) for where, text in told if (found := PROSE.findall(NAMES.sub("", text)))] == []


def tell() -> None:
    """Print where something is told and what, for every command and option, in Japanese."""
    from console.cli import program
    from console.kernel.i18n import set_language

    set_language("ja")
    group = next(one for one in vars(program).values() if isinstance(one, click.Group))
    sys.stdout.write(json.dumps(list(_told(group, click.Context(group), ""))))


def _told(command: click.Command, context: click.Context, where: str) -> Iterator[tuple[str, str]]:
    from console.cli.command_table import COMMANDS

    yield where, (command.help or "") if where else ""  # the first page is written by help_text
    for one in command.params:
        yield f"{where} {one.name}", getattr(one, "help", None) or ""
    if isinstance(command, click.Group):
        names = [one.name for one in COMMANDS] if not where else command.list_commands(context)
        for name in names:
            below = command.get_command(context, name)
            assert below is not None
            yield from _told(below, context, f"{where} {name}")
