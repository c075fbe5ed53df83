"""The business indicators of the whole estate (L1.6), each against its objective where it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.signal import Reading
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.presenters.figure import figure
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from console.domain.signal import Signal
    from console.presenters.figure import Figure
    from console.store.state import State

INDICATORS = ("delivery_success", "cta_click_rate", "cost_per_user", "kwh_per_user", "active_users")


def business_tiles(state: State) -> tuple[Figure, ...]:
    """Return one figure per indicator over all cells: users added up, everything else weighted by active users."""
    index = ReadingIndex(state)
    return tuple(_over_cells(state, index, SIGNALS_BY_KEY[key]) for key in INDICATORS)


def _over_cells(state: State, index: ReadingIndex, signal: Signal) -> Figure:
    parts: list[tuple[float, float, Reading]] = []
    connection = ""
    for cell in state.estate.cells if state.estate is not None else ():
        users = index.value(cell, "active_users")
        for _, reading in index.of(cell, signal.key):
            parts.append((reading.value, users or 0.0, reading))
            connection = cell.prometheus or ""
    if not parts:
        return figure(signal, None, None, connection)
    if signal.key == "active_users":
        value = sum(part[0] for part in parts)
    else:
        weight = sum(part[1] for part in parts)
        value = sum(part[0] * part[1] for part in parts) / weight if weight else sum(p[0] for p in parts) / len(parts)
    newest = max((part[2] for part in parts), key=lambda reading: reading.at_s)
    return figure(signal, None, Reading(value, newest.at_s, newest.query), connection)
