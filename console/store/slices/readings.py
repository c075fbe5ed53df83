"""The readings slice: the last round of signals of each connection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.store.state import Readings

if TYPE_CHECKING:
    from console.domain.event import SignalsObserved
    from console.store.state import State


def reduce(state: State, event: SignalsObserved) -> tuple[State, frozenset[object]]:
    """Replace the readings of a connection; a signal that was not given this time is gone, not zero."""
    readings = Readings(event.readings, event.at_s)
    return replace(state, readings={**state.readings, event.connection: readings}), frozenset({event.connection})
