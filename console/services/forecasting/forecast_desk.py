"""Making the outlooks of the open estate: reads the past, calculates in workers, and puts them into the store."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from console.domain.event import ObjectsListed
from console.domain.forecast.demand_series import HOUR_S, DemandSeries
from console.domain.forecast.make_outlook import content_of, make_outlook, outlook_ref
from console.domain.forecast.measure import Measure
from console.domain.forecast.outlook import TOPIC, Outlook
from console.estate.campaigns import campaigns_of
from console.estate.cell_zone import cell_zone
from console.kernel.errors import ConsoleError
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.ports.metric import MetricReader
from console.services.forecasting.demand_reading import ToldDemand, read_demand
from console.services.forecasting.hour_grid import HourGrid
from console.services.forecasting.kept_demand import SOURCE, kept_demand

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from console.domain.forecast.campaign import Campaign
    from console.domain.forecast.demand_key import DemandKey
    from console.domain.resource import ResourceRef
    from console.estate.schema.cell import Cell
    from console.estate.schema.estate import Estate
    from console.services.session import OpenEstate, Session

QUARTER_D = 91
HISTORY_D = 400
_SHOWN_EVERY = 25
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One calculation: where its row goes, the series, and the campaigns of its time."""

    connection: str
    series: DemandSeries
    campaigns: tuple[Campaign, ...]


class ForecastDesk:
    """Any number may work on a session; what was made of the same content is not made again.

    ``troubles`` has a sentence for each source or series that the last round could not use.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._opened: OpenEstate | None = None
        self.troubles: tuple[str, ...] = ()

    async def refresh(
        self,
        *,
        measures: Sequence[Measure] = tuple(Measure),
        cells: Collection[str] = (),
        horizon_d: int = QUARTER_D,
        segments: bool = True,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> tuple[Outlook, ...]:
        """Return the outlooks of some measures of some cells (none named: all), and put them into the store.

        Without ``segments`` those of whole cells only.

        Runs on the I/O loop; ``progress`` is called there with how many of how many series are done. Cancelling ends
        the calculations at once. A source that fails is told, and the local history stands in for it.
        """
        opened = self._opened = self._session.open
        if opened is None:
            return ()
        troubles: list[str] = []
        chosen = [one for one in opened.estate.cells if not cells or one.key in cells]
        found = await self._wanted(opened.estate, chosen, measures, troubles)
        wanted = [one for one in found if segments or not one.series.key.segment]
        made = await self._made(wanted, horizon_d, progress, troubles)
        self._put(made)
        self.troubles = tuple(troubles)
        return tuple(made)

    async def _wanted(
        self, estate: Estate, cells: Sequence[Cell], measures: Sequence[Measure], troubles: list[str]
    ) -> list[_Wanted]:
        grid = HourGrid.until(self._session.clock.now().timestamp(), HISTORY_D)
        kept = await self._kept(estate, cells, grid, troubles)
        told: dict[DemandKey, ToldDemand] = {}
        for server in estate.prometheus:
            reader = self._session.offered(server.key, MetricReader)
            mine = [one for one in cells if one.prometheus == server.key]
            if reader is None or not mine:
                continue
            try:
                told |= await read_demand(reader, server, mine, measures, grid)
            except ConsoleError as error:
                troubles.append(
                    t("{connection}: {error} {hint}", connection=server.key, error=error.message, hint=error.hint)
                )
        keys = [key for key in dict.fromkeys((*told, *kept)) if key.measure in measures]
        keys.sort(key=lambda one: (one.segment != "", one.measure is not Measure.RPS, one))  # what is looked at first
        return [_wanted(estate, key, _joined(told.get(key), kept.get(key)), grid) for key in keys]

    async def _kept(
        self, estate: Estate, cells: Sequence[Cell], grid: HourGrid, troubles: list[str]
    ) -> Mapping[DemandKey, ToldDemand]:
        history = self._session.history
        if history is None:
            return {}
        seen = [key for one in self._session.store.state.readings.values() for key in one.values]
        try:
            return await self._session.runtime.in_thread(kept_demand, history, estate.name, cells, seen, grid)
        except ConsoleError as error:
            troubles.append(str(error))
            return {}

    async def _made(
        self, wanted: Sequence[_Wanted], horizon_d: int, progress: Callable[[int, int], None], troubles: list[str]
    ) -> list[Outlook]:
        known = self._known()
        made: list[Outlook] = []
        done = 0
        progress(0, len(wanted))

        async def make(one: _Wanted) -> None:
            nonlocal done
            found = known.get(outlook_ref(one.connection, one.series.key))
            if found is None or found.content != content_of(one.series, horizon_d, one.campaigns):
                found = await self._calculated(one, horizon_d, troubles)
            made.extend(() if found is None else (found,))
            done += 1
            progress(done, len(wanted))
            if done % _SHOWN_EVERY == 0:
                self._put(made)

        await gathered(*(make(one) for one in wanted))
        return sorted(made, key=lambda one: one.key)

    async def _calculated(self, one: _Wanted, horizon_d: int, troubles: list[str]) -> Outlook | None:
        work = (make_outlook, one.connection, one.series, horizon_d, one.campaigns)
        try:
            return await self._session.runtime.in_process(*work)
        except (ConsoleError, RuntimeError) as error:
            _log.warning("no forecast of %s: %s", one.series.key, error)
            key = one.series.key
            troubles.append(
                t("There is no forecast of {measure} of {cell}: {why}", measure=key.measure, cell=key.cell, why=error)
            )
            return None

    def _known(self) -> Mapping[ResourceRef, Outlook]:
        state = self._session.store.state
        tables = (table for (_, topic), table in state.objects.items() if topic == TOPIC)
        return {ref: row for table in tables for ref, row in table.rows.items() if isinstance(row, Outlook)}

    def _put(self, made: Sequence[Outlook]) -> None:
        """Put outlooks into the store beside those of other demands: the whole list is kept for offline."""
        if self._session.open is not self._opened:
            return  # another estate has been opened meanwhile
        now_s = self._session.clock.now().timestamp()
        rows = {**self._known(), **{one.ref: one for one in made}}
        for connection in dict.fromkeys(one.ref.connection for one in made):
            mine = tuple(row for ref, row in rows.items() if ref.connection == connection)
            self._session.store.dispatch(ObjectsListed(connection, TOPIC, mine, now_s))


def _wanted(estate: Estate, key: DemandKey, told: ToldDemand, grid: HourGrid) -> _Wanted:
    cell = estate.cell(key.cell)
    assert cell is not None
    begins = int(np.flatnonzero(np.isfinite(told.values))[0])
    first_s = grid.first_s + begins * HOUR_S
    series = DemandSeries(key, cell_zone(estate, cell), first_s, HOUR_S, told.values[begins:], told.query)
    campaigns = campaigns_of(estate, cell.key, key.segment, first_s, grid.end_s)
    return _Wanted(cell.prometheus or "", series, campaigns)


def _joined(told: ToldDemand | None, kept: ToldDemand | None) -> ToldDemand:
    """Return what a server told, its gaps filled from the local history."""
    if told is None or kept is None:
        found = told or kept
        assert found is not None
        return found
    filled = np.where(np.isfinite(told.values), told.values, kept.values)
    return (
        told if np.array_equal(filled, told.values, equal_nan=True) else ToldDemand(filled, f"{told.query}\n{SOURCE}")
    )
