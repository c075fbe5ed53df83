"""The doctor says when there is no room left to write down what is done (proves the disk-full row of Endurance)."""

import json
import shutil
from collections import namedtuple

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
