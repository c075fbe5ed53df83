"""The connections slice: the status of each connection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.event import ConnectionChanged, ConnectionWatched, SignalsObserved
    from console.store.state import State


def reduce(state: State, event: ConnectionChanged) -> tuple[State, frozenset[object]]:
    """Keep the newest status; ``since_s`` stays while the state word is the same, ``last_ok_at_s`` never goes back.

    Whether anybody looks at it is told on its own.
    """
    status = event.status
    known = state.connections.get(status.key)
    if known is not None:
        if known.state == status.state and not known.from_history:
            status = replace(status, since_s=known.since_s)
        if status.last_ok_at_s is None or (known.last_ok_at_s or 0) > status.last_ok_at_s:
            status = replace(status, last_ok_at_s=known.last_ok_at_s)
        if not status.detail:
            status = replace(status, detail=known.detail)
        status = replace(status, is_watched=known.is_watched)
    if status == known:
        return state, frozenset()
    return replace(state, connections={**state.connections, status.key: status}), frozenset({status.key})


def reduce_signals(state: State, event: SignalsObserved) -> tuple[State, frozenset[object]]:
    """Remember that data arrived; told as no change of its own, for the readings tell it, and every few seconds."""
    known = state.connections.get(event.connection)
    if known is None or (known.last_ok_at_s or 0.0) >= event.at_s:
        return state, frozenset()
    heard = replace(known, last_ok_at_s=event.at_s)
    return replace(state, connections={**state.connections, event.connection: heard}), frozenset()


def reduce_watched(state: State, event: ConnectionWatched) -> tuple[State, frozenset[object]]:
    """Remember whether anybody looks at a connection; its state stays as it was last seen."""
    known = state.connections.get(event.connection)
    if known is None or known.is_watched == event.is_watched:
        return state, frozenset()
    now = replace(known, is_watched=event.is_watched)
    return replace(state, connections={**state.connections, event.connection: now}), frozenset({event.connection})
