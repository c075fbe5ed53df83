"""What a grid zone emits per kWh over any span: from figures of the past and forecasts, without mixing providers."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind, IntensitySignal
from console.domain.carbon.yearly_average import YearlyAverage
from console.domain.carbon.zone_carbon import ZoneCarbon


@dataclass(frozen=True)
class GridOutlook:
    """``known`` is what providers say; ``average`` the country's yearly average, the last resort."""

    known: ZoneCarbon
    average: YearlyAverage | None = None

    @property
    def zone(self) -> str:
        """Return the zone."""
        return self.known.zone

    @property
    def signal(self) -> IntensitySignal:
        """Return what is counted; figures of different signals must not be compared."""
        return self.known.course[0].signal if self.known.course else IntensitySignal.AVERAGE

    @property
    def has_course(self) -> bool:
        """Return whether anything is known of other times than now."""
        return len(self._course) > 1

    @property
    def is_assumed(self) -> bool:
        """Return whether a figure of another time stands for all: the present one if it is not fixed, or the year's."""
        now = self.known.now
        return not self.has_course and (now is None or now.kind is not IntensityKind.FIXED)

    @cached_property
    def _course(self) -> tuple[CarbonIntensity, ...]:
        """One figure per moment: the course has the surest of each moment first."""
        first: dict[float, CarbonIntensity] = {}
        for one in self.known.course:
            first.setdefault(one.from_s, one)
        return tuple(first.values())

    @cached_property
    def _starts(self) -> list[float]:
        return [one.from_s for one in self._course]

    @property
    def starts_s(self) -> tuple[float, ...]:
        """Return when figures begin to hold, ascending (unix seconds)."""
        return tuple(self._starts)

    def mean_g(self, start_s: float, end_s: float) -> float | None:
        """Return gCO2/kWh over a span, weighted by time; ``None`` when a part of it is not known.

        A zone of which nobody tells a course has one figure for all times: the present one, or the yearly average.
        """
        if not self.has_course:
            return self.usual_g
        total, at_s = 0.0, start_s
        for place in range(max(0, bisect_right(self._starts, start_s) - 1), len(self._course)):
            one = self._course[place]
            following_s = self._starts[place + 1] if place + 1 < len(self._course) else one.to_s
            until_s = min(one.to_s, following_s, end_s)
            if one.from_s > at_s or at_s >= end_s:
                break
            if until_s > at_s:
                total += one.g_per_kwh * (until_s - at_s)
                at_s = until_s
        return total / (end_s - start_s) if at_s >= end_s > start_s else None

    @property
    def usual_g(self) -> float | None:
        """Return the present figure, else the yearly average: what stands for a time of which nothing is told."""
        if self.known.now is not None:
            return self.known.now.g_per_kwh
        return self.average.g_per_kwh if self.average is not None else None
