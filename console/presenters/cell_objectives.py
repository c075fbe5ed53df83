"""The objectives that concern a cell: its own, and those of the whole estate, which are of no cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.slo_rows import slo_rows

if TYPE_CHECKING:
    from console.estate.schema.cell import Cell
    from console.presenters.slo_rows import SloRow
    from console.store.state import State


def cell_objectives(state: State, cell: Cell) -> tuple[SloRow, ...]:
    """Return the rows, the worst budget first; those of no cell but of a segment only where the cell serves it."""
    names = {cell.key, cell.selectors.metrics_cell} - {""}
    return tuple(row for row in slo_rows(state) if (row.cell in names if row.cell else _serves(cell, row.segment)))


def _serves(cell: Cell, segment: str) -> bool:
    segments = {one.casefold() for one in cell.segments}
    return not segment or not segments or segment.casefold() in segments
