"""The business indicators of each cell (L1.6): delivery against its objective, clicks, cost and energy per user."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.presenters.business_tiles import INDICATORS
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from console.presenters.figure import Figure
    from console.store.state import State


class BusinessRow(NamedTuple):
    """One cell; ``figures`` in the order of ``INDICATORS``."""

    cell: str
    title: str
    health: Health
    figures: tuple[Figure, ...]


def business_rows(state: State) -> tuple[BusinessRow, ...]:
    """Return the cells that tell any indicator, the worst first."""
    index = ReadingIndex(state)
    rows = []
    for cell in state.estate.cells if state.estate is not None else ():
        figures = tuple(index.figure(cell, key) for key in INDICATORS)
        if any(one.value is not None for one in figures):
            judged = (one.severity for one in figures if one.severity is not None and one.value is not None)
            rows.append(BusinessRow(cell.key, cell.title or cell.key, Health.worst(*judged), figures))
    return tuple(sorted(rows, key=lambda row: (-row.health, row.title)))
