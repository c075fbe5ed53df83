"""Somebody's own words in a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """``text`` word for word; ``source`` says whose it is."""

    text: str
    source: str = ""
