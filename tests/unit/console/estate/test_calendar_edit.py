"""Editing a calendar changes nothing else of the estate file. (proves L4.1: editable calendar)"""

from datetime import UTC, datetime

import pytest

from console.estate.calendar_edit import with_calendar_entries
from console.estate.campaigns import campaigns_of
from console.estate.cell_zone import cell_zone
from console.estate.load import parse_estate
from console.estate.schema.calendar import CalendarEntry, EntryKind, Repeat
from console.estate.schema.estate import Estate
from console.kernel.errors import UserError

HEAD = """# our estate
schema_version: 1
name: news  # never rename
clusters:
  - {key: k8s, context: news}
"""
CALENDARS = """calendars:
  - key: campaigns
    time_zone: Asia/Tokyo
    entries: []
  - key: platform
    entries:
      - {title: Patch, kind: maintenance, start: "2026-01-04T02:00:00+00:00", end: "2026-01-04T04:00:00+00:00"}
"""
TAIL = """# what cells there are
cells:
  - {key: tokyo, kind: regional, cluster: k8s, zone: JP-TK, segments: [b2b, b2c]}
  - {key: berlin, kind: regional, cluster: k8s, zone: DE}
"""
SALE = CalendarEntry(
    title="Sale: 50 %",
    kind=EntryKind.CAMPAIGN,
    start=datetime(2026, 12, 1, 9, tzinfo=UTC),
    end=datetime(2026, 12, 1, 15, tzinfo=UTC),
    uplift=2.0,
)


def _loaded(text: str) -> Estate:
    return parse_estate(text, "estate.yaml")


def test_entries_are_replaced_and_the_rest_stays_as_it_was() -> None:
    text = with_calendar_entries(HEAD + CALENDARS + TAIL, "campaigns", [SALE])
    assert text.startswith(HEAD)
    assert text.endswith(TAIL)
    campaigns, platform = _loaded(text).calendars
    assert campaigns.entries == (SALE,)
    assert campaigns.time_zone == "Asia/Tokyo"
    assert platform == _loaded(HEAD + CALENDARS + TAIL).calendars[1]
    assert _loaded(with_calendar_entries(text, "campaigns", [])).calendars[0].entries == ()


def test_a_calendar_is_made_where_there_is_none() -> None:
    text = with_calendar_entries(HEAD + TAIL, "new", [SALE], "Europe/Berlin")
    assert text.startswith(HEAD + TAIL)
    (calendar,) = _loaded(text).calendars
    assert (calendar.key, calendar.time_zone, calendar.entries) == ("new", "Europe/Berlin", (SALE,))
    assert len(_loaded(with_calendar_entries(text, "second", [SALE])).calendars) == 2


def test_a_file_on_one_line_is_written_anew_whole() -> None:
    text = with_calendar_entries("{schema_version: 1, name: news, calendars: [], environment: lab}", "a", [SALE])
    assert _loaded(text).calendars[0].entries == (SALE,)
    assert _loaded(text).is_lab


@pytest.mark.parametrize("text", ["- a\n- b\n", "just text\n"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        with_calendar_entries(text, "a", [SALE])


def _with(**changes: object) -> Estate:
    return _loaded(with_calendar_entries(HEAD + TAIL, "a", [SALE.model_copy(update=changes)]))


def test_campaigns_concern_their_cells_and_segments() -> None:
    span = (SALE.start.timestamp() - 86_400, SALE.end.timestamp() + 40 * 86_400)
    assert [one.uplift for one in campaigns_of(_with(), "tokyo", "", *span)] == [2.0]
    assert campaigns_of(_with(), "nowhere", "", *span) == ()
    assert campaigns_of(_with(cells=("berlin",)), "tokyo", "", *span) == ()
    one = _with(segments=("b2b",))
    assert [x.uplift for x in campaigns_of(one, "tokyo", "b2b", *span)] == [2.0]
    assert campaigns_of(one, "tokyo", "b2c", *span) == ()
    assert [x.uplift for x in campaigns_of(one, "tokyo", "", *span)] == [1.5]
    assert len(campaigns_of(_with(repeat=Repeat.WEEKLY), "tokyo", "", *span)) == 6
    assert campaigns_of(_with(kind=EntryKind.FREEZE), "tokyo", "", *span) == ()


def test_a_cell_lives_by_the_clock_of_its_country() -> None:
    estate = _loaded(HEAD + CALENDARS + TAIL)
    assert [cell_zone(estate, one) for one in estate.cells] == ["Asia/Tokyo", "Europe/Berlin"]
    nowhere = estate.cells[0].model_copy(update={"zone": ""})
    assert cell_zone(estate, nowhere) == "Asia/Tokyo"
    assert cell_zone(_loaded(HEAD + TAIL), nowhere) == "UTC"
