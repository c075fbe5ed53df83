"""The words around a forecast: what it cannot say, how far it is to be trusted, how it was made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.forecast.forecast_note import ForecastNote
from console.domain.forecast.measure import Measure
from console.domain.forecast.scenario import Scenario
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, percent, significant

if TYPE_CHECKING:
    from datetime import date

    from console.domain.forecast.backtest import Backtest
    from console.domain.forecast.run_out import RunOut

_CLOCKS_S = 7_200.0  # days of 24 hours drift by an hour from those of the clocks when these are changed


def measure_text(measure: Measure) -> str:
    """Return what a measure is called."""
    return {
        Measure.RPS: t("Requests"),
        Measure.TOKENS: t("Tokens"),
        Measure.QUEUE: t("Queue"),
        Measure.STORAGE: t("Storage"),
    }[measure]


def scenario_text(scenario: Scenario) -> str:
    """Return what a scenario is called."""
    return {
        Scenario.EXPECTED: t("As the back-test chose"),
        Scenario.LEVEL: t("Level holds"),
        Scenario.GROWTH: t("Growth continues"),
        Scenario.OWN: t("Own growth"),
    }[scenario]


def provider_text(provider: str) -> str:
    """Return the name of a way of forecasting; a dash for none."""
    names = {
        "profile": t("usual week and level"),
        "components": t("state-space model"),
        "naive": t("last week repeated"),
    }
    return names.get(provider, UNKNOWN)


def note_text(note: ForecastNote) -> str:
    """Return a remark as a sentence."""
    return {
        ForecastNote.TOO_SHORT: t("Less than three days are known: too little to say anything."),
        ForecastNote.NO_WEEK: t("Less than two weeks are known: days of the week are not told apart yet."),
        ForecastNote.SHORT_REACH: t("History is too short to try forecasts this far ahead; the end is untried."),
        ForecastNote.FURTHER_THAN_HISTORY: t("The forecast reaches much further ahead than history reaches back."),
        ForecastNote.GAPS: t("Some hours of the past are missing."),
        ForecastNote.OUTAGES: t("Hours that look like outages were left out."),
        ForecastNote.LEVEL_SHIFT: t("The level of the past changed at once; whether the new one stays is not known."),
        ForecastNote.ZEROS: t("There are hours without any demand; small values are forecast roughly."),
        ForecastNote.NEGATIVE: t("There are values below zero."),
        ForecastNote.CONSTANT: t("The past is constant: nothing tells how much it could vary."),
        ForecastNote.NOT_BETTER: t("On the past it was no better than repeating the last week."),
    }[note]


def trust_text(backtest: Backtest) -> str:
    """Return in a few sentences how a forecast would have done in the past."""
    if not backtest.origins or backtest.smape is None:
        return t("Never tried on the past: history is too short.")
    parts = [
        t(
            "Tried from {origins} points of the past, up to {days} d ahead: error {error} %.",
            origins=backtest.origins,
            days=backtest.reach_d,
            error=significant(backtest.smape),
        )
    ]
    if backtest.naive_smape is not None:
        parts.append(t("Repeating the last week: {error} %.", error=significant(backtest.naive_smape)))
    if backtest.coverage is not None:
        parts.append(t("{share} lay inside the 80 % band.", share=percent(backtest.coverage)))
    if backtest.peak_error is not None:
        parts.append(t("Daily peaks were missed by {share} on average.", share=percent(backtest.peak_error)))
    return " ".join(parts)


def run_out_text(found: RunOut, zone: str) -> str:
    """Return when a capacity is passed, with the interval in which that is likely."""
    likely, early, late = (local_day(at_s, zone) for at_s in (found.likely_s, found.early_s, found.late_s))
    if early is None:
        return t("not in sight")
    return t("{day} (from {early} to {late})", day=likely or t("later"), early=early, late=late or t("later"))


def local_day(at_s: float | None, zone: str) -> str | None:
    """Return the date of a day that begins about a moment (unix seconds); ``None`` stays."""
    return None if at_s is None else local_date(at_s, zone).isoformat()


def local_date(at_s: float, zone: str) -> date:
    """Return the day that begins about a moment (unix seconds)."""
    return datetime.fromtimestamp(at_s + _CLOCKS_S, UTC).astimezone(ZoneInfo(zone)).date()
