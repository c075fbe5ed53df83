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

from tests.fakes.foreign_word import NAMES, foreign_words
from tests.fakes.program import start

PROSE = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){2,}")
_LOOK = "from tests.unit.console.cli.test_japanese_help import tell; tell()"


def test_a_help_page_is_japanese_to_its_last_word() -> None:
    page = start(["--lang", "ja", "cost", "budgets", "--help"]).out
    assert "使い方:" in page
    assert "オプション" in page
    assert "この説明を表示して終了します。" in page
    assert PROSE.findall(page.replace("cell-console cost budgets", "")) == []


def test_the_risk_of_a_change_is_told_in_words() -> None:
    shown = start(["--lang", "ja", "change", "kinds"]).out
    assert "取り消し不可" in shown
    assert "reversible" not in shown
    assert "reversible" in start(["--lang", "ja", "change", "kinds", "-o", "json"]).out


def test_no_word_of_any_help_page_is_english(root_dir: Path) -> None:
    looked = subprocess.run(
        [sys.executable, "-c", _LOOK], cwd=root_dir, capture_output=True, text=True, timeout=120, check=True
    )
    pages, typed = json.loads(looked.stdout)
    assert len(pages) > 190
    known = NAMES | {word for one in typed for word in re.findall("[A-Za-z]+", one)}
    assert {where: found for where, page in pages if (found := foreign_words(page, known))} == {}
    assert [where for where, page in pages if "OPTIONS" in page or "COMMAND [" in page] == []
    assert [where for where, page in pages if not re.search("[ぁ-ん]", page)] == []


def tell() -> None:
    """Print every help page in Japanese with its command, and all that people type: commands, options, choices."""
    from console.cli import program
    from console.cli.click_word import translate_click
    from console.kernel.i18n import set_language

    set_language("ja")
    translate_click()
    group = next(one for one in vars(program).values() if isinstance(one, click.Group))
    told = list(_told(group, click.Context(group, info_name="cell-console")))
    typed = {word for _, _, words in told for word in words}
    sys.stdout.write(json.dumps([[(where, page) for where, page, _ in told], sorted(typed)]))


def _told(command: click.Command, context: click.Context) -> Iterator[tuple[str, str, list[str]]]:
    choices = [str(one) for param in command.params for one in getattr(param.type, "choices", ())]
    metavars = [one.metavar or "" for one in command.params]
    names = [name for one in command.params for name in (one.name or "", *one.opts, *one.secondary_opts)]
    yield context.command_path, command.get_help(context), [context.info_name or "", *choices, *metavars, *names]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _told(below, click.Context(below, info_name=name, parent=context))
