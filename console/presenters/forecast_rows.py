"""The forecasts that are known, one row per demand: peaks ahead, and how far to trust them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from console.domain.forecast.outlook import TOPIC, Outlook
from console.domain.forecast.scenario import Scenario
from console.estate.campaigns import campaigns_of

if TYPE_CHECKING:
    from console.domain.forecast.campaign import Campaign
    from console.domain.forecast.demand_key import DemandKey
    from console.domain.forecast.forecast import Forecast
    from console.domain.forecast.run_out import RunOut
    from console.estate.schema.estate import Estate
    from console.store.state import State

_DAY_S = 86_400.0
_RECENT_D = 28


class ForecastWish(NamedTuple):
    """What is supposed: a scenario, the user's growth in a year, and campaigns beside those of the calendars."""

    scenario: Scenario = Scenario.EXPECTED
    growth_per_year: float = 0.0
    campaigns: tuple[Campaign, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ForecastRow:
    """``recent_peak`` is the highest step of the last four weeks, ``peak`` the highest one expected within the horizon.

    ``upper`` is the highest that daily peaks reach with a chance of 1 in 10. Unit: the outlook's. ``None``: unknown.
    """

    outlook: Outlook
    forecast: Forecast
    campaigns: tuple[Campaign, ...]
    recent_peak: float | None
    peak: float | None
    upper: float | None
    peak_day_s: float | None

    @property
    def zone(self) -> str:
        """Return the IANA name of the clock that its days are of."""
        return self.outlook.zone

    def run_out(self, capacity: float) -> RunOut:
        """Return when the daily peak first passes a capacity."""
        return self.forecast.first_over(capacity)


def outlooks(state: State) -> tuple[Outlook, ...]:
    """Return what is known of every demand of the open estate, by cell, measure and segment."""
    tables = (table for (_, topic), table in state.objects.items() if topic == TOPIC)
    rows = [row for table in tables for row in table.rows.values() if isinstance(row, Outlook)]
    return tuple(sorted(rows, key=lambda row: (row.key.cell, row.key.measure, row.key.segment)))


def outlook_of(state: State, key: DemandKey) -> Outlook | None:
    """Return what is known of one demand."""
    return next((one for one in outlooks(state) if one.key == key), None)


def forecast_rows(state: State, wish: ForecastWish = ForecastWish()) -> tuple[ForecastRow, ...]:  # noqa: B008 - frozen
    """Return a row per demand whose cell the estate still has."""
    estate = state.estate
    if estate is None:
        return ()
    return tuple(_row(estate, one, wish) for one in outlooks(state) if estate.cell(one.key.cell) is not None)


def _row(estate: Estate, outlook: Outlook, wish: ForecastWish) -> ForecastRow:
    from console.domain.forecast.shape import shape_forecast  # noqa: PLC0415 - heavy: numpy

    until_s = outlook.at_s + outlook.horizon_d * _DAY_S
    planned = campaigns_of(estate, outlook.key.cell, outlook.key.segment, outlook.at_s, until_s)
    campaigns = (*planned, *wish.campaigns)
    forecast = shape_forecast(outlook, wish.scenario, wish.growth_per_year, campaigns)
    recent = [one for one in outlook.past_peaks[-_RECENT_D:] if one is not None]
    middle = forecast.peaks.at(0.5)
    highest = int(middle.argmax()) if len(middle) else None
    return ForecastRow(
        outlook,
        forecast,
        campaigns,
        max(recent, default=None),
        float(middle[highest]) if highest is not None else None,
        float(forecast.peaks.at(0.9).max()) if highest is not None else None,
        float(forecast.peaks.times[highest]) if highest is not None else None,
    )
