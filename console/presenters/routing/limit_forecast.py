"""How much more than was recorded the forecast expects of what a limit counts: of a segment, or of a cell (L4.2)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from console.domain.capacity.cell_demand import calendar_day
from console.domain.forecast.measure import Measure
from console.domain.replay.traffic_course import SEGMENT
from console.estate.campaigns import campaigns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.forecast.outlook import Outlook
    from console.domain.replay.traffic_course import TrafficCourse
    from console.estate.schema.estate import Estate

_DAY_S = 86_400.0
_Days = dict[int, float]
_T = TypeVar("_T")


class LimitForecast(NamedTuple):
    """``peak`` is what is expected at most within ``days`` days, ``buffer`` the share of it that is kept free."""

    peak: float
    buffer: float
    days: int


def limit_forecast(
    estate: Estate | None, known: Sequence[Outlook], course: TrafficCourse | None
) -> LimitForecast | None:
    """Return what the ``known`` forecasts say of a recorded demand; ``None`` where none is of it and looks ahead.

    The recorded peak grows as the forecast ones do over those of the recorded days: forecasts are of what cells are
    asked, behind the cache of the edge. A segment is asked for in several cells: their peaks are taken to come at one
    time. Model calls of a cell go as its requests.
    """
    recorded = max((one for one in course.rates if one is not None), default=0.0) if course is not None else 0.0
    if course is None or estate is None or not recorded:
        return None
    wanted = ("", course.part) if course.measure == SEGMENT else (course.part, "")
    found = [one for one in known if _is_wanted(one, *wanted) and estate.cell(one.key.cell) is not None]
    first, last = calendar_day(course.first_s - course.step_s), calendar_day(course.at_s)
    past = [_recorded(one, first, last) for one in found]
    ahead = [{day: peak for day, peak in _ahead(_Same(one), _Same(estate)) if day >= last} for one in found]
    before, after = _highest(past), _highest(ahead)
    if not before or not after:
        return None
    buffer = max((one.backtest.peak_buffer or 0.0 for one in found), default=0.0)
    days = min(len(days) for days in ahead)
    return LimitForecast(recorded * after / before, max(buffer, estate.capacity.rule().least_buffer), days)


def _is_wanted(outlook: Outlook, cell: str, segment: str) -> bool:
    key = outlook.key
    return key.measure is Measure.RPS and key.segment == segment and key.cell == (cell or key.cell)


def _recorded(outlook: Outlook, first: int, last: int) -> _Days:
    """Return the peaks of the recorded days; of an older forecast those of as many days before its end."""
    end = min(last, outlook.past_day + len(outlook.past_peaks) - 1)
    days = enumerate(outlook.past_peaks, outlook.past_day)
    return {last - end + day: peak for day, peak in days if peak is not None and end - (last - first) <= day <= end}


def _highest(several: Sequence[Mapping[int, float]]) -> float:
    """Return the highest sum of a day that all of them tell; 0 without one."""
    common = set(several[0]).intersection(*several[1:]) if several else set()
    return max((sum(days[day] for days in several) for day in common), default=0.0)


class _Same(Generic[_T]):
    """Stands for a thing that is compared by being the same one: rows and estates are never changed in place."""

    __slots__ = ("one",)

    def __init__(self, one: _T) -> None:
        self.one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.one is self.one

    def __hash__(self) -> int:
        return id(self.one)


@lru_cache(maxsize=64)
def _ahead(outlook: _Same[Outlook], estate: _Same[Estate]) -> tuple[tuple[int, float], ...]:
    """Return the expected peak of each day ahead; tables ask for the same again and again."""
    from console.domain.forecast.shape import shape_forecast  # noqa: PLC0415 - heavy: numpy

    one = outlook.one
    until_s = one.at_s + one.horizon_d * _DAY_S
    campaigns = campaigns_of(estate.one, one.key.cell, one.key.segment, one.at_s, until_s)
    peaks = shape_forecast(one, campaigns=campaigns).peaks
    days = zip(peaks.times.tolist(), peaks.at(0.5).tolist(), strict=True)
    return tuple((calendar_day(at_s), peak) for at_s, peak in days)
