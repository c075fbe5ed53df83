"""The program itself: help, version, languages, unknown commands, exit codes, colours. (proves C8)"""

import json
import subprocess
import sys
from pathlib import Path

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
        (["sectret"], "There is no command sectret. Did you mean secret? See: cell-console --help"),
        (["xyzzy"], "There is no command xyzzy. See: cell-console --help"),
        (["--reed-only"], "There is no option --reed-only. Did you mean --read-only? See: cell-console --help"),
        (["estate", "lnt"], "There is no command lnt. Did you mean lint? See: cell-console estate --help"),
        (["completion"], "SHELL is missing. See: cell-console completion --help"),
        (["cells", "-o", "xml"], "--output must be one of table, json, yaml, csv. See: cell-console cells --help"),
        (["cells", "--wait", "x"], "--wait must be a number from 0.1 to 600. See: cell-console cells --help"),
        (["cells", "-o"], "The option -o is not used rightly: does it need a value? See: cell-console --help"),
        (
            ["estate", "show", "a", "b"],
            "There are more arguments than the command takes. See: cell-console estate show --help",
        ),
        (["--lang", "ja", "xyzzy"], "コマンド xyzzy はありません。 参照: cell-console --help"),
    ],
)
def test_wrong_use_is_one_line_on_stderr_and_exit_code_2(arguments: list[str], sentence: str) -> None:
    ended = start(arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(("error: ", "エラー: "))
    assert sentence in ended.err
    assert ended.err.count("\n") == 1


def test_a_group_without_a_command_prints_its_help() -> None:
    ended = start(["estate"])
    assert (ended.code, ended.out) == (2, "")
    assert "Usage: cell-console estate" in ended.err


def test_a_terminal_without_japanese_letters_shows_marks_and_goes_on() -> None:
    for arguments in (["--help", "--lang", "ja"], ["--lang", "ja", "-q", "--help"]):
        ended = start(arguments, environment={"PYTHONIOENCODING": "latin-1"})
        assert (ended.code, ended.err) == (0, "")
        assert "--temp-profile" in ended.out
        assert "????" in ended.out


def test_there_is_no_colour_in_a_pipe_nor_with_no_color() -> None:
    assert "\x1b" not in start(["xyzzy"]).err
    assert "\x1b" not in start(["xyzzy"], environment={"NO_COLOR": "1", "FORCE_COLOR": "1"}).err


@pytest.mark.parametrize("words", ["estate schema", "--help"])
def test_a_reader_that_has_gone_is_no_fault_to_tell_yet_never_0(words: str) -> None:
    command = f"{sys.executable} -m console {words} | exec <&-"
    ended = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", ["--help", "--version", "estate schema", "estate --help"])
def test_a_full_disk_below_the_output_is_told_in_a_sentence(words: str) -> None:
    command = f"{sys.executable} -m console {words} > /dev/full"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "error: What comes of this cannot be written: No space left on device. Free some space, or send it elsewhere."
    ]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(shell: str) -> None:
    ended = start(["completion", shell])
    assert ended.code == 0
    assert "_CELL_CONSOLE_COMPLETE" in ended.out


def test_the_completion_script_gets_commands_from_the_program() -> None:
    asked = {"_CELL_CONSOLE_COMPLETE": "bash_complete", "COMP_WORDS": "cell-console est", "COMP_CWORD": "1"}
    ended = start([], environment=asked)
    assert (ended.code, ended.out) == (0, "plain,estate\n")
    assert start([], environment={"_CELL_CONSOLE_COMPLETE": "bash_source"}).code == 0


def test_json_logs_are_one_json_object_a_line(root_dir: Path) -> None:
    estate = str(root_dir / "resources/estates/start.yaml")
    ended = start(["-vv", "--json-logs", "--temp-profile", "--estate", estate, "doctor"])
    assert ended.code == 3  # there is no kubeconfig in the test's home
    entries = [json.loads(line) for line in ended.err.splitlines()]
    assert entries
    assert all({"at", "level", "logger", "message"} <= set(entry) for entry in entries)


def test_the_doctor_tells_versions_tools_and_folders_without_an_estate() -> None:
    ended = start(["--temp-profile", "doctor", "--offline", "-o", "json"])
    states = {(one["area"], one["subject"]): one["state"] for one in json.loads(ended.out)}
    assert ended.code == 0
    assert states["version", "cell-console"] == states["folder", "config"] == "ok"
    assert states["estate", "lab"] == "absent"
    kept = {one["subject"]: one["detail"] for one in json.loads(ended.out) if one["area"] == "disk"}
    assert {"trail", "journal", "history", "audits"} <= set(kept)
    assert kept["trail"].startswith("Trail: 0 B (")


def test_a_folder_that_cannot_be_written_fails_the_doctor(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("where a folder should be")
    ended = start(["doctor", "--offline"], environment={"XDG_CONFIG_HOME": str(tmp_path / "file")})
    assert ended.code == 1
    assert "cannot be written" in ended.out
