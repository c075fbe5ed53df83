"""What the command line says of itself to a Japanese reader. (proves issue 8 "Japanese")"""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from console.cli import program
from console.cli.command_table import COMMANDS
from console.kernel.i18n import set_language

PROSE = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){2,}")
NAMES = re.compile(r"cell-console[\w -]*|console-audit[\w -]*|GitHub[\w ]*")  # command lines as examples, products


@pytest.fixture
def group() -> Iterator[click.Group]:
    """The program, in Japanese; its words are given back at the end."""
    yield next(one for one in vars(program).values() if isinstance(one, click.Group))
    set_language("en")
    from console.cli.click_word import translate_click

    translate_click()


def test_a_help_page_is_japanese_to_its_last_word(group: click.Group) -> None:
    page = CliRunner().invoke(group, ["--lang", "ja", "cost", "budgets", "--help"], prog_name="cell-console").output
    assert "使い方:" in page
    assert "オプション" in page
    assert "この説明を表示して終了します。" in page
    assert PROSE.findall(NAMES.sub("", page)) == []


def test_no_command_or_option_is_told_in_english(group: click.Group) -> None:
    set_language("ja")
    told = list(_told(group, click.Context(group), ""))
    assert len(told) > 300
    assert [(where, found) for where, text in told if (found := PROSE.findall(NAMES.sub("", text)))] == []


def _told(command: click.Command, context: click.Context, where: str) -> Iterator[tuple[str, str]]:
    yield where, (command.help or "") if where else ""  # the first page is written by help_text
    for one in command.params:
        yield f"{where} {one.name}", getattr(one, "help", None) or ""
    if isinstance(command, click.Group):
        names = [one.name for one in COMMANDS] if not where else command.list_commands(context)
        for name in names:
            below = command.get_command(context, name)
            assert below is not None
            yield from _told(below, context, f"{where} {name}")
