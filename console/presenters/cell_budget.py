"""The objective of a cell whose budget is worst: it speaks for the cell where its attainment would stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.slo.named_places import named_places
from console.kernel.i18n import t
from console.presenters.cell_row import ATTAINMENT
from console.presenters.figure import Evidence, Figure
from console.presenters.format import percent, significant
from console.presenters.signal_text import signal_label
from console.presenters.slo_rows import objectives, slo_row

if TYPE_CHECKING:
    from console.estate.schema.cell import Cell
    from console.presenters.slo_rows import SloRow
    from console.store.state import State

_TWICE = -1.0


def worst_objective(state: State, cell: Cell) -> SloRow | None:
    """Return the objective of a cell with the least budget left; ``None`` while none is known."""
    names = {cell.key, cell.selectors.metrics_cell}
    told = ((one, named_places(dict(one.labels).get("cell", ""))) for one in objectives(state))
    own = (slo_row(one) for one, cells in told if not names.isdisjoint(cells))
    return next((row for row in own if row.health is not Health.UNKNOWN), None)


def budget_figure(state: State, cell: Cell) -> Figure | None:
    """Return what is left of the worst budget of a cell, keyed as the figure in whose place it is shown."""
    row = worst_objective(state, cell)
    if row is None:
        return None
    status = row.status
    table = state.table(status.ref.connection, "slos")
    meaning = t(
        "The worst error budget here is that of {service} {name}: {attained} attained of {objective}.",
        service=row.service,
        name=row.name,
        attained=row.attained,
        objective=row.objective,
    )
    return Figure(
        key=ATTAINMENT,
        label=signal_label(ATTAINMENT),
        text=_left_text(status.budget_left),
        meaning="\n".join(part for part in (meaning, row.note) if part),
        severity=row.health,
        value=status.budget_left,
        evidence=Evidence(row.query, status.ref.connection, table.at_s if table is not None else None),
    )


def _left_text(left: float | None) -> str:
    if left is not None and left <= _TWICE:
        return t("{times} × used up", times=significant(1 - left, 2))
    return t("{share} left", share=percent(left))
