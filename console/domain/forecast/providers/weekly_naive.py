"""The last week, repeated: what every other provider has to beat."""

import numpy as np

from console.domain.forecast.provider import Past, Paths

_WEEK = 7


class WeeklyNaive:
    """Repeats each hour of the last week; one that is unknown is as in the usual week."""

    key = "naive"
    blend = 1
    origins = 12
    growing: tuple[str, ...] = ()
    lead = 0.1

    def paths(self, past: Past, days: int) -> Paths:
        """Return the last week as one path."""
        grid, profile = past.grid, past.profile
        last = slice(max(0, len(grid.values) - _WEEK), None)
        days_of, usual = grid.weekdays[last], profile.shape[grid.weekdays[last]] + profile.levels[last, None]
        week = profile.shape + float(np.mean(profile.levels[last]))
        week[days_of] = np.where(np.isfinite(grid.values[last]), grid.values[last], usual)
        return Paths({self.key: np.zeros(days)}, week)
