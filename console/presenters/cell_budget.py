"""The objective of a cell whose budget is worst: it speaks for the cell where its attainment would stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.figure import Evidence, Figure
from console.presenters.format import percent
from console.presenters.slo_rows import slo_rows

if TYPE_CHECKING:
    from console.estate.schema.cell import Cell
    from console.presenters.slo_rows import SloRow
    from console.store.state import State

ATTAINMENT = "slo_attainment"


def worst_objective(state: State, cell: Cell) -> SloRow | None:
    """Return the objective of a cell with the least budget left; ``None`` while none is known."""
    names = {cell.key, cell.selectors.metrics_cell}
    own = (row for row in slo_rows(state) if row.cell and row.cell in names)
    return next((row for row in own if row.health is not Health.UNKNOWN), None)


def with_worst_budget(state: State, cell: Cell, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return the figures of a cell with its worst budget in place of the attainment, where objectives are known."""
    row = worst_objective(state, cell)
    if row is None:
        return figures
    return tuple(_figure(state, row, one) if one.key == ATTAINMENT else one for one in figures)


def _figure(state: State, row: SloRow, plain: Figure) -> Figure:
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
        label=plain.label,
        text=t("{share} left", share=percent(status.budget_left)),
        meaning="\n".join(part for part in (meaning, row.note) if part),
        severity=row.health,
        value=status.budget_left,
        evidence=Evidence(row.query, status.ref.connection, table.at_s if table is not None else None),
    )
