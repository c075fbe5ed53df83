"""The objectives that concern a cell: its own, and those of the whole estate, which are of no cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.slo.named_places import named_places
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
    cells = named_places(labels.get("cell", ""))
    return not names.isdisjoint(cells) if cells else _serves(cell, named_places(labels.get("segment", "")))


def _serves(cell: Cell, segments: tuple[str, ...]) -> bool:
    served = {one.casefold() for one in cell.segments}
    return not segments or not served or not served.isdisjoint(one.casefold() for one in segments)
