"""The campaigns of the estate's calendars that concern a cell or a segment of it."""

from console.domain.forecast.campaign import Campaign
from console.estate.calendar_span import calendar_spans
from console.estate.schema.calendar import CalendarEntry, EntryKind
from console.estate.schema.cell import Cell
from console.estate.schema.estate import Estate

_MOST = 2_000
"""Times of campaigns that are looked at; an entry that comes back daily for five years stays below it."""


def campaigns_of(estate: Estate, key: str, segment: str, from_s: float, to_s: float) -> tuple[Campaign, ...]:
    """Return every time a campaign touches a span (unix seconds), in order; none for a cell that is not there.

    An entry that names cells or segments counts only for those. For a whole cell (an empty ``segment``) the multiple
    of one that names segments is thinned by their number: nobody says how large each is.
    """
    cell = estate.cell(key)
    if cell is None:
        return ()
    found = (
        Campaign(entry.title, start_s, end_s, _uplift(entry, cell, segment))
        for calendar in estate.calendars
        for entry in calendar.entries
        if entry.kind is EntryKind.CAMPAIGN and _concerns(entry, cell, segment)
        for start_s, end_s in calendar_spans(entry, calendar.time_zone, from_s, to_s)
    )
    return tuple(sorted(found, key=lambda one: (one.start_s, one.end_s, one.title))[:_MOST])


def _concerns(entry: CalendarEntry, cell: Cell, segment: str) -> bool:
    if entry.cells and cell.key not in entry.cells:
        return False
    if not entry.segments:
        return True
    return segment in entry.segments if segment else bool(_shared(entry, cell))


def _shared(entry: CalendarEntry, cell: Cell) -> frozenset[str]:
    named = frozenset(entry.segments)
    return named & frozenset(cell.segments) if cell.segments else named


def _uplift(entry: CalendarEntry, cell: Cell, segment: str) -> float | None:
    if entry.uplift is None or segment or not entry.segments or not cell.segments:
        return entry.uplift
    return 1.0 + (entry.uplift - 1.0) * len(_shared(entry, cell)) / len(cell.segments)
