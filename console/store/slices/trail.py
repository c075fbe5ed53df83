"""The trail slice: how the trail stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.trail_status import TrailGrown
    from console.store.state import State


def reduce(state: State, event: TrailGrown) -> tuple[State, frozenset[object]]:
    """Take the trail as it stands now; while it cannot be written, its length is the last known one."""
    status, known = event.status, state.trail
    if status.size == 0 and known is not None:
        status = replace(known, trouble=status.trouble)
    elif known is not None and not status.unsigned_why and status.signed < status.size:
        status = replace(status, unsigned_why=known.unsigned_why)  # not tried this time
    return replace(state, trail=status), frozenset({"trail"})
