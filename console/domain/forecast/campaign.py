"""One time that a campaign runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Campaign:
    """From ``start_s`` to ``end_s`` (unix seconds) demand is ``uplift`` times what it would be.

    ``None``: as measured when campaigns of this title ran before, else as those of any title.
    """

    title: str
    start_s: float
    end_s: float
    uplift: float | None = None
