"""The carbon intensity of each grid zone as a row: now, its origin and age, and the best hour to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.carbon_intensity import USUAL_THRESHOLD_G, CarbonIntensity, IntensityKind, IntensitySignal
from console.domain.yearly_average import average_of
from console.domain.zone_carbon import ZoneCarbon, zone_carbon
from console.estate.grid_zone import grid_zone
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.domain.yearly_average import YearlyAverage
    from console.estate.schema.estate import Estate
    from console.store.state import State

TOPIC = "carbon"
SIGNAL = "carbon_intensity"
"""The key under which an estate file may state another threshold."""


@dataclass(frozen=True, slots=True)
class CarbonRow:
    """``grams`` is gCO2/kWh now, ``None`` when nobody knows; ``lowest`` the least of the next 24 hours.

    ``is_dirty``: above ``threshold``; ``None`` when nobody knows. Texts are ready to be shown.
    """

    zone: str
    cells: tuple[str, ...]
    grams: float | None
    kind: str
    origin: str
    age: str
    lowest_grams: float | None
    lowest_at: str
    threshold: float
    is_dirty: bool | None
    provider: str
    attribution: str


def carbon_rows(state: State, averages: Mapping[str, YearlyAverage], now_s: float) -> tuple[CarbonRow, ...]:
    """Return one row per zone of the estate's cells and of its carbon sources, zones with cells first."""
    estate = state.estate
    if estate is None:
        return ()
    figures = [
        row
        for connection in estate.carbon
        for row in state.rows(connection.key, TOPIC, CarbonIntensity)
    ]  # fmt: skip
    zones = _zones(estate, figures)
    limit = estate.thresholds.get(SIGNAL)
    threshold = limit.warning if limit is not None and limit.warning is not None else USUAL_THRESHOLD_G
    rows = [_row(zone_carbon(zone, figures, now_s), cells, averages, threshold, now_s) for zone, cells in zones.items()]
    return tuple(sorted(rows, key=lambda row: (not row.cells, row.zone)))


def kind_word(kind: IntensityKind, signal: IntensitySignal) -> str:
    """Return how a figure came about, and what it counts where that is not the usual."""
    words = {
        IntensityKind.MEASURED: t("measured"),
        IntensityKind.ESTIMATED: t("estimated"),
        IntensityKind.FORECAST: t("forecast"),
        IntensityKind.FIXED: t("fixed"),
        IntensityKind.YEARLY_AVERAGE: t("yearly average"),
    }
    return t("{kind}, marginal", kind=words[kind]) if signal is IntensitySignal.MARGINAL else words[kind]


def hour_text(at_s: float) -> str:
    """Return a moment as day and minute in the computer's time zone."""
    return datetime.fromtimestamp(at_s, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _zones(estate: Estate, figures: Iterable[CarbonIntensity]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {one.zone: () for one in figures}
    for cell in estate.cells:
        zone = grid_zone(cell)
        if zone:
            found[zone] = (*found.get(zone, ()), cell.key)
    return found


def _row(
    known: ZoneCarbon, cells: tuple[str, ...], averages: Mapping[str, YearlyAverage], threshold: float, now_s: float
) -> CarbonRow:
    if known.now is None:
        return _average_row(known.zone, cells, averages, threshold)
    now, lowest = known.now, known.lowest
    return CarbonRow(
        zone=known.zone,
        cells=cells,
        grams=now.g_per_kwh,
        kind=now.kind.value,
        origin=kind_word(now.kind, now.signal),
        age=ago(now.issued_at_s or now.from_s, now_s),
        lowest_grams=None if lowest is None else lowest.g_per_kwh,
        lowest_at=UNKNOWN if lowest is None else hour_text(lowest.from_s),
        threshold=threshold,
        is_dirty=now.g_per_kwh > threshold,
        provider=now.provider,
        attribution=now.attribution,
    )


def _average_row(
    zone: str, cells: tuple[str, ...], averages: Mapping[str, YearlyAverage], threshold: float
) -> CarbonRow:
    """Return the row of a zone for which no figure holds now: its country's yearly average, told as such."""
    average = average_of(zone, averages)
    if average is None:
        return CarbonRow(zone, cells, None, "", UNKNOWN, UNKNOWN, None, UNKNOWN, threshold, None, "", "")
    return CarbonRow(
        zone=zone,
        cells=cells,
        grams=average.g_per_kwh,
        kind=IntensityKind.YEARLY_AVERAGE.value,
        origin=kind_word(IntensityKind.YEARLY_AVERAGE, IntensitySignal.AVERAGE),
        age=t("of {year}", year=average.year),
        lowest_grams=None,
        lowest_at=UNKNOWN,
        threshold=threshold,
        is_dirty=average.g_per_kwh > threshold,
        provider=average.source,
        attribution=f"{average.source}, {average.licence}",
    )


def grams_text(grams: float | None) -> str:
    """Return gCO2/kWh as a number, without its unit."""
    return number(grams)
