"""When demand passes a capacity."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunOut:
    """Begins of days (unix seconds): the first whose peak has a chance of 1 in 10, 1 in 2 and 9 in 10 to be over.

    ``None``: not within the horizon.
    """

    early_s: float | None = None
    likely_s: float | None = None
    late_s: float | None = None
