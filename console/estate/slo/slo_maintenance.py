"""The planned maintenance that an objective is not judged by: entries of the estate's calendars."""

from console.domain.slo.maintenance import Maintenance, within
from console.domain.slo.named_places import named_places
from console.domain.slo.slo import Slo
from console.estate.calendar_span import calendar_spans
from console.estate.schema.calendar import CalendarEntry, EntryKind
from console.estate.schema.estate import Estate


def slo_maintenance(slo: Slo, estate: Estate, from_s: float, to_s: float) -> tuple[Maintenance, ...]:
    """Return the maintenance of a span (unix seconds) that is about everything the objective is about.

    An entry that names cells or segments counts only for objectives whose labels name one of them, and no others.
    """
    found = (
        Maintenance(start_s, end_s, entry.title)
        for calendar in estate.calendars
        for entry in calendar.entries
        if entry.kind is EntryKind.MAINTENANCE and _concerns(entry, slo, estate)
        for start_s, end_s in calendar_spans(entry, calendar.time_zone, from_s, to_s)
    )
    return within(found, from_s, to_s)


def _concerns(entry: CalendarEntry, slo: Slo, estate: Estate) -> bool:
    return _covers(_names(entry.cells, estate), slo.labels.get("cell", "")) and _covers(
        set(entry.segments), slo.labels.get("segment", "")
    )


def _covers(names: set[str], label: str) -> bool:
    told = named_places(label)
    return not names or (bool(told) and names.issuperset(told))


def _names(keys: tuple[str, ...], estate: Estate) -> set[str]:
    """Return the names that metrics may give to some cells."""
    cells = (cell for key in keys if (cell := estate.cell(key)) is not None)
    return {*keys, *(cell.selectors.metrics_cell for cell in cells if cell.selectors.metrics_cell)}
