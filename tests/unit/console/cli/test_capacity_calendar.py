"""The estate's calendar on the command line: listed, added to, imported into, taken from. (proves C8, E1.3, L4.1)"""

import json
from pathlib import Path

import pytest

from console.cli import program
from console.estate.load import parse_estate
from tests.unit.console.services.test_calendar_file import ICS

TEXT = """# ours
name: shop
clusters: [{key: main}]
cells: [{key: tokyo, kind: regional, cluster: main, region: ap-northeast-1}]
calendars: [{key: campaigns, time_zone: Asia/Tokyo}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "estate.yaml"
    found.write_text(TEXT)
    return found


def run(file: Path, *words: str) -> int:
    return program.run(["--temp-profile", "--estate", str(file), "capacity", "calendar", *words])


def titles(file: Path) -> list[str]:
    return [one.title for calendar in parse_estate(file.read_text()).calendars for one in calendar.entries]


def test_an_entry_is_added_in_the_calendars_zone_listed_and_removed(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    times = ("--from", "2026-12-01T09:00", "--to", "2026-12-01T15:00")
    assert run(file, "add", "Sale", *times, "--repeat", "daily", "--cell", "tokyo", "--uplift", "2.5") == 0
    (entry,) = parse_estate(file.read_text()).calendars[0].entries
    assert (entry.start.isoformat(), entry.uplift, entry.cells) == ("2026-12-01T09:00:00+09:00", 2.5, ("tokyo",))
    assert file.read_text().startswith("# ours")
    capsys.readouterr()
    assert run(file, "-o", "json") == 0
    row = json.loads(capsys.readouterr().out)[0]
    assert (row["title"], row["kind"], row["concerns"], row["uplift"]) == ("Sale", "campaign", "tokyo", 2.5)
    assert run(file, "remove", "Sale") == 0
    assert titles(file) == []
    assert run(file, "remove", "Sale") == 2


def test_entries_of_an_icalendar_file_are_added_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = file.with_name("dates.ics")
    source.write_text(ICS)
    for told in ("1 entry was added.", "0 entries were added."):
        assert run(file, "import", str(source)) == 0
        assert told in capsys.readouterr().err
    assert titles(file) == ["Black Friday"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("X", "--from", "tomorrow", "--to", "2026-12-01"), "'tomorrow' is no time"),
        (("X", "--from", "2026-12-02", "--to", "2026-12-01"), "an end after its begin"),
        (("X", "--from", "2026-12-01", "--to", "2026-12-02", "--cell", "nope"), "no cell 'nope'. Known: tokyo."),
        (("X", "--from", "2026-12-01", "--to", "2026-12-02", "--uplift", "0"), "--uplift"),
        (
            ("X", "--from", "2026-12-01", "--to", "2026-12-02", "--calendar", "a b"),
            "no calendar 'a b'. Known: campaigns.",
        ),
    ],
)
def test_what_is_no_entry_is_refused_and_nothing_is_written(
    file: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert run(file, "add", *words) == 2
    assert told in capsys.readouterr().err
    assert file.read_text() == TEXT


@pytest.mark.parametrize(
    "words", [("add", "X", "--from", "2026-12-01", "--to", "2026-12-02"), ("remove", "X"), ("import", "dates.ics")]
)
def test_read_only_forbids_writing(file: Path, words: tuple[str, ...]) -> None:
    asked = ["--temp-profile", "--read-only", "--estate", str(file), "capacity", "calendar", *words]
    assert program.run(asked) == 4
    assert file.read_text() == TEXT
