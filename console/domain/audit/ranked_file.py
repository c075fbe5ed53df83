"""A file at its place among those where the next fixes are likely."""

from typing import NamedTuple


class RankedFile(NamedTuple):
    """A product file: ``rank`` is from 0 to 1, with at least two ``reasons`` and what can be done about them."""

    path: str
    lines: int
    rank: float
    reasons: tuple[str, ...]
    actions: tuple[str, ...]
