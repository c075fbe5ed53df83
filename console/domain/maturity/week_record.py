"""What was assessed in one week."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """``week`` as ISO 8601 writes it (``2026-W47``); ``met`` are the keys of the criteria that were met."""

    week: str
    cell: str
    level: int
    met: tuple[str, ...]
    at_s: float
