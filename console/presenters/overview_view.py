"""Making the view of the Overview that is kept for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.business_tiles import business_tiles
from console.presenters.cell_board import cell_rows
from console.presenters.last_view import LastView
from console.presenters.topology import topology

if TYPE_CHECKING:
    from console.store.state import State


def overview_view(state: State) -> LastView | None:
    """Return what the Overview shows; ``None`` when no estate is open or nothing has ever been known of it."""
    estate = state.estate
    known = [one.last_ok_at_s for one in state.connections.values() if one.last_ok_at_s is not None]
    if estate is None or not known:
        return None
    rows = cell_rows(state)
    shown = topology(state, {row.key: row.health for row in rows})
    return LastView(estate.title or estate.name, estate.is_lab, min(known), business_tiles(state), rows, shown)
