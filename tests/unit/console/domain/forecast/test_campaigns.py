"""Campaigns are measured in the past, with their doubt, and shaped into the future at once. (proves L4.1)"""

import time

import numpy as np
import pytest
from numpy.typing import NDArray

from console.domain.forecast.campaign import Campaign
from console.domain.forecast.campaign_effect import CampaignEffect
from console.domain.forecast.demand_series import DAY_S, HOUR_S
from console.domain.forecast.make_outlook import make_outlook
from console.domain.forecast.outlook import Outlook
from console.domain.forecast.providers.robust_profile import RobustProfile
from console.domain.forecast.shape import shape_forecast
from console.store.history.row_codec import decode_rows, encode_rows
from tests.fakes.demand import MONDAY_S, demand, series

WEEKS = 10
LENGTH_S = 8 * HOUR_S


def _ran(multiples: list[float], title: str = "sale") -> tuple[NDArray[np.float64], tuple[Campaign, ...]]:
    """The usual demand with campaigns of eight hours, each on another day from the second week on."""
    values = demand(WEEKS, noise=0.02)
    campaigns = []
    for place, multiple in enumerate(multiples):
        first = (8 + 8 * place) * 24 + 9
        values[first : first + 8] *= multiple
        campaigns.append(Campaign(title, MONDAY_S + first * HOUR_S, MONDAY_S + first * HOUR_S + LENGTH_S))
    return values, tuple(campaigns)


def _outlook(values: NDArray[np.float64], campaigns: tuple[Campaign, ...]) -> Outlook:
    return make_outlook("prom", series(values), 28, campaigns, (RobustProfile(),))


def _effect(outlook: Outlook, title: str) -> CampaignEffect:
    return next(one for one in outlook.effects if one.title == title)


def _ahead(title: str, uplift: float | None = None, day: int = 3) -> Campaign:
    start_s = MONDAY_S + (WEEKS * 7 + day) * DAY_S + 9 * HOUR_S
    return Campaign(title, start_s, start_s + LENGTH_S, uplift)


def test_the_effect_of_past_campaigns_is_found_with_its_doubt() -> None:
    effect = _effect(_outlook(*_ran([1.8, 2.0, 2.2, 2.0])), "sale")
    assert effect.times == 4
    assert effect.factor == pytest.approx(2.0, rel=0.03)
    assert 1.5 < effect.low < 1.85
    assert 2.15 < effect.high < 2.7


def test_effects_survive_the_history() -> None:
    outlook = _outlook(*_ran([1.8, 2.0, 2.2]))
    assert decode_rows(encode_rows([outlook])) == (outlook,)


def test_more_campaigns_make_the_effect_surer() -> None:
    few, many = (_effect(_outlook(*_ran(one)), "sale") for one in ([1.8, 2.2], [1.8, 2.2] * 3))
    assert many.high - many.low < few.high - few.low


def test_what_is_learnt_is_learnt_without_the_campaigns() -> None:
    quiet = shape_forecast(_outlook(demand(WEEKS, noise=0.02), ())).hours.at(0.5)
    assert shape_forecast(_outlook(*_ran([3.0] * 6))).hours.at(0.5) == pytest.approx(quiet, rel=0.03)


def test_a_campaign_ahead_multiplies_its_hours_only_and_widens_their_band() -> None:
    outlook = _outlook(*_ran([1.8, 2.0, 2.2, 2.0]))
    plain, planned = (shape_forecast(outlook, campaigns=some) for some in ((), (_ahead("sale"),)))
    inside = slice(3 * 24 + 9, 3 * 24 + 17)
    assert planned.hours.at(0.5)[inside] / plain.hours.at(0.5)[inside] == pytest.approx(2.0, rel=0.03)
    others = np.ones(28 * 24, dtype=bool)
    others[inside] = False
    assert (planned.hours.values[:, others] == plain.hours.values[:, others]).all()
    widths = [(one.hours.at(0.9) / one.hours.at(0.1))[inside].mean() for one in (plain, planned)]
    assert widths[1] > widths[0]
    assert planned.peaks.at(0.5)[3] / plain.peaks.at(0.5)[3] == pytest.approx(2.0, rel=0.1)


def test_a_plan_says_more_than_the_past_and_an_unknown_title_is_as_any() -> None:
    outlook = _outlook(*_ran([1.8, 2.0, 2.2, 2.0]))
    inside = 3 * 24 + 12
    factors = [
        shape_forecast(outlook, campaigns=(one,)).factors[inside] for one in (_ahead("sale", 3.0), _ahead("new"))
    ]
    assert factors == pytest.approx([3.0, 2.0], rel=0.03)


def test_without_any_past_only_a_plan_has_an_effect() -> None:
    outlook = _outlook(demand(WEEKS), ())
    assert outlook.effects == ()
    assert (shape_forecast(outlook, campaigns=(_ahead("sale"),)).factors == 1.0).all()
    assert shape_forecast(outlook, campaigns=(_ahead("sale", 2.0),)).factors.max() == pytest.approx(2.0)


def test_half_an_hour_of_a_campaign_counts_half() -> None:
    start_s = MONDAY_S + WEEKS * 7 * DAY_S + 10.5 * HOUR_S
    forecast = shape_forecast(_outlook(demand(WEEKS), ()), campaigns=(Campaign("x", start_s, start_s + HOUR_S, 4.0),))
    assert forecast.factors[10:12] == pytest.approx([2.0, 2.0])


def test_a_campaign_that_never_ends_is_no_campaign_but_the_usual() -> None:
    """It covers more than half of the past: there would be nothing left to learn from."""
    always = (Campaign("always", MONDAY_S, MONDAY_S + 60 * DAY_S),)
    assert shape_forecast(_outlook(demand(WEEKS), always)).hours.at(0.5).min() > 0


def test_dragging_a_campaign_is_shown_within_fifty_milliseconds() -> None:
    """The preview is the forecast itself. (proves the row of the quality bar)"""
    outlook = make_outlook("prom", series(demand(26)), 91, (), (RobustProfile(),))
    many = tuple(_ahead(f"campaign {day}", 1.5, day) for day in range(90))
    shape_forecast(outlook, campaigns=many)
    times = []
    for place in range(5):
        begun_s = time.process_time()
        shape_forecast(outlook, campaigns=(*many, _ahead("dragged", 1.0 + place / 5)))
        times.append(time.process_time() - begun_s)
    assert min(times) < 0.05


def _sale_with_an_advertisement(hours: int, *, offset: int) -> tuple[NDArray[np.float64], tuple[Campaign, ...]]:
    """Four sales of two days that double demand, with ``hours`` of an advertisement in each: once and a half more."""
    values, campaigns = demand(WEEKS, noise=0.02), []
    for place in range(4):
        first = (8 + 14 * place) * 24
        values[first : first + 48] *= 2.0
        values[first + offset : first + offset + hours] *= 1.5
        starts = MONDAY_S + first * HOUR_S, MONDAY_S + (first + offset) * HOUR_S
        campaigns.append(Campaign("sale", starts[0], starts[0] + 2 * DAY_S))
        campaigns.append(Campaign("advertisement", starts[1], starts[1] + hours * HOUR_S))
    return values, tuple(campaigns)


def test_of_campaigns_that_run_at_once_each_has_its_own_effect() -> None:
    outlook = _outlook(*_sale_with_an_advertisement(8, offset=9))
    effects = [_effect(outlook, title).factor for title in ("sale", "advertisement")]
    assert effects == pytest.approx([2.0, 1.5], rel=0.04)
    both = shape_forecast(outlook, campaigns=(_ahead("sale"), _ahead("advertisement")))
    assert both.factors[3 * 24 + 12] == pytest.approx(3.0, rel=0.06)


def test_campaigns_that_never_ran_without_each_other_share_the_effect() -> None:
    outlook = _outlook(*_sale_with_an_advertisement(48, offset=0))
    both = shape_forecast(outlook, campaigns=(_ahead("sale"), _ahead("advertisement")))
    assert both.factors[3 * 24 + 12] == pytest.approx(3.0, rel=0.06)
    assert _effect(outlook, "sale").factor == pytest.approx(3.0**0.5, rel=0.04)


def test_a_sale_that_is_known_alone_tells_what_came_on_top_of_another() -> None:
    values, campaigns = _sale_with_an_advertisement(48, offset=0)
    first = MONDAY_S + 4 * DAY_S
    values[4 * 24 : 5 * 24] *= 2.0
    outlook = _outlook(values, (*campaigns, Campaign("sale", first, first + DAY_S)))
    effects = [_effect(outlook, title).factor for title in ("sale", "advertisement")]
    assert effects == pytest.approx([2.0, 1.5], rel=0.06)


def test_campaigns_within_each_other_are_told_apart_from_the_outermost_to_the_innermost() -> None:
    values, campaigns = demand(WEEKS, noise=0.02), []
    for title, begin, end, factor in (("season", 0, 96, 2.0), ("sale", 10, 80, 1.5), ("hour", 20, 50, 3.0)):
        values[8 * 24 + begin : 8 * 24 + end] *= factor
        first_s = MONDAY_S + 8 * DAY_S
        campaigns.append(Campaign(title, first_s + begin * HOUR_S, first_s + end * HOUR_S))
    outlook = _outlook(values, tuple(campaigns))
    effects = [_effect(outlook, title).factor for title in ("season", "sale", "hour")]
    assert effects == pytest.approx([2.0, 1.5, 3.0], rel=0.05)


@pytest.mark.parametrize("told", ["past", "plan"])
def test_doubt_about_a_campaign_widens_the_peaks_of_its_days_and_does_not_raise_their_middle(told: str) -> None:
    values, campaigns = _ran([3.0]) if told == "past" else (demand(WEEKS, noise=0.02), ())
    outlook = _outlook(values, campaigns)
    plain, planned = (
        shape_forecast(outlook, campaigns=some).peaks for some in ((), (_ahead("sale", None if campaigns else 3.0),))
    )
    assert planned.at(0.5)[3] / plain.at(0.5)[3] == pytest.approx(3.0, rel=0.04)
    assert planned.at(0.9)[3] / planned.at(0.5)[3] > 1.2 * plain.at(0.9)[3] / plain.at(0.5)[3]
