"""An estate file is edited by several consoles and people: what one of them wrote is never lost (G1.7, L4.1)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.estate.load import parse_estate
from console.estate.schema.calendar import CalendarEntry, EntryKind
from console.estate.schema.project import Project
from console.kernel.errors import UserError
from console.services.calendar_file import add_entry, import_entries
from console.services.estate_edit import edit_estate
from console.services.project_file import add_projects

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ICS = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//shop//EN\nEND:VCALENDAR\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "estate.yaml"
    found.write_bytes(b"\xef\xbb\xbf# ours\r\nname: shop\r\nclusters: [{key: main}]  # kept\r\n")
    return found


def sale(title: str) -> CalendarEntry:
    return CalendarEntry(title=title, kind=EntryKind.CAMPAIGN, start=NOW, end=NOW.replace(hour=6), uplift=2.0)


def test_a_file_of_another_editor_keeps_its_mark_its_comments_and_the_ends_of_its_lines(file: Path) -> None:
    before = file.read_bytes()
    add_entry(file, sale("Black Friday"))
    add_projects(file, [Project(key="web", url="https://github.com/shop/web")])
    after = file.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
    estate = parse_estate(after)
    assert ([one.key for one in estate.projects], estate.calendars[0].entries[0].title) == (["web"], "Black Friday")


def test_what_another_console_wrote_meanwhile_is_not_overwritten(file: Path) -> None:
    def change(text: str) -> str:
        add_entry(file, sale("theirs"))
        return text.replace("shop", "shop-two")

    with pytest.raises(UserError, match="changed by somebody else just now"):
        edit_estate(file, change)
    estate = parse_estate(file.read_bytes())
    assert (estate.name, estate.calendars[0].entries[0].title) == ("shop", "theirs")
    edit_estate(file, lambda text: text.replace("shop", "shop-two"))
    assert parse_estate(file.read_bytes()).name == "shop-two"


def test_a_change_that_is_none_writes_nothing(file: Path, tmp_path: Path) -> None:
    source = tmp_path / "empty.ics"
    source.write_text(ICS)
    assert import_entries(file, source, NOW).added == 0
    assert not file.with_name("estate.yaml.bak").exists()


def test_a_file_that_is_no_text_is_told(file: Path) -> None:
    file.write_bytes(b"name: \xff\xfe")
    with pytest.raises(UserError, match="cannot be read"):
        add_entry(file, sale("Black Friday"))


def test_comments_stay_in_a_file_that_ends_with_the_mark_of_a_documents_end(tmp_path: Path) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text("---\n# ours\nname: shop\n...\n")
    add_entry(file, sale("Black Friday"))
    assert file.read_text().startswith("---\n# ours\nname: shop\ncalendars:\n")
