"""Shaping a forecast from an outlook: scenario, growth and campaigns, in a few milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.domain.forecast.campaign_ahead import CampaignsAhead, campaigns_ahead
from console.domain.forecast.day_grid import local_places, weekdays
from console.domain.forecast.demand_series import DAY_S
from console.domain.forecast.fan import LEVELS, Fan
from console.domain.forecast.forecast import Forecast
from console.domain.forecast.scenario import Scenario
from console.domain.forecast.spread import doubt_growth
from console.domain.forecast.value_scale import ValueScale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.campaign import Campaign
    from console.domain.forecast.outlook import Outlook

_YEAR_D = 365.0
_SHORT_DAY = 23 / 24  # the clocks are put forward


class _Course(NamedTuple):
    """The steps ahead on the additive scale, the days they are on (from 0), their slots, and doubt about the level."""

    scaled: NDArray[np.float64]
    days: NDArray[np.int64]
    slots: NDArray[np.int64]
    doubt: NDArray[np.float64]


def shape_forecast(
    outlook: Outlook,
    scenario: Scenario = Scenario.EXPECTED,
    growth_per_year: float = 0.0,
    campaigns: Sequence[Campaign] = (),
) -> Forecast:
    """Return the forecast of a scenario with campaigns; without steps when the outlook says nothing.

    ``growth_per_year`` (above -1) is what ``Scenario.OWN`` adds to the level in a year: 0.2 is a fifth more.
    Campaigns that overlap multiply.
    """
    if not outlook.horizon_d:
        nothing = _nothing(outlook)
        return Forecast(outlook.key, scenario, nothing, nothing, np.empty(0))
    course = _course(outlook, scenario, growth_per_year)
    times = outlook.at_s + outlook.step_s * np.arange(len(course.scaled), dtype=np.float64)
    added = campaigns_ahead(times, outlook.step_s, campaigns, outlook.effects)
    hours = Fan(outlook.at_s, outlook.step_s, _hours(outlook, course, added))
    return Forecast(outlook.key, scenario, hours, _peaks(outlook, course, added, times), np.exp(added.mean))


def _nothing(outlook: Outlook) -> Fan:
    return Fan(outlook.at_s, outlook.step_s, np.empty((len(LEVELS), 0)))


def _course(outlook: Outlook, scenario: Scenario, growth_per_year: float) -> _Course:
    count = outlook.horizon_d * DAY_S // outlook.step_s
    places, slots = local_places(outlook.zone, outlook.at_s, outlook.step_s, count)
    days = places - places[0]
    week = np.array(outlook.shape, dtype=np.float64).reshape(7, -1)
    levels = _levels(outlook, scenario, growth_per_year)
    ahead = np.minimum(days, len(levels) - 1)  # the last day may have begun one day later
    names = weekdays(int(places[0]), int(days[-1]) + 1)
    doubt = outlook.spread.doubt * doubt_growth(int(days[-1]) + 1)
    return _Course(week[names[days], slots] + levels[ahead], days, slots, doubt)


def _levels(outlook: Outlook, scenario: Scenario, growth_per_year: float) -> NDArray[np.float64]:
    if scenario is Scenario.OWN:
        grown = np.log1p(growth_per_year) * np.arange(1.0, len(outlook.levels.level) + 1.0) / _YEAR_D
        return np.asarray(outlook.levels.level + grown, dtype=np.float64)
    chosen = {Scenario.LEVEL: outlook.levels.level, Scenario.GROWTH: outlook.levels.growth}
    return np.asarray(chosen.get(scenario, outlook.levels.expected), dtype=np.float64)


def _hours(outlook: Outlook, course: _Course, added: CampaignsAhead) -> NDArray[np.float64]:
    noise = np.array(outlook.spread.noise)[course.slots]
    deviation = np.sqrt(noise**2 + course.doubt[course.days] ** 2 + added.deviation**2)
    scaled = course.scaled + np.array(outlook.spread.hours)[:, None] * deviation
    return np.asarray(_scale(outlook).from_scale(scaled) * np.exp(added.mean))


def _peaks(outlook: Outlook, course: _Course, added: CampaignsAhead, times: NDArray[np.float64]) -> Fan:
    """Return the fan of the highest step of each whole day; without steps when none lies ahead."""
    scale = _scale(outlook)
    middle = scale.from_scale(course.scaled) * np.exp(added.mean)
    whole = np.flatnonzero(np.bincount(course.days) * outlook.step_s >= _SHORT_DAY * DAY_S)
    if not len(whole):
        return _nothing(outlook)
    begins = np.searchsorted(course.days, whole)
    ends = np.searchsorted(course.days, whole, side="right")
    top = np.array([begin + int(np.argmax(middle[begin:end])) for begin, end in zip(begins, ends, strict=True)], int)
    plain = np.sqrt(outlook.spread.peak_noise**2 + course.doubt[whole] ** 2)
    deviation = np.hypot(plain, added.deviation[top])
    levels = np.array(outlook.spread.peaks)[:, None]
    middle_level = levels[LEVELS.index(0.50)]  # how far peaks stand above the course: campaigns' doubt widens, no more
    scaled = course.scaled[top] + middle_level * plain + (levels - middle_level) * deviation
    return Fan(float(times[begins[0]]), DAY_S, scale.from_scale(scaled) * np.exp(added.mean[top]))


def _scale(outlook: Outlook) -> ValueScale:
    return ValueScale(outlook.signed, outlook.offset)
