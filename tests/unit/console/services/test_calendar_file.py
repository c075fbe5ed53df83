"""Changing the calendars of an estate in its file (proves L4.1)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.estate.load import parse_estate
from console.estate.schema.calendar import CalendarEntry, EntryKind
from console.kernel.errors import UserError
from console.services.calendar_file import add_entry, import_entries, remove_entry

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//shop//EN
BEGIN:VEVENT
UID:1
DTSTART:20261127T000000Z
DTEND:20261128T000000Z
SUMMARY:Black Friday
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "estate.yaml"
    found.write_text("# ours\nname: shop\nclusters: [{key: main}]  # kept\n")
    return found


def sale(title: str = "Sale") -> CalendarEntry:
    return CalendarEntry(title=title, kind=EntryKind.CAMPAIGN, start=NOW, end=NOW.replace(hour=6), uplift=2.0)


def titles(file: Path) -> list[str]:
    return [one.title for calendar in parse_estate(file.read_text()).calendars for one in calendar.entries]


def test_entries_are_added_and_taken_away_and_the_rest_stays(file: Path) -> None:
    add_entry(file, sale())
    add_entry(file, sale("Spring"))
    assert titles(file) == ["Sale", "Spring"]
    assert "# ours" in file.read_text()
    assert "# kept" in file.read_text()
    assert file.with_name("estate.yaml.bak").exists()
    remove_entry(file, "campaigns", "Sale")
    assert titles(file) == ["Spring"]
    with pytest.raises(UserError, match="Sale"):
        remove_entry(file, "campaigns", "Sale")


def test_an_icalendar_is_taken_over_once(file: Path, tmp_path: Path) -> None:
    source = tmp_path / "sales.ics"
    source.write_text(ICS)
    assert import_entries(file, source, NOW).added == 1
    assert import_entries(file, source, NOW).added == 0
    assert titles(file) == ["Black Friday"]


def test_what_cannot_be_read_changes_nothing(file: Path, tmp_path: Path) -> None:
    before = file.read_text()
    with pytest.raises(UserError):
        import_entries(file, tmp_path / "gone.ics", NOW)
    large = tmp_path / "large.ics"
    with large.open("wb") as opened:
        opened.truncate(1024 * 1024 + 1)
    with pytest.raises(UserError, match="1 MiB"):
        import_entries(file, large, NOW)
    assert file.read_text() == before
