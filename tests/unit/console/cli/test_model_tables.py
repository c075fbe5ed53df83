"""``cell-console models --table``: a table that is not there is refused, and the known ones are named."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from console.cli import program
from console.domain.health import Health
from console.presenters.model_sheet import SectionSheet, SheetColumn, SheetTable
from console.presenters.model_summary import SummaryRow
from console.store.state import State
from tests.fakes.small_estate import ESTATE


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command for a model one section of which has a table without lines."""
    tables = (SheetTable("days", "By day", (SheetColumn("day", "Day"),), ()),)
    rows = tuple(
        SummaryRow("ime", "Ime", key, key.title(), Health.OK, "All is well.", SectionSheet(Health.OK, "", tables=known))
        for key, known in (("vocabulary", tables), ("silent", ()))
    )
    known = SimpleNamespace(state=State(), now_s=0.0, failed=(), slow=(), cached=False)
    monkeypatch.setattr("console.cli.known_state.read_state", lambda *_asked, **_how: known)
    monkeypatch.setattr("console.cli.models._rows", lambda *_asked: rows)
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(ESTATE.model_dump(mode="json", exclude_defaults=True)))
    return ["--estate", str(file), "models"]


@pytest.mark.parametrize("output", ["table", "json", "csv"])
def test_an_unknown_table_is_refused(models: list[str], capsys: pytest.CaptureFixture[str], output: str) -> None:
    assert program.run([*models, "vocabulary", "--table", "nope", "-o", output]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "error: The section vocabulary has no table 'nope'. Known: days.\n"


def test_a_table_without_a_section_is_refused(models: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run([*models, "--table", "days"]) == 2
    assert capsys.readouterr().err == "error: A table is one of a section. Name its SECTION, too.\n"


def test_a_section_without_its_data_shows_no_table(models: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run([*models, "silent", "--table", "days"]) == 0
    assert "All is well." in capsys.readouterr().out


def test_a_table_without_lines_has_its_head(models: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run([*models, "vocabulary", "--table", "days", "-o", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ["model,day,query,source"]
