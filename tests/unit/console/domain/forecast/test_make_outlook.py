"""An outlook says what a series can say, and says what it cannot. (proves L4.1)"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from console.domain.forecast.campaign import Campaign
from console.domain.forecast.day_grid import local_places
from console.domain.forecast.demand_series import DAY_S, HOUR_S
from console.domain.forecast.fan import LEVELS
from console.domain.forecast.forecast_note import ForecastNote
from console.domain.forecast.make_outlook import content_of, make_outlook
from console.domain.forecast.outlook import Outlook
from console.domain.forecast.providers.robust_profile import RobustProfile
from console.domain.forecast.providers.weekly_naive import WeeklyNaive
from console.domain.forecast.run_out import RunOut
from console.domain.forecast.scenario import Scenario
from console.domain.forecast.shape import shape_forecast
from console.store.history.row_codec import decode_rows, encode_rows
from tests.fakes.demand import MONDAY_S, demand, series, usual_week

QUICK = (RobustProfile(), WeeklyNaive())


def _outlook(values: NDArray[np.float64], days: int = 14, **how: Any) -> Outlook:
    return make_outlook("prom", series(values, **how), days, providers=QUICK)


def test_a_regular_week_goes_on() -> None:
    outlook = _outlook(demand(10))
    forecast = shape_forecast(outlook)
    expected = np.resize(usual_week(), 14 * 24)
    assert np.median(np.abs(forecast.hours.at(0.5) / expected - 1)) < 0.03
    assert outlook.backtest.smape is not None
    assert outlook.backtest.smape < outlook.backtest.naive_smape  # type: ignore[operator]
    assert outlook.notes == ()


def test_the_same_series_gives_the_same_outlook() -> None:
    assert _outlook(demand(8)) == _outlook(demand(8))


def test_quantiles_never_cross_and_the_band_widens_with_the_distance() -> None:
    forecast = shape_forecast(_outlook(demand(13, noise=0.2), days=91))
    assert (np.diff(forecast.hours.values, axis=0) >= 0).all()
    assert (np.diff(forecast.peaks.values, axis=0) >= 0).all()
    width = np.log(forecast.peaks.at(0.9) / forecast.peaks.at(0.1))
    assert width[-7:].mean() > width[:7].mean()


def test_growth_goes_on_only_in_the_scenario_that_says_so() -> None:
    outlook = _outlook(demand(26, growth=0.5, noise=0.03), days=91)
    assert outlook.growth_per_year == pytest.approx(np.expm1(0.5), abs=0.15)
    last = {
        one: shape_forecast(outlook, one).hours.at(0.5)[-168:].mean() for one in Scenario if one is not Scenario.OWN
    }
    now = demand(26, growth=0.5, noise=0.0)[-168:].mean()
    assert last[Scenario.LEVEL] == pytest.approx(now, rel=0.05)
    assert last[Scenario.GROWTH] == pytest.approx(now * np.exp(0.5 * 91 / 365), rel=0.05)
    assert last[Scenario.LEVEL] < last[Scenario.EXPECTED] <= last[Scenario.GROWTH] * 1.01


def test_own_growth_is_added_to_the_level_of_now() -> None:
    outlook = _outlook(demand(13), days=91)
    level, own = (shape_forecast(outlook, one, 1.0).hours.at(0.5) for one in (Scenario.LEVEL, Scenario.OWN))
    assert own[-1] / level[-1] == pytest.approx(2 ** (91 / 365), rel=1e-6)
    assert shape_forecast(outlook, Scenario.OWN, -0.5).hours.at(0.5)[-1] < level[-1]


@pytest.mark.parametrize(
    ("hours", "note"),
    [(40, ForecastNote.TOO_SHORT), (10 * 24, ForecastNote.NO_WEEK), (60 * 24, ForecastNote.SHORT_REACH)],
)
def test_short_history_says_what_it_cannot_say(hours: int, note: ForecastNote) -> None:
    outlook = _outlook(demand(0, hours=hours), days=91)
    assert note in outlook.notes
    assert (outlook.horizon_d == 0) == (note is ForecastNote.TOO_SHORT)


def test_an_outlook_that_says_nothing_has_no_steps() -> None:
    forecast = shape_forecast(_outlook(demand(0, hours=30)))
    assert forecast.hours.values.shape == forecast.peaks.values.shape == (7, 0)
    assert forecast.first_over(1.0).likely_s is None


def test_a_forecast_further_than_history_says_so() -> None:
    assert ForecastNote.FURTHER_THAN_HISTORY in _outlook(demand(5), days=91).notes


def test_gaps_are_told_and_do_not_bend_the_forecast() -> None:
    values = demand(10)
    whole = shape_forecast(_outlook(values)).hours.at(0.5)
    values[200:450] = np.nan
    values[900::7] = np.nan
    outlook = _outlook(values)
    assert ForecastNote.GAPS in outlook.notes
    assert shape_forecast(outlook).hours.at(0.5) == pytest.approx(whole, rel=0.1)


def test_outages_are_left_out() -> None:
    values = demand(10)
    values[-100:-90] = 0.01
    values[500:520] *= 0.02
    outlook = _outlook(values)
    assert ForecastNote.OUTAGES in outlook.notes
    assert shape_forecast(outlook).hours.at(0.5) == pytest.approx(
        shape_forecast(_outlook(demand(10))).hours.at(0.5), rel=0.1
    )


def test_after_a_level_shift_the_new_level_counts() -> None:
    values = demand(13)
    values[: 6 * 168] *= 0.5
    outlook = _outlook(values)
    assert ForecastNote.LEVEL_SHIFT in outlook.notes
    assert shape_forecast(outlook).hours.at(0.5) == pytest.approx(np.resize(usual_week(), 336), rel=0.25)


def test_zeros_and_negative_values_are_handled_and_told() -> None:
    values = np.random.default_rng(3).poisson(demand(9) / 40).astype(float)
    outlook = _outlook(values)
    assert ForecastNote.ZEROS in outlook.notes
    assert (shape_forecast(outlook).hours.values >= 0).all()
    signed = _outlook(demand(9) - 60.0)
    assert ForecastNote.NEGATIVE in signed.notes
    assert shape_forecast(signed).hours.at(0.5).min() < 0 < shape_forecast(signed).hours.at(0.5).max()


def test_a_cell_that_was_not_used_before_is_foretold_from_its_first_day_on() -> None:
    values = demand(13)
    values[: 62 * 24] = 0.0  # it was built two months before traffic came
    outlook = _outlook(values, 90)
    assert (outlook.history_d, ForecastNote.ZEROS in outlook.notes) == (29, False)
    assert outlook.past_peaks[:62] == (0.0,) * 62  # what was is told as it was
    assert len(outlook.past_peaks) == 91
    peaks = shape_forecast(outlook).peaks.at(0.5)
    assert peaks[[0, 28, 84]] == pytest.approx([140.0] * 3, rel=0.1)


def test_seldom_use_and_gaps_are_not_taken_for_a_beginning() -> None:
    seldom = np.zeros(13 * 168)
    seldom[1000::96] = 5.0
    assert _outlook(seldom).history_d == 91
    late = demand(13)
    late[: 62 * 24] = np.nan
    assert ForecastNote.GAPS in _outlook(late).notes


@pytest.mark.parametrize("value", [0.0, 12.5])
def test_a_constant_past_stays_constant_and_says_so(value: float) -> None:
    outlook = _outlook(np.full(60 * 24, value))
    assert ForecastNote.CONSTANT in outlook.notes
    assert shape_forecast(outlook).hours.at(0.5) == pytest.approx(np.full(14 * 24, value), abs=1e-4)


def test_a_single_known_value_says_nothing() -> None:
    values = np.full(100, np.nan)
    values[50] = 3.0
    assert _outlook(values).horizon_d == 0


def test_daily_series_are_forecast_by_day() -> None:
    daily = demand(40).reshape(-1, 24).mean(axis=1)
    outlook = _outlook(daily, days=28, step_s=DAY_S)
    forecast = shape_forecast(outlook)
    assert forecast.hours.at(0.5).shape == (28,)
    assert forecast.hours.at(0.5) == pytest.approx(np.resize(daily[:7], 28), rel=0.1)


def test_peaks_are_those_of_local_days() -> None:
    outlook = _outlook(demand(10), zone="Asia/Tokyo")
    forecast = shape_forecast(outlook)
    assert {int(at_s + 9 * 3600) % DAY_S for at_s in forecast.peaks.times} == {0}
    assert forecast.peaks.at(0.5).max() == pytest.approx(usual_week().max(), rel=0.12)
    assert outlook.past_peaks[-3] == pytest.approx(usual_week().max(), rel=0.4)


def test_two_part_days_have_hours_and_no_peak() -> None:
    forecast = shape_forecast(_outlook(demand(0, hours=10 * 24 + 9), days=1))
    assert len(forecast.hours.times) == 24
    assert forecast.peaks.values.shape == (len(LEVELS), 0)
    assert forecast.first_over(0.0) == RunOut()
    assert len(shape_forecast(_outlook(demand(0, hours=10 * 24 + 9), days=2)).peaks.times) == 1
    assert len(shape_forecast(_outlook(demand(0, hours=10 * 24), days=1)).peaks.times) == 1


def test_the_usual_day_follows_the_clocks_when_they_change() -> None:
    """Users live by the local clock: in UTC the day comes an hour earlier in summer."""
    first_s = 1_771_196_400.0  # 16 February 2026, 00:00 in Berlin; the clocks change on 29 March
    hours = 9 * 168
    _, slots = local_places("Europe/Berlin", first_s, HOUR_S, hours + 168)
    values = usual_week()[:24][slots]
    outlook = make_outlook("prom", series(values[:hours], zone="Europe/Berlin", first_s=first_s), 7, providers=QUICK)
    assert shape_forecast(outlook).hours.at(0.5) == pytest.approx(values[hours:], rel=0.02)


def test_run_out_is_the_first_day_over_a_capacity() -> None:
    outlook = _outlook(demand(26, growth=1.0, noise=0.03), days=91)
    forecast = shape_forecast(outlook, Scenario.GROWTH)
    capacity = float(forecast.peaks.at(0.5)[45])
    found = forecast.first_over(capacity)
    assert found.early_s is not None
    assert found.likely_s is not None
    assert found.early_s <= found.likely_s
    assert found.late_s is None or found.late_s >= found.likely_s
    assert forecast.first_over(1e9).early_s is None


def test_content_tells_series_horizon_and_campaigns_apart() -> None:
    one = series(demand(5))
    campaign = Campaign("sale", MONDAY_S, MONDAY_S + 3600, 2.0)
    marks = {
        content_of(one, 91, ()), content_of(one, 14, ()), content_of(one, 91, (campaign,)),
        content_of(replace(one, values=one.values + 1e-9), 91, ()), content_of(replace(one, zone="Asia/Tokyo"), 91, ()),
    }  # fmt: skip
    assert len(marks) == 5
    assert make_outlook("prom", one, 14, providers=QUICK).content == content_of(one, 14, ())


def test_the_row_survives_the_history_as_it_is() -> None:
    outlook = _outlook(demand(10))
    assert decode_rows(encode_rows([outlook])) == (outlook,)
    assert len(encode_rows([_outlook(demand(40), days=91)])) < 40_000


def test_machines_that_do_not_follow_the_clocks_are_recognised() -> None:
    """The same weeks as above, but the demand comes at the same hour of UTC all the time."""
    first_s, hours = 1_771_196_400.0, 9 * 168
    values = demand(10, noise=0.02)
    outlook = make_outlook("prom", series(values[:hours], zone="Europe/Berlin", first_s=first_s), 7, providers=QUICK)
    assert outlook.zone == "Etc/GMT-2"
    assert shape_forecast(outlook).hours.at(0.5) == pytest.approx(values[hours:], rel=0.12)
