"""The objectives that concern a cell: its own, and those of the whole estate, which are of no cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.slo_rows import objectives, slo_row

if TYPE_CHECKING:
    from console.domain.slo.slo_status import SloStatus
    from console.estate.schema.cell import Cell
    from console.presenters.slo_rows import SloRow
    from console.store.state import State


def cell_objectives(state: State, cell: Cell) -> tuple[SloRow, ...]:
    """Return the rows, the worst budget first; those of no cell but of a segment only where the cell serves it."""
    names = {cell.key, cell.selectors.metrics_cell} - {""}
    return tuple(slo_row(one) for one in objectives(state) if _concerns(one, cell, names))


def _concerns(status: SloStatus, cell: Cell, names: set[str]) -> bool:
    labels = dict(status.labels)
    name = labels.get("cell", "")
    return name in names if name else _serves(cell, labels.get("segment", ""))


def _serves(cell: Cell, segment: str) -> bool:
    segments = {one.casefold() for one in cell.segments}
    return not segment or not segments or segment.casefold() in segments
