"""Calendars: campaigns, freezes, maintenance and update times."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from console.estate.schema.base import EstateModel, Key


class EntryKind(StrEnum):
    """What an entry means."""

    CAMPAIGN = "campaign"
    FREEZE = "freeze"
    MAINTENANCE = "maintenance"
    UPDATE = "update"
    HOLIDAY = "holiday"


class Repeat(StrEnum):
    """How often an entry comes back."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    MONTH_END = "month-end"


class CalendarEntry(EstateModel):
    """From ``start`` to ``end`` (with a UTC offset); ``uplift`` is the expected demand as a multiple (campaigns)."""

    title: str = Field(min_length=1)
    kind: EntryKind
    start: AwareDatetime
    end: AwareDatetime
    repeat: Repeat = Repeat.NEVER
    cells: tuple[Key, ...] = ()
    segments: tuple[str, ...] = ()
    uplift: float | None = Field(default=None, gt=0, le=1000)

    @property
    def duration_s(self) -> float:
        """Return the length in seconds."""
        start: datetime = self.start
        return (self.end - start).total_seconds()


class Calendar(EstateModel):
    """Entries in one time zone (IANA name), which decides when a repeated entry comes back."""

    key: Key
    title: str = ""
    time_zone: str = "UTC"
    entries: tuple[CalendarEntry, ...] = ()
