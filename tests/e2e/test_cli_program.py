"""The program itself: help, version, languages, unknown commands, exit codes, colours. (proves C8)"""

import pytest

from console.cli.command_table import COMMANDS
from console.kernel.version import VERSION
from tests.fakes.program import start


@pytest.mark.parametrize("arguments", [["--version"], ["-q", "--version"]])
def test_version_is_printed_at_once_and_behind_options(arguments: list[str]) -> None:
    ended = start(arguments)
    assert (ended.code, ended.out, ended.err) == (0, f"cell-console {VERSION}\n", "")


def test_help_names_every_command_and_option_and_is_the_same_by_both_ways() -> None:
    quick, behind_options = start(["--help"]), start(["-q", "--help"])
    assert quick.code == behind_options.code == 0
    assert quick.out == behind_options.out
    for word in ("--estate", "--temp-profile", "--read-only", "--json-logs", *(entry.name for entry in COMMANDS)):
        assert word in quick.out


@pytest.mark.parametrize(
    "arguments", [["--help", "--lang", "ja"], ["--lang", "ja", "--help"], ["--lang", "ja", "estate", "-h"]]
)
def test_help_speaks_japanese(arguments: list[str]) -> None:
    ended = start(arguments)
    assert ended.code == 0
    assert "エステート" in ended.out


def test_the_locale_chooses_the_language() -> None:
    assert "オプション" in start(["--help"], environment={"LC_ALL": "ja_JP.UTF-8"}).out
    assert "エステート" in start(["estate", "--help"], environment={"LC_ALL": "ja_JP.UTF-8"}).out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sectret"], 'There is no command "sectret". Did you mean "secret"?'),
        (["xyzzy"], 'There is no command "xyzzy". See: cell-console --help'),
        (["--reed-only"], "--reed-only"),
        (["estate", "lnt"], "lnt"),
        (["completion"], "SHELL"),
        (["cells", "-o", "xml"], "xml"),
    ],
)
def test_wrong_use_is_one_line_on_stderr_and_exit_code_2(arguments: list[str], sentence: str) -> None:
    ended = start(arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: ")
    assert sentence in ended.err
    assert ended.err.count("\n") == 1


def test_there_is_no_colour_in_a_pipe_nor_with_no_color() -> None:
    assert "\x1b" not in start(["xyzzy"]).err
    assert "\x1b" not in start(["xyzzy"], environment={"NO_COLOR": "1", "FORCE_COLOR": "1"}).err


def test_a_reader_that_goes_away_is_no_error() -> None:
    import subprocess
    import sys

    command = f"{sys.executable} -m console estate schema | head -c 20"
    ended = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(shell: str) -> None:
    ended = start(["completion", shell])
    assert ended.code == 0
    assert "_CELL_CONSOLE_COMPLETE" in ended.out


def test_the_completion_script_gets_commands_from_the_program() -> None:
    asked = {"_CELL_CONSOLE_COMPLETE": "bash_complete", "COMP_WORDS": "cell-console est", "COMP_CWORD": "1"}
    assert start([], environment=asked).out == "plain,estate\n"
