"""``cell-console capacity show`` of a cell that can carry nothing: every form tells it (proves L4.3)."""

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from console.cli import program
from console.presenters.capacity.capacity_view import CapacityView
from tests.fakes.capacity_estate import NOW_S, estate, exhausted


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command, which has read an estate one cell of which is exhausted."""
    read = CapacityView(exhausted(), NOW_S), SimpleNamespace()
    monkeypatch.setattr("console.cli.capacity_show.read_capacity", lambda *_asked: read)
    monkeypatch.setattr("console.cli.known_note.tell_known", lambda *_asked: False)
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(estate().model_dump(mode="json", exclude_defaults=True)))
    return ["--estate", str(file), "capacity", "show"]


def test_a_cell_that_can_carry_nothing_leads_the_table(show: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(show) == 1
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if "Osaka" in line or "Tokyo" in line]
    assert [line[0] for line in lines] == ["Osaka", "Tokyo"]
    assert {"Critical", "now", "none", "0/s", "860/s"} <= set(lines[0])


def test_programs_are_told_a_capacity_of_nothing_and_no_number_of_headroom(
    show: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run([*show, "-o", "json"]) == 1
    osaka, tokyo = json.loads(capsys.readouterr().out)
    assert (osaka["cell"], osaka["capacity_rps"], osaka["headroom"]) == ("osaka", 0.0, None)
    assert osaka["run_out_s"] is not None
    assert osaka["note"] == "it can carry nothing now"
    assert tokyo["headroom"] == pytest.approx(1 - 900 / 680)
    assert program.run([*show, "-o", "csv"]) == 1
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(one["cell"], one["headroom"][:5]) for one in lines] == [("osaka", ""), ("tokyo", "-0.32")]
