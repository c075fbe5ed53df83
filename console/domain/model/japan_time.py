"""Japan Standard Time, in which the models' calendar is written; it has no summer time."""

from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")


def in_japan(at_s: float) -> datetime:
    """Return a moment (unix seconds) in JST."""
    return datetime.fromtimestamp(at_s, JST)
