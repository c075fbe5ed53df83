"""Forecasts as rows, words and records. (proves L4.1)"""

import json
from dataclasses import replace

import pytest

from console.domain.forecast.backtest import Backtest
from console.domain.forecast.campaign import Campaign
from console.domain.forecast.demand_series import DAY_S
from console.domain.forecast.forecast_note import ForecastNote
from console.domain.forecast.make_outlook import make_outlook
from console.domain.forecast.outlook import TOPIC, Outlook
from console.domain.forecast.providers.robust_profile import RobustProfile
from console.domain.forecast.providers.weekly_naive import WeeklyNaive
from console.domain.forecast.run_out import RunOut
from console.domain.forecast.scenario import Scenario
from console.presenters.forecast_record import day_records, forecast_record, run_out_record
from console.presenters.forecast_rows import ForecastWish, forecast_rows, outlook_of
from console.presenters.forecast_text import note_text, run_out_text, trust_text
from console.store.state import ObjectTable, State
from tests.fakes.demand import demand, series
from tests.fakes.small_estate import ESTATE


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    return make_outlook("prom", series(demand(9)), 28, (), (RobustProfile(), WeeklyNaive()))


def _state(*rows: Outlook) -> State:
    return State(estate=ESTATE, objects={("prom", TOPIC): ObjectTable({one.ref: one for one in rows}, 0.0)})


def test_a_row_says_the_peaks_behind_and_ahead(outlook: Outlook) -> None:
    (row,) = forecast_rows(_state(outlook))
    assert row.recent_peak == max(one for one in outlook.past_peaks[-28:] if one is not None)
    assert row.peak is not None
    assert row.upper is not None
    assert row.upper > row.peak
    assert row.peak_day_s in row.forecast.peaks.times
    assert outlook_of(_state(outlook), outlook.key) is outlook


def test_cells_that_are_gone_and_closed_estates_have_no_rows(outlook: Outlook) -> None:
    gone = replace(outlook, key=outlook.key._replace(cell="atlantis"))
    assert forecast_rows(_state(gone)) == ()
    assert forecast_rows(State()) == ()


def test_wishes_change_the_peaks(outlook: Outlook) -> None:
    campaign = Campaign("x", outlook.at_s + 3 * DAY_S, outlook.at_s + 4 * DAY_S, 3.0)
    plain, grown, pushed = (
        forecast_rows(_state(outlook), wish)[0].peak or 0.0
        for wish in (ForecastWish(Scenario.LEVEL), ForecastWish(Scenario.OWN, 5.0), ForecastWish(campaigns=(campaign,)))
    )
    assert grown > 1.1 * plain
    assert pushed > 2 * plain


def test_records_hold_the_back_test_and_are_plain(outlook: Outlook) -> None:
    (row,) = forecast_rows(_state(outlook))
    record = json.loads(json.dumps(forecast_record(row)))
    assert record["backtest"]["scores"].keys() == {"profile", "naive"}
    assert record["from"] == "2026-03-09T00:00:00+00:00"
    days = day_records(row)
    assert [one["day"] for one in days][:2] == ["2026-03-09", "2026-03-10"]
    assert len(days) == 28
    assert all(one["p10"] < one["p50"] < one["p90"] for one in days)
    assert run_out_record(row, 1e9)["over_early"] is None


def test_an_outlook_that_says_nothing_is_a_row_without_numbers(outlook: Outlook) -> None:
    silent = replace(outlook, horizon_d=0, backtest=Backtest(""), notes=(ForecastNote.TOO_SHORT,))
    (row,) = forecast_rows(_state(silent))
    assert (row.peak, row.upper, row.peak_day_s) == (None, None, None)
    assert forecast_record(row)["peak_day"] is None
    assert day_records(row) == []


def test_less_than_a_whole_day_ahead_is_a_row_without_a_peak() -> None:
    short = make_outlook("prom", series(demand(0, hours=21 * 24 + 9)), 1, (), (WeeklyNaive(),))
    (row,) = forecast_rows(_state(short))
    assert len(row.forecast.hours.times) == 24
    assert (row.peak, row.upper, row.peak_day_s) == (None, None, None)
    assert forecast_record(row)["peak_day"] is None
    assert day_records(row) == []


def test_every_remark_has_its_sentence() -> None:
    sentences = {note_text(one) for one in ForecastNote}
    assert len(sentences) == len(ForecastNote)
    assert all(one.endswith(".") for one in sentences)


def test_trust_is_told_in_numbers_and_its_absence_in_words(outlook: Outlook) -> None:
    told = trust_text(outlook.backtest)
    assert told.startswith(f"Tried from {outlook.backtest.origins} points of the past, up to 28 d ahead: error ")
    assert "Repeating the last week: " in told
    assert "inside the 80 % band" in told
    assert trust_text(Backtest("")) == "Never tried on the past: history is too short."


def test_run_out_is_a_day_with_its_interval() -> None:
    day_s = 1_767_571_200.0
    assert run_out_text(RunOut(), "UTC") == "not in sight"
    assert run_out_text(RunOut(day_s), "UTC") == "later (from 2026-01-05 to later)"
    assert run_out_text(RunOut(day_s, day_s + 5 * DAY_S, None), "UTC") == "2026-01-10 (from 2026-01-05 to later)"
