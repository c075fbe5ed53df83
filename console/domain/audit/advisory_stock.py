"""How many advisories of an ecosystem are known, and of when."""

from typing import NamedTuple


class AdvisoryStock(NamedTuple):
    """What is there of an ecosystem: so many ``advisories``, the newest changed at ``newest_s`` (unix seconds)."""

    ecosystem: str
    advisories: int
    newest_s: float
