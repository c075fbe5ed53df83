"""Reading an iCalendar file as the import into an estate does."""

from datetime import UTC, datetime
from pathlib import Path

from console.services.calendar_file import import_entries

_NOW = datetime(2026, 11, 21, tzinfo=UTC)


def read_calendar(file: Path) -> object:
    """Import it into an estate beside it; what was written must be an estate again."""
    estate = file.with_name("estate.yaml")
    estate.write_text("name: shop\n")
    found = import_entries(estate, file, _NOW)
    import_entries(estate, file, _NOW)
    return found, estate.read_text("utf-8")
