"""Everything that the Carbon page shows, from one state."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.kernel.i18n import t
from console.presenters.batch_rows import batch_rows
from console.presenters.carbon_rows import attribution_text, carbon_rows, grams_text
from console.presenters.carbon_tiles import carbon_tiles
from console.presenters.data_state import DataKind, DataState, data_state, no_estate
from console.presenters.energy_rows import energy_facts, energy_rows
from console.presenters.format import UNKNOWN, local_minute, local_time
from console.presenters.grid_outlooks import grid_outlooks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.presenters.batch_rows import BatchRow
    from console.presenters.carbon_rows import CarbonRow
    from console.presenters.carbon_tiles import CarbonTile
    from console.presenters.energy_rows import EnergyRow
    from console.store.state import State

_WORST = (DataKind.FAILED, DataKind.STALE, DataKind.LOADING)
Facts = tuple[tuple[str, str], ...]


class CarbonView(NamedTuple):
    """``state`` is the worst that may be said of the grids, the energy and the batch jobs.

    The others are sentences for tables that have no rows: why there is nothing; empty while it is being read.
    """

    state: DataState
    no_zones: str
    no_energy: str
    no_jobs: str
    tiles: tuple[CarbonTile, ...]
    zones: tuple[CarbonRow, ...]
    cells: tuple[EnergyRow, ...]
    services: tuple[EnergyRow, ...]
    jobs: tuple[BatchRow, ...]


def carbon_view(state: State, now_s: float) -> CarbonView:
    """Return what is shown."""
    zones, jobs = carbon_rows(state, now_s), batch_rows(state, now_s)
    cells, services = energy_rows(state, now_s)
    grids, energy, batch = _grids(state, now_s), _energy(state, now_s), _jobs(state, now_s)
    several = (grids, energy, batch)
    return CarbonView(
        state=next((one for kind in _WORST for one in several if one.kind is kind), grids),
        no_zones=_why(grids, t("No cell of the estate has a zone, and no source tells one.")),
        no_energy=_why(energy, t("No metric tells what the cells use.")),
        no_jobs=_why(batch, t("No CronJob has been seen in the cells' namespaces.")),
        tiles=carbon_tiles(zones, cells, jobs),
        zones=zones,
        cells=cells,
        services=services,
        jobs=jobs,
    )


def _why(state: DataState, nothing: str) -> str:
    """Return why there are no rows; nothing can be said before the first answer."""
    if state.kind is DataKind.LOADING:
        return ""
    return f"{state.text} {state.hint}".strip() if state.kind is DataKind.FAILED else state.missing or nothing


def _grids(state: State, now_s: float) -> DataState:
    estate = state.estate
    if estate is None:
        return no_estate()
    if not estate.carbon:
        text = t("The estate names no source of carbon intensity; yearly averages stand in.")
        return DataState(DataKind.EMPTY, text, t("Add one to its file under carbon."))
    return data_state(state, (one.key for one in estate.carbon), ("carbon",), now_s)


def _energy(state: State, now_s: float) -> DataState:
    estate = state.estate
    servers = [one.key for one in estate.prometheus] if estate is not None else []
    used = [key for key in servers if estate is not None and any(cell.prometheus == key for cell in estate.cells)]
    return data_state(state, used, ("energy",), now_s)


def _jobs(state: State, now_s: float) -> DataState:
    cells = state.estate.cells if state.estate is not None else ()
    return data_state(state, (cell.cluster for cell in cells), ("jobs",), now_s)


def zone_facts(state: State, zone: CarbonRow, now_s: float) -> Facts:
    """Return what is known of the figure of a zone, and who says it."""
    outlook = grid_outlooks(state, now_s).get(zone.zone)
    now = outlook.known.now if outlook is not None else None
    return (
        (t("Zone"), zone.zone),
        (t("Cells"), ", ".join(zone.cells) or UNKNOWN),
        (t("Now"), f"{grams_text(zone.grams)} gCO2/kWh ({zone.origin})"),
        (t("Threshold"), f"{grams_text(zone.threshold)} gCO2/kWh"),
        (t("Holds"), UNKNOWN if now is None else f"{local_minute(now.from_s)} – {local_minute(now.to_s)}"),
        (t("Issued"), local_time(now.issued_at_s if now is not None else None)),
        (t("Provider"), zone.provider or UNKNOWN),
        (t("Attribution"), attribution_text(zone.attribution) or UNKNOWN),
        (t("Connection"), UNKNOWN if now is None else now.ref.connection),
        (t("Read"), _read(state, now.ref.connection, "carbon") if now is not None else UNKNOWN),
    )


def energy_evidence(state: State, row: EnergyRow, services: Iterable[EnergyRow]) -> tuple[Facts, Facts]:
    """Return what the numbers of a cell or service are made of, and the queries behind them."""
    connection = row.total.cell.prometheus or ""
    parts = [one.total for one in services if one.cell == row.cell] if not row.service else [row.total]
    queries: dict[str, str] = {}
    for part in parts:
        queries |= dict(part.queries)
    facts = (*energy_facts(row), (t("Read"), _read(state, connection, "energy")))
    return facts, tuple(queries.items())


def _read(state: State, connection: str, topic: str) -> str:
    table = state.table(connection, topic)
    return local_time(table.at_s if table is not None else None)
