"""The doctor says when there is no room left to write down what is done (proves the disk-full row of Endurance)."""

import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from console.cli import program

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(("free", "code", "state"), [(3 << 20, 1, "failed"), (3 << 30, 0, "ok")])
def test_a_full_disk_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], free: int, code: int, state: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(10 << 30, (10 << 30) - free, free))
    assert program.run(["--temp-profile", "doctor", "--offline", "-o", "json"]) == code
    folders = [one for one in json.loads(capsys.readouterr().out) if one["area"] == "folder"]
    assert [one["subject"] for one in folders] == ["config", "data", "cache", "state"]
    assert {one["state"] for one in folders} == {state}
    assert all(("has only 3.00 MiB left" in one["detail"]) == (code == 1) for one in folders)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["doctor", "--offline"], 0, "folder"),
        (["cells"], 2, "The lab has not been started yet"),
        (["secret", "list"], 2, "cannot be read"),
    ],
)
def test_a_home_into_which_one_may_not_look_is_told(
    command: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As that of another user after ``sudo -u``: it was called a bug of the program."""
    for variable in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / ("x" * 300)))  # closed to everybody, root included
    assert program.run(command) == code
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert "bug" not in told.err
