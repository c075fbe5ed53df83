"""The demand of the next quarter as a fan, with how well such forecasts foretold the past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.domain.forecast.campaign import Campaign
from console.domain.forecast.forecast import Forecast
from console.domain.forecast.outlook import Outlook
from console.domain.report.block import Block
from console.domain.report.bullet_list import BulletList
from console.domain.report.chart import Chart, ChartBand, ChartKind, ChartLimit, ChartMoment, ChartSeries
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.table import Column, Table
from console.domain.unit import Unit
from console.kernel.i18n import t
from console.presenters.capacity.cell_demand import campaigns_ahead
from console.presenters.forecast_text import note_text, trust_text
from console.presenters.format import number, percent, quantity
from console.presenters.report_value import measured, moment, share, shown
from console.reports.cut_table import cut_table
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section

_DAY_S = 86_400.0
_MOST_CAMPAIGNS, _MOST_MOMENTS = 12, 12
_LEVELS = ((0.05, 0.95), (0.10, 0.90), (0.25, 0.75))


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield figures, the fan, and what the forecast can and cannot say."""
    outlook, forecast = ctx.views.capacity.series(ctx.here.key), ctx.views.capacity.forecast(ctx.here.key)
    if outlook is None or forecast is None or not len(forecast.peaks.times):
        hint = t("Compute it with: cell-console capacity forecast, or on the page Capacity.")
        yield missing(t("There is no forecast of this cell's demand yet."), hint)
        return
    yield KeyFigures(tuple(_figures(outlook, forecast)))
    yield _chart(ctx, outlook, forecast)
    yield from _campaigns(ctx, outlook)
    yield BulletList((trust_text(outlook.backtest), *(note_text(one) for one in outlook.notes)))
    ctx.cite(t("Forecast of the demand"), outlook.source)


def _figures(outlook: Outlook, forecast: Forecast) -> Iterator[KeyFigure]:
    middle, upper = float(forecast.peaks.at(0.5).max()), float(forecast.peaks.at(0.9).max())
    tried = outlook.backtest
    note = t("one in ten quarters above {value}", value=quantity(upper, outlook.unit))
    yield KeyFigure(t("Highest peak of {days} days", days=outlook.horizon_d), measured(middle, outlook.unit), note)
    if outlook.growth_per_year is not None:
        yield KeyFigure(t("Growth per year"), share(outlook.growth_per_year))
    if tried.smape is not None:
        error = t("last week repeated: {error}", error=percent(tried.naive_smape / 100) if tried.naive_smape else "–")
        text = percent(tried.smape / 100)
        yield KeyFigure(t("Error in the backtest (sMAPE)"), shown(text, tried.smape, "%"), error)
    if tried.coverage is not None:
        yield KeyFigure(t("Inside the 80 % band"), share(tried.coverage), t("of {count} origins", count=tried.origins))


def _chart(ctx: ReviewContext, outlook: Outlook, forecast: Forecast) -> Chart:
    past = tuple(
        ((outlook.past_day + index) * _DAY_S + _DAY_S / 2, value) for index, value in enumerate(outlook.past_peaks)
    )
    times = forecast.peaks.times.tolist()
    middle = tuple(zip(times, forecast.peaks.at(0.5).tolist(), strict=True))
    bands = tuple(
        ChartBand(
            t("{share} of outcomes", share=f"{round((high - low) * 100)} %"),
            tuple(zip(times, forecast.peaks.at(low).tolist(), forecast.peaks.at(high).tolist(), strict=True)),
        )
        for low, high in _LEVELS
    )
    basis = ctx.views.capacity.basis(ctx.here.key)
    capacity = ctx.views.capacity.outlook(ctx.here.key) if basis is not None else None
    rps = capacity.load.capacity.rps if capacity is not None else None
    limits = () if rps is None else (ChartLimit(t("Capacity"), rps),)
    summary = t(
        "The middle of the forecast peaks at {value}.",
        value=quantity(max(value for _, value in middle), Unit.PER_SECOND),
    )
    series = (ChartSeries(t("Daily peak"), past), ChartSeries(t("Forecast"), middle, is_dashed=True))
    moments = tuple(ChartMoment(one.title, one.start_s) for one, _ in _ahead(ctx, outlook)[:_MOST_MOMENTS])
    return Chart(ChartKind.FAN, t("Daily peaks"), summary, t("requests/s"), series, bands, limits, moments)


def _ahead(ctx: ReviewContext, outlook: Outlook) -> tuple[tuple[Campaign, float], ...]:
    """Return the campaigns that are not over: a forecast may be some days old."""
    found = campaigns_ahead(ctx.estate, outlook)
    return tuple((one, multiple) for one, multiple in found if one.end_s > ctx.views.read_s)


def _campaigns(ctx: ReviewContext, outlook: Outlook) -> Iterator[Block]:
    """Yield the campaigns that the forecast reckons with, if there are any."""
    rows = tuple(
        (one.title, moment(one.start_s), moment(one.end_s), shown(f"× {number(multiple, 2)}", multiple))
        for one, multiple in _ahead(ctx, outlook)
    )
    columns = (
        Column(t("Campaign")), Column(t("Begins")), Column(t("Ends")),
        Column(t("Multiple of the demand"), is_right=True),
    )  # fmt: skip
    if rows:
        yield from cut_table(Table(columns, rows, t("Campaigns ahead")), _MOST_CAMPAIGNS, t("Capacity"))


SECTIONS.add(Section("forecast", 40, Place.CELL, lambda: t("Forecast of the next quarter"), build))
