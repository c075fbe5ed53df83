"""Forecasts as plain values for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console.domain.forecast.fan import LEVELS
from console.presenters.forecast_text import local_day

if TYPE_CHECKING:
    from console.presenters.forecast_rows import ForecastRow


def forecast_record(row: ForecastRow) -> dict[str, Any]:
    """Return a forecast with its back-test; times are ISO 8601, shares are ratios, errors are percent."""
    outlook, test = row.outlook, row.outlook.backtest
    return {
        "cell": outlook.key.cell,
        "segment": outlook.key.segment,
        "metric": outlook.key.measure.value,
        "unit": outlook.unit.value,
        "scenario": row.forecast.scenario.value,
        "from": _moment(outlook.at_s, "UTC"),
        "horizon_days": outlook.horizon_d,
        "history_days": outlook.history_d,
        "recent_peak": _rounded(row.recent_peak),
        "peak": _rounded(row.peak),
        "peak_upper": _rounded(row.upper),
        "peak_day": local_day(row.peak_day_s, outlook.zone),
        "growth_per_year": outlook.growth_per_year,
        "provider": outlook.provider,
        "backtest": {
            "origins": test.origins,
            "reach_days": test.reach_d,
            "smape_percent": _rounded(test.smape),
            "seasonal_naive_smape_percent": _rounded(test.naive_smape),
            "coverage_80": _rounded(test.coverage),
            "peak_error": _rounded(test.peak_error),
            "peak_buffer_95": _rounded(test.peak_buffer),
            "scores": {one.provider: _rounded(one.smape) for one in test.scores},
        },
        "campaigns": [
            {
                "title": one.title,
                "start": _moment(one.start_s, outlook.zone),
                "end": _moment(one.end_s, outlook.zone),
                "uplift": one.uplift,
            }
            for one in row.campaigns
        ],
        "campaign_effects": [
            {
                "title": one.title,
                "times": one.times,
                "multiple": _rounded(one.factor),
                "low": _rounded(one.low),
                "high": _rounded(one.high),
            }
            for one in outlook.effects
        ],
        "notes": [one.value for one in outlook.notes],
        "source": outlook.source,
    }


def run_out_record(row: ForecastRow, capacity: float) -> dict[str, Any]:
    """Return the first days over a capacity: with a chance of 1 in 10, 1 in 2 and 9 in 10; ``None``: not in sight."""
    found = row.run_out(capacity)
    return {
        "over": capacity,
        "over_early": local_day(found.early_s, row.zone),
        "over_likely": local_day(found.likely_s, row.zone),
        "over_late": local_day(found.late_s, row.zone),
    }


def day_records(row: ForecastRow) -> list[dict[str, Any]]:
    """Return the quantiles of the daily peaks, one record per local day."""
    key, peaks = row.outlook.key, row.forecast.peaks
    head = {"cell": key.cell, "segment": key.segment, "metric": key.measure.value}
    names = [f"p{round(100 * level):02d}" for level in LEVELS]
    return [
        {**head, "day": local_day(at_s, row.zone), **dict(zip(names, map(_rounded, values), strict=True))}
        for at_s, values in zip(peaks.times.tolist(), peaks.values.T.tolist(), strict=True)
    ]


def _rounded(value: float | None) -> float | None:
    """Return a number as exactly as it is known."""
    return None if value is None else float(f"{value:.6g}")


def _moment(at_s: float, zone: str) -> str:
    return datetime.fromtimestamp(at_s, UTC).astimezone(ZoneInfo(zone)).isoformat()
