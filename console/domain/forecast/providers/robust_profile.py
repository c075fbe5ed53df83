"""Medians of the week and a dozen plain levels, of which the best three are averaged."""

from console.domain.forecast.level_path import GROWING, level_paths
from console.domain.forecast.provider import Past, Paths


class RobustProfile:
    """Needs a day; a few milliseconds."""

    key = "profile"
    blend = 3
    origins = 12
    growing: tuple[str, ...] = GROWING
    lead = 0.0

    def paths(self, past: Past, days: int) -> Paths:
        """Return the plain paths on the usual week."""
        return Paths(level_paths(past.profile.levels, days), past.profile.shape)
