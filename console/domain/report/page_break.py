"""A new page, where there are pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page; formats without pages ignore it."""
