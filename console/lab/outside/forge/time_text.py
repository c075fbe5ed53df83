"""Times as the forges write them."""

from datetime import UTC, datetime


def time_text(at_s: float) -> str:
    """Return ``2026-01-31T12:00:00Z``."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
