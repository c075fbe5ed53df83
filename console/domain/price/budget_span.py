"""The span that a budget lasts for, in UTC."""

from datetime import UTC, datetime, timedelta

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def budget_span(period: str, at: datetime) -> tuple[datetime, datetime]:
    """Return begin and end of the running ``week`` (from Monday), ``month``, ``quarter`` or ``year``."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "week":
        begin = day - timedelta(days=day.weekday())
        return begin, begin + timedelta(weeks=1)
    months = _MONTHS[period]
    first = (day.month - 1) // months * months + 1
    begin = day.replace(month=first, day=1)
    after = first + months
    end = begin.replace(year=begin.year + 1, month=after - 12) if after > 12 else begin.replace(month=after)
    return begin, end
