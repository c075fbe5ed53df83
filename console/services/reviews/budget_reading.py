"""How the worst error budget of each cell went, asked of its metric server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.kernel.errors import ConnectorError
from console.kernel.gathered import gathered
from console.ports.metric import MetricReader
from console.presenters.cell_budget import worst_objective
from console.services.slo_history import slo_history

if TYPE_CHECKING:
    from console.domain.slo.slo_course import SloCourse
    from console.domain.slo.slo_status import SloStatus
    from console.services.session import Session
    from console.store.state import State

_AT_ONCE = 3


async def read_budgets(session: Session, state: State, now_s: float) -> tuple[SloCourse, ...]:
    """Return the courses that could be read; the others are taken from the local history, if they are there."""
    cells = state.estate.cells if state.estate is not None else ()
    rows = [row for cell in cells if (row := worst_objective(state, cell)) is not None]
    gate = asyncio.Semaphore(_AT_ONCE)

    async def ask(status: SloStatus) -> SloCourse | None:
        reader = session.offered(status.ref.connection, MetricReader)
        if reader is None:
            return None
        async with gate:
            try:
                return await slo_history(reader, status, now_s)
            except ConnectorError:
                return None

    found = await gathered(*(ask(row.status) for row in rows))
    return tuple(one for one in found if one is not None)
