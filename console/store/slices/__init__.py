"""Slices: the parts of the state, one file each, and which events each one reduces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from console.domain.event import ConnectionChanged, ObjectsChanged, ObjectsListed, SignalsObserved
from console.store.slices import connections, estate, objects, readings
from console.store.state import State

Reducer: TypeAlias = Callable[[State, Any], tuple[State, frozenset[object]]]

REDUCERS: dict[type, tuple[tuple[str, Reducer], ...]] = {
    estate.EstateOpened: (("estate", estate.reduce),),
    ConnectionChanged: (("connections", connections.reduce),),
    ObjectsListed: (("objects", objects.reduce_listed),),
    ObjectsChanged: (("objects", objects.reduce_changed),),
    SignalsObserved: (("readings", readings.reduce), ("connections", connections.reduce_signals)),
}
