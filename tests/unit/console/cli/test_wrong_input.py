"""What a user hands over wrongly is told in a sentence that says what to do, with the exit code of a wrong use."""

import sys
from pathlib import Path

import pytest

from console.cli import program
from console.cli.change_file import read_change_file
from console.kernel.errors import UserError
from tests.fakes.broken_disk import fill, small_disk
from tests.fakes.program import start


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is no JSON, see line 1, column 1"),
        (b'{"a": 1,\n "b"', "it is no JSON, see line 2, column 5"),
        (b"\x84\x85", "it is not UTF-8 text"),
        (b"[" * 100_000, "it is nested too deeply"),
    ],
)
def test_a_file_that_is_no_change_is_told_in_words(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "change.json"
    file.write_bytes(content)
    with pytest.raises(UserError) as told:
        read_change_file(file)
    assert str(told.value) == (
        f"The file {file} cannot be read as a change: {why}. Write one with: cell-console change show ID -o json"
    )


def test_a_device_is_no_file_of_a_change() -> None:
    with pytest.raises(UserError, match="cannot be read as a change: it is not a regular file"):
        read_change_file(Path("/dev/null"))


@pytest.mark.parametrize("condition", ["x", "alertname=~("])
def test_a_mistyped_condition_of_a_silence_is_a_wrong_use(condition: str) -> None:
    told = start(["--estate", "lab", "alerts", "silence", condition, "--comment", "c"])
    assert told.code == 2
    assert "A condition of the silence cannot be read" in told.err


def test_rules_of_a_file_without_an_objective_are_not_written(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("")
    told = start(["rules", "generate", str(tmp_path / "empty.yaml"), "-o", str(tmp_path / "out")])
    assert told.code == 2
    assert "The files hold no objective." in told.err
    assert not (tmp_path / "out").exists()


def test_a_record_that_the_trail_does_not_have_is_told_so() -> None:
    assert start(["secret", "list"]).code == 0
    told = start(["trail", "show", "9999"])
    assert told.code == 2
    assert "The trail has no record 9999." in told.err


def test_a_runbook_on_a_full_disk_leaves_nothing_in_the_way_of_the_next_try() -> None:
    with small_disk() as disk:
        file, ballast = disk / "drain.md", fill(disk)
        told = start(["runbook", "new", str(file)])
        assert told.code == 2
        assert "No space left on device" in told.err
        assert "Free some space" in told.err
        assert not file.exists()
        ballast.unlink()
        assert start(["runbook", "new", str(file)]).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("change apply", "There is no change"),
        ("trail attest", "There is no change"),
        ("policy check", "There is no change"),
        ("policy test", "There is no policy"),
        ("runbook show", "There is no runbook"),
        ("runbook lint", "There is no runbook"),
    ],
)
def test_what_is_too_long_for_a_file_is_looked_for_as_a_name(
    words: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "estate.yaml").write_text("name: mini\n")
    assert program.run(["--estate", str(tmp_path / "estate.yaml"), *words.split(), "x" * 300]) == 2
    assert told in capsys.readouterr().err


def test_nothing_is_read_where_the_shell_has_closed_the_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert program.run(["secret", "set", "a"]) == 2
    assert "The secret is empty." in capsys.readouterr().err
    sys.stdin.close()


def test_a_working_folder_that_was_deleted_is_told_and_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert program.run(["--temp-profile", "estate", "init"]) == 2
    told = capsys.readouterr().err
    assert "cannot be written: No such file or directory" in told
    assert "bug" not in told


@pytest.mark.parametrize("words", ["cost savings", "policy violations", "capacity show"])
def test_a_mistyped_cell_is_a_wrong_use_and_no_empty_list(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty list would say that nothing is to be saved or broken there. (proves C8)"""
    (tmp_path / "estate.yaml").write_text("name: mini\n")
    estate = ["--temp-profile", "--estate", str(tmp_path / "estate.yaml")]
    assert program.run([*estate, *words.split(), "--cell", "toky"]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("error: The estate has no cell 'toky'.")
    assert not told.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("capacity calendar add Sale --from soon --to later", "'soon' は時刻ではありません"),
        ("gameday debrief -o it.docx", "'docx'"),
        ("change approve /no/such", "FILE が正しくありません: '/no/such' は存在しません。"),
        ("change approve /", "'/' はフォルダーです。"),
        ("report schedule add x --folder /etc/passwd", "'/etc/passwd' はファイルです。"),
    ],
)
def test_what_a_command_finds_wrong_itself_is_told_in_the_users_language_alone(
    words: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Click would put its English words before it. (proves C8)"""
    (tmp_path / "estate.yaml").write_text("name: mini\n")
    estate = ["--temp-profile", "--lang", "ja", "--estate", str(tmp_path / "estate.yaml")]
    assert program.run([*estate, *words.split()]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Invalid" not in error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("rollout export 7f", "There is no rollout '7f' of the estate mini. List them with: cell-console rollout list"),
        ("runbook export 7f", "There is no run '7f' in this estate. List them with: cell-console runbook history"),
        ("change export 7f", "There is no change '7f' of the estate mini. List them with: cell-console change list"),
    ],
)
def test_what_is_to_be_signed_is_looked_for_where_the_command_says(
    words: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The end of the id is enough, as elsewhere. (proves C8)"""
    (tmp_path / "estate.yaml").write_text("name: mini\n")
    estate = ["--temp-profile", "--estate", str(tmp_path / "estate.yaml")]
    assert program.run([*estate, *words.split()]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("empty", [("--estate", ""), ("--estate=",), ("--estate", " ")])
def test_an_empty_name_of_the_estate_never_means_another_estate(
    empty: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """``--estate "$PROD"`` without the variable would act on the estate that was open last. (proves C3, C8)"""
    assert program.run([*empty, "estate", "show"]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("error: --estate is not valid: it is empty; name a file, or lab. See:")
    assert not told.out
