"""Silences are listed with the ID by which they are ended, as the window shows them. Proves C8."""

import json
from pathlib import Path

import pytest

from console.cli import program


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "estate.yaml"
    found.write_text("name: shop\n")
    return found


def run(file: Path, *words: str) -> int:
    return program.run(["--estate", str(file), "incidents", *words])


def test_a_silence_of_this_profile_is_found_and_ended_by_its_id(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "silence", "cell=tokyo", "--for", "1h", "--comment", "maintenance") == 0
    made = capsys.readouterr().out.strip()
    assert run(file, "silences", "-o", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["id"], row["state"], row["comment"], row["connection"]) == (made, "active", "maintenance", "")
    assert 'cell="tokyo"' in row["condition"]
    assert run(file, "unsilence", made) == 0
    assert run(file, "silences") == 0
    told = capsys.readouterr().out
    assert made in told
    assert "ended" in told
    assert "this console" in told


def test_without_any_a_csv_has_its_head(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "silences", "-o", "csv") == 0
    assert capsys.readouterr().out.splitlines() == ["id,state,condition,until_s,comment,by,connection"]
