"""Times of remote APIs as the domain keeps them."""

from datetime import UTC, datetime


def unix_s(at: datetime | None) -> float | None:
    """Return unix seconds; ``None`` for no time and for the years before 1970 that some servers put for "never"."""
    if at is None:
        return None
    seconds = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    return seconds if seconds >= 0 else None
