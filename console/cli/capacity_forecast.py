"""``cell-console capacity forecast``: the demand of the cells ahead, with how far to trust it."""

from typing import TYPE_CHECKING, NamedTuple

import click

from console.cli.campaign_option import to_campaigns
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.format import short

if TYPE_CHECKING:
    from console.domain.forecast.campaign import Campaign
    from console.domain.forecast.measure import Measure
    from console.presenters.forecast_rows import ForecastRow, ForecastWish
    from console.store.state import State

_MEASURES = ("rps", "tokens", "queue", "storage")
_SCENARIOS = ("expected", "level", "growth")
_NAMES = (
    "cell",
    "segment",
    "metric",
    "unit",
    "scenario",
    "from",
    "horizon_days",
    "history_days",
    "recent_peak",
    "peak",
    "peak_upper",
    "peak_day",
    "growth_per_year",
    "provider",
    "backtest",
    "campaigns",
    "campaign_effects",
    "notes",
    "source",
)
_OVER_NAMES = ("over", "over_early", "over_likely", "over_late")


class _Asked(NamedTuple):
    """Which forecasts; nothing named means all."""

    cells: tuple[str, ...]
    segments: tuple[str, ...]
    measures: tuple[str, ...]
    horizon_d: int
    wait_s: float


@click.command(name="forecast", help=t("Forecast the demand of cells and segments, and say how far to trust it."))
@click.option("--cell", "cells", multiple=True, metavar="KEY", help=t("Only this cell; may be repeated."))
@click.option("--segment", "segments", multiple=True, help=t("Only this segment; may be repeated."))
@click.option("--metric", "measures", multiple=True, type=click.Choice(_MEASURES), help=t("Only this measure."))
@click.option(
    "--horizon", type=click.IntRange(1, 366), default=91, show_default=True, metavar="DAYS", help=t("Days ahead.")
)
@click.option("--scenario", type=click.Choice(_SCENARIOS), default="expected", show_default=True,
              help=t("What is supposed of the level."))  # fmt: skip
@click.option("--growth", type=NumberRange(-99, 10_000), metavar="PERCENT", help=t("Your own growth in a year."))
@click.option(
    "--campaign", "campaigns", multiple=True, metavar="START/6h=2.0", callback=to_campaigns,
    help=t("A campaign beside those of the calendars: begin, length (h or d), multiple of demand."),
)  # fmt: skip
@click.option("--over", type=NumberRange(0, 1e18), metavar="CAPACITY",
              help=t("Also say when the daily peak first passes this (in the unit of the measure)."))  # fmt: skip
@click.option("--days", is_flag=True, help=t("One row per day instead of one per forecast."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 3600), default=300.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def forecast(
    invocation: Invocation,
    *,
    cells: tuple[str, ...],
    segments: tuple[str, ...],
    measures: tuple[str, ...],
    horizon: int,
    scenario: str,
    growth: float | None,
    campaigns: "tuple[Campaign, ...]",
    over: float | None,
    days: bool,
    cached: bool,
    wait: float,
    output: str,
) -> None:
    """Print the forecasts; exit code 3 when a source could not be read, 1 when there is nothing to say."""
    from console.presenters.forecast_rows import forecast_rows  # noqa: PLC0415 - heavy: store

    asked = _Asked(cells, segments, measures, horizon, wait)
    _check(invocation, asked)
    state, troubles = _known(invocation) if cached else _computed(invocation, asked)
    rows = [row for row in forecast_rows(state, _wish(scenario, growth, campaigns)) if _is_asked(row, asked)]
    emit_sheet(_day_sheet(rows) if days else _sheet(rows, over), output)
    for sentence in (*_notes(rows), *troubles):
        invocation.note(sentence)
    if not rows:
        invocation.note(t("Nothing is known of the past of such a demand."))
    if troubles or not rows:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE if troubles else ExitCode.CHECK_FAILED)


def _check(invocation: Invocation, asked: _Asked) -> None:
    known = [one.key for one in invocation.load_estate().estate.cells]
    wrong = next((one for one in asked.cells if one not in known), None)
    if wrong is not None:
        raise UserError(
            t("The estate has no cell {key}.", key=repr(wrong)),
            t("There are: {names}.", names=", ".join(known) or t("none")),
        )


def _wish(scenario: str, growth: float | None, campaigns: "tuple[Campaign, ...]") -> "ForecastWish":
    from console.domain.forecast.scenario import Scenario  # noqa: PLC0415
    from console.presenters.forecast_rows import ForecastWish  # noqa: PLC0415

    if growth is not None:
        return ForecastWish(Scenario.OWN, growth / 100.0, campaigns)
    return ForecastWish(Scenario(scenario), 0.0, campaigns)


def _known(invocation: Invocation) -> "tuple[State, tuple[str, ...]]":
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: connectors

    return read_state(invocation, (), wait_s=1.0, cached=True).state, ()


def _computed(invocation: Invocation, asked: _Asked) -> "tuple[State, tuple[str, ...]]":
    from console.cli.opened import opened  # noqa: PLC0415 - heavy: connectors
    from console.services.forecasting.forecast_desk import ForecastDesk  # noqa: PLC0415 - heavy: numpy

    with opened(invocation) as session:
        session.store.drain(asked.wait_s)
        desk = ForecastDesk(session)
        work = desk.refresh(measures=_measures(asked), cells=asked.cells, horizon_d=asked.horizon_d)
        try:
            session.runtime.run(work, asked.wait_s)
        except TimeoutError:
            raise UserError(
                t("The forecasts were not ready within {seconds} s.", seconds=asked.wait_s),
                t("Name fewer cells, or use --wait to wait longer."),
            ) from None
        session.store.drain(asked.wait_s)
        return session.store.state, desk.troubles


def _measures(asked: _Asked) -> "tuple[Measure, ...]":
    from console.domain.forecast.measure import Measure  # noqa: PLC0415

    return tuple(Measure(one) for one in asked.measures or _MEASURES)


def _is_asked(row: "ForecastRow", asked: _Asked) -> bool:
    key = row.outlook.key
    if asked.segments and key.segment not in asked.segments:
        return False
    return (not asked.cells or key.cell in asked.cells) and (not asked.measures or key.measure in asked.measures)


def _sheet(rows: "list[ForecastRow]", over: float | None) -> Sheet:
    from console.presenters.forecast_record import forecast_record, run_out_record  # noqa: PLC0415
    from console.presenters.forecast_text import measure_text, provider_text, run_out_text  # noqa: PLC0415
    from console.presenters.format import UNKNOWN, percent, quantity  # noqa: PLC0415

    def error(smape: float | None) -> str:
        return percent(None if smape is None else smape / 100.0)

    titles: tuple[str, ...] = (
        t("CELL"), t("SEGMENT"), t("MEASURE"), t("PAST DAYS"), t("PEAK OF 4 WEEKS"), t("PEAK AHEAD"), t("1 IN 10 OVER"),
        t("GROWTH A YEAR"), t("METHOD"), t("ERROR"), t("LAST WEEK'S"), t("IN 80 % BAND"), t("PEAKS MISSED"),
    )  # fmt: skip
    cells = [
        [
            row.outlook.key.cell, row.outlook.key.segment or UNKNOWN, measure_text(row.outlook.key.measure),
            str(row.outlook.history_d), *(quantity(one, row.outlook.unit) for one in
            (row.recent_peak, row.peak, row.upper)), percent(row.outlook.growth_per_year),
            provider_text(row.outlook.provider), error(row.outlook.backtest.smape),
            error(row.outlook.backtest.naive_smape), percent(row.outlook.backtest.coverage),
            percent(row.outlook.backtest.peak_error),
        ]
        for row in rows
    ]  # fmt: skip
    records = [forecast_record(row) for row in rows]
    names: tuple[str, ...] = _NAMES
    if over is not None:
        titles = (*titles, t("OVER {capacity}", capacity=short(over)))
        passed = [UNKNOWN if row.peak is None else run_out_text(row.run_out(over), row.zone) for row in rows]
        cells = [[*line, day] for line, day in zip(cells, passed, strict=True)]
        names = (*names, *_OVER_NAMES)
        records = [{**record, **run_out_record(row, over)} for record, row in zip(records, rows, strict=True)]
    return Sheet(titles, cells, records, frozenset({3, 4, 5, 6, 7, 9, 10, 11, 12}), names=names)


def _notes(rows: "list[ForecastRow]") -> "list[str]":
    """Return each remark once, with how many of the forecasts it is about."""
    from collections import Counter  # noqa: PLC0415

    from console.presenters.forecast_text import note_text  # noqa: PLC0415

    counts = Counter(note_text(note) for row in rows for note in row.outlook.notes)
    if parts := sum(1 for row in rows if row.outlook.horizon_d and row.peak is None):
        counts[t("No whole day lies ahead, so no daily peak is known: use --horizon 2 or more.")] = parts
    return [
        t("{note} ({count} of {total} forecasts)", note=note, count=count, total=len(rows))
        for note, count in counts.most_common()
    ]


def _day_sheet(rows: "list[ForecastRow]") -> Sheet:
    from console.presenters.forecast_record import day_records  # noqa: PLC0415
    from console.presenters.forecast_text import measure_text  # noqa: PLC0415
    from console.presenters.format import quantity  # noqa: PLC0415

    titles = (t("DAY"), t("CELL"), t("SEGMENT"), t("MEASURE"), t("9 IN 10 OVER"), t("PEAK"), t("1 IN 10 OVER"))
    records = [(row, record) for row in rows for record in day_records(row)]
    cells = [
        [
            record["day"], row.outlook.key.cell, row.outlook.key.segment, measure_text(row.outlook.key.measure),
            *(quantity(record[name], row.outlook.unit) for name in ("p10", "p50", "p90")),
        ]
        for row, record in records
    ]  # fmt: skip
    return Sheet(
        titles,
        cells,
        [record for _, record in records],
        frozenset({4, 5, 6}),
        names=("cell", "segment", "metric", "day", "p10", "p50", "p90"),
    )
