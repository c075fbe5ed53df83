"""What a period comes to by what was spent, what the last days cost, and how the present differs from last week."""

from typing import NamedTuple

NOTABLE = 0.12
"""A forecast within 12 % is that of a mature practice (FinOps Foundation, "Forecasting"): less is no news."""


class SpendForecast(NamedTuple):
    """``hourly`` is what each hour of the rest costs, ``None`` where what was spent is carried on evenly.

    ``rise`` is by how much the present is dearer than the week before (0.2: a fifth), where that decided.
    """

    spent: float
    forecast: float
    hourly: float | None
    rise: float | None


def spend_forecast(
    spent: float,
    period: tuple[float, float, float],
    recent_hourly: float | None,
    before_hourly: float | None = None,
    deviation: float | None = None,
) -> SpendForecast:
    """Return the forecast; ``period`` is begin, last known moment and end in unix seconds.

    The rest goes on like the last seven days (``recent_hourly``). ``deviation`` compares with the same hour of last
    week, so that day and night do not look like a change: a rise that the last days do not hold yet counts in full,
    on what the seven days before them cost (``before_hourly``); a fall has to last before it counts.
    """
    begin_s, until_s, end_s = period
    left_h = max(0.0, end_s - until_s) / 3600
    if recent_hourly is None:
        known_h = (until_s - begin_s) / 3600
        return SpendForecast(spent, spent + (spent / known_h * left_h if known_h > 0 else 0.0), None, None)
    if before_hourly is not None and deviation is not None and deviation >= NOTABLE:
        risen = before_hourly * (1 + deviation)
        if risen > recent_hourly:
            return SpendForecast(spent, spent + risen * left_h, risen, deviation)
    return SpendForecast(spent, spent + recent_hourly * left_h, recent_hourly, None)
