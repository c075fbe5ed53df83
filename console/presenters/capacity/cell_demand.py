"""The demand of a cell as forecast, in the form that capacity is planned in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.capacity.cell_demand import CellDemand
from console.domain.forecast.shape import shape_forecast
from console.estate.campaigns import campaigns_of
from console.presenters.capacity.capacity_plan import CapacityPlan

if TYPE_CHECKING:
    from console.domain.forecast.campaign import Campaign
    from console.domain.forecast.forecast import Forecast
    from console.domain.forecast.outlook import Outlook
    from console.estate.schema.estate import Estate

_DAY_S = 86_400.0


def planned_campaigns(estate: Estate, outlook: Outlook, plan: CapacityPlan) -> tuple[Campaign, ...]:
    """Return the campaigns of the calendar that concern a series within its horizon, as the plan has them."""
    until_s = outlook.at_s + outlook.horizon_d * _DAY_S
    found = campaigns_of(estate, outlook.key.cell, outlook.key.segment, outlook.at_s, until_s)
    tried = dict(plan.uplifts)
    return tuple(replace(one, uplift=tried.get(one.title, one.uplift)) for one in found)


def campaigns_ahead(estate: Estate, outlook: Outlook) -> tuple[tuple[Campaign, float], ...]:
    """Return each campaign ahead with its multiple: as the calendar plans it, else as campaigns of the past were."""
    measured = {one.title: one.factor for one in outlook.effects}
    usual = measured.get("", 1.0)
    return tuple(
        (one, one.uplift if one.uplift is not None else measured.get(one.title, usual))
        for one in planned_campaigns(estate, outlook, CapacityPlan())
    )


def campaign_multiples(estate: Estate, outlook: Outlook) -> tuple[tuple[str, float], ...]:
    """Return the title of each campaign ahead with its multiple; of one that comes back, that of the first time."""
    found: dict[str, float] = {}
    for one, multiple in campaigns_ahead(estate, outlook):
        found.setdefault(one.title, multiple)
    return tuple(found.items())


def planned_forecast(estate: Estate, outlook: Outlook, plan: CapacityPlan) -> Forecast:
    """Return the forecast of a series under a plan."""
    return shape_forecast(outlook, plan.scenario, plan.growth_per_year, planned_campaigns(estate, outlook, plan))


def demand_of(outlook: Outlook, forecast: Forecast) -> CellDemand:
    """Return the daily peaks of a forecast, with what past forecasts missed."""
    peaks = forecast.peaks
    return CellDemand(
        days=tuple(peaks.times.tolist()),
        middle=tuple(peaks.at(0.5).tolist()),
        lower=tuple(peaks.at(0.1).tolist()),
        upper=tuple(peaks.at(0.9).tolist()),
        peak_buffer=outlook.backtest.peak_buffer or 0.0,
        zone=outlook.zone,
    )
