"""The changes slice: changes of the open estate, the newest of them, and which connections are unlocked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.change import RUNNING

if TYPE_CHECKING:
    from console.domain.change_event import ChangeChanged, ConnectionUnlocked
    from console.store.state import State

CAPACITY = 500  # the journal holds all of them


def reduce(state: State, event: ChangeChanged) -> tuple[State, frozenset[object]]:
    """Take a change of the open estate as it is now; an older step than the known one is late and changes nothing."""
    change = event.change
    known = state.changes.get(change.id)
    elsewhere = state.estate is None or state.estate.name != change.estate
    if elsewhere or (known is not None and known.step >= change.step):
        return state, frozenset()
    changes = {**state.changes, change.id: change}
    if len(changes) > CAPACITY:
        ended = (one for one in changes.values() if one.state not in RUNNING)
        oldest = min(ended, key=lambda one: one.at_s, default=None)
        if oldest is not None:
            del changes[oldest.id]
    return replace(state, changes=changes), frozenset({change.id})


def reduce_unlocked(state: State, event: ConnectionUnlocked) -> tuple[State, frozenset[object]]:
    """Take until when a connection is unlocked."""
    unlock = event.unlock
    if state.estate is None or state.estate.name != unlock.estate:
        return state, frozenset()
    return replace(state, unlocks={**state.unlocks, unlock.connection: unlock}), frozenset({unlock.connection})
