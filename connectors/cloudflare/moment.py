"""Cloudflare's times."""

from datetime import UTC, datetime


def seconds_of(text: str | None) -> float | None:
    """Return a time of the API (ISO 8601) as unix seconds; ``None`` when it is absent or not a time."""
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
