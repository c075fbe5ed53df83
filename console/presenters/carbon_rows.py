"""The carbon intensity of each grid zone as a row: now, its origin and age, and the best hour to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.carbon.carbon_intensity import SIMULATED, IntensityKind, IntensitySignal
from console.estate.grid_zone import grid_zone
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, local_minute, number
from console.presenters.grid_outlooks import carbon_threshold, grid_outlooks

if TYPE_CHECKING:
    from console.domain.carbon.grid_outlook import GridOutlook
    from console.domain.carbon.yearly_average import YearlyAverage
    from console.store.state import State


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
    lowest_at_s: float | None
    issued_at_s: float | None
    threshold: float
    is_dirty: bool | None
    provider: str
    attribution: str


def carbon_rows(state: State, now_s: float) -> tuple[CarbonRow, ...]:
    """Return one row per zone of the estate's cells and of its carbon sources, zones with cells first."""
    threshold, cells = carbon_threshold(state), _cells(state)
    rows = [_row(one, cells.get(zone, ()), threshold, now_s) for zone, one in grid_outlooks(state, now_s).items()]
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


def _cells(state: State) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for cell in state.estate.cells if state.estate is not None else ():
        zone = grid_zone(cell)
        found[zone] = (*found.get(zone, ()), cell.key)
    return found


def _row(outlook: GridOutlook, cells: tuple[str, ...], threshold: float, now_s: float) -> CarbonRow:
    now, lowest = outlook.known.now, outlook.known.lowest
    if now is None:
        return _average_row(outlook.zone, cells, outlook.average, threshold)
    return CarbonRow(
        zone=outlook.zone,
        cells=cells,
        grams=now.g_per_kwh,
        kind=now.kind.value,
        origin=kind_word(now.kind, now.signal),
        age=ago(now.issued_at_s or now.from_s, now_s),
        lowest_grams=None if lowest is None else lowest.g_per_kwh,
        lowest_at=UNKNOWN if lowest is None else local_minute(lowest.from_s),
        lowest_at_s=None if lowest is None else lowest.from_s,
        issued_at_s=now.issued_at_s or now.from_s,
        threshold=threshold,
        is_dirty=now.g_per_kwh > threshold,
        provider=now.provider,
        attribution=now.attribution,
    )


def _average_row(zone: str, cells: tuple[str, ...], average: YearlyAverage | None, threshold: float) -> CarbonRow:
    """Return the row of a zone for which no figure holds now: its country's yearly average, told as such."""
    if average is None:
        return CarbonRow(zone, cells, None, "", UNKNOWN, UNKNOWN, None, UNKNOWN, None, None, threshold, None, "", "")
    return CarbonRow(
        zone=zone,
        cells=cells,
        grams=average.g_per_kwh,
        kind=IntensityKind.YEARLY_AVERAGE.value,
        origin=kind_word(IntensityKind.YEARLY_AVERAGE, IntensitySignal.AVERAGE),
        age=t("of {year}", year=average.year),
        lowest_grams=None,
        lowest_at=UNKNOWN,
        lowest_at_s=None,
        issued_at_s=None,
        threshold=threshold,
        is_dirty=average.g_per_kwh > threshold,
        provider=average.source,
        attribution=f"{average.source}, {average.licence}",
    )


def attribution_text(attribution: str) -> str:
    """Return whose figures they are, as it is to be shown: providers by their names, the lab in the language."""
    return t("simulated by the lab") if attribution == SIMULATED else attribution


def grams_text(grams: float | None) -> str:
    """Return gCO2/kWh as a number, without its unit."""
    return number(grams)
