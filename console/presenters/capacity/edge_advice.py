"""Rate limits of segments at the edge, as the forecast of the segments asks for (L4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.capacity.advice_row import AdviceRow
from console.presenters.routing.limit_change import limit_change
from console.presenters.routing.limit_row import LimitKind, LimitRow, limit_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.estate.schema.cell import Cell
    from console.store.state import State

_WEEK_S = 7 * 86_400
_NEARLY = 0.999  # rules count whole requests


def edge_advice(state: State, cell: Cell | None = None) -> Iterator[AdviceRow]:
    """Yield one recommendation for each rule of a segment whose demand was recorded and is forecast.

    A rule holds for all cells, so the row names those that serve the segment. ``cell``: only rules of its segments.
    """
    cells = state.estate.cells if state.estate is not None else ()
    for row in limit_rows(state, _WEEK_S):
        is_known = row.kind is LimitKind.EDGE and row.scope and row.forecast is not None and row.proposal
        if is_known and (cell is None or row.scope in cell.segments):
            yield _advice(state, row, ", ".join(one.key for one in cells if row.scope in one.segments))


def limited_segments(state: State) -> frozenset[str]:
    """Return the segments whose demand a rule at the edge limits and somebody has recorded."""
    rows = limit_rows(state, _WEEK_S)
    return frozenset(row.scope for row in rows if row.kind is LimitKind.EDGE and row.scope and row.course is not None)


def _advice(state: State, row: LimitRow, cells: str) -> AdviceRow:
    wanted = row.proposal or 0.0
    is_needed = row.limit is not None and row.limit < wanted * _NEARLY
    return AdviceRow(
        key=f"edge/{row.connection}/{row.namespace}/{row.place}",
        cell=cells,
        title=row.title,
        now=row.amount(row.limit),
        wanted=row.amount(wanted),
        why=row.reason,
        is_needed=is_needed,
        operation=limit_change(state.estate, row, wanted) if is_needed else None,
        queries=(row.evidence,),
    )
