"""What a user hands over wrongly is told in a sentence that says what to do, with the exit code of a wrong use."""

from pathlib import Path

import pytest

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
