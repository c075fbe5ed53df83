"""The course of a cell's demand for a plot: what was, what will be between which bounds, and what is needed."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, NamedTuple

from console.domain.capacity.cell_demand import calendar_day

if TYPE_CHECKING:
    from console.domain.capacity.cell_outlook import NeedCourse
    from console.domain.forecast.forecast import Forecast
    from console.domain.forecast.outlook import Outlook

_DAY_S = 86_400.0
_PAST_D = 60
_BANDS = ((0.05, 0.95), (0.10, 0.90), (0.25, 0.75))


class FanBand(NamedTuple):
    """Between two quantiles: ``share`` of the courses stay inside."""

    share: float
    low: tuple[float, ...]
    high: tuple[float, ...]


class FanCourse(NamedTuple):
    """Peaks of days in requests per second; times are the days' begins (unix seconds). The widest band comes first."""

    past_times: tuple[float, ...]
    past: tuple[float, ...]
    times: tuple[float, ...]
    middle: tuple[float, ...]
    bands: tuple[FanBand, ...]
    need_times: tuple[float, ...]
    need: tuple[float, ...]

    @property
    def begins_s(self) -> float:
        """Return where the course begins."""
        return (self.past_times or self.times or (0.0,))[0]

    @property
    def ends_s(self) -> float:
        """Return where it ends."""
        return (self.times or self.past_times or (1.0,))[-1]


def fan_course(outlook: Outlook, forecast: Forecast, need: NeedCourse | None) -> FanCourse:
    """Return the course of a forecast with the last weeks before it."""
    peaks = forecast.peaks
    times = tuple(peaks.times.tolist())
    begin_s = times[0] if times else outlook.at_s
    offset_s = begin_s - calendar_day(begin_s) * _DAY_S
    past = [(outlook.past_day + place, value) for place, value in enumerate(outlook.past_peaks)][-_PAST_D:]
    return FanCourse(
        past_times=tuple(day * _DAY_S + offset_s for day, _ in past),
        past=tuple(nan if value is None else value for _, value in past),
        times=times,
        middle=tuple(peaks.at(0.5).tolist()),
        bands=tuple(
            FanBand(high - low, tuple(peaks.at(low).tolist()), tuple(peaks.at(high).tolist())) for low, high in _BANDS
        ),
        need_times=need.days if need is not None else (),
        need=need.middle if need is not None else (),
    )
