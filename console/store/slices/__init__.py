"""Slices: the parts of the state, one file each, and which events each one reduces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from console.domain.change_event import ChangeChanged, ConnectionUnlocked, RolloutChanged, RunbookRunChanged
from console.domain.event import ConnectionChanged, ConnectionWatched, ObjectsChanged, ObjectsListed, SignalsObserved
from console.domain.incident_event import AlertsJudged, IncidentChanged, NoticeChanged, SilenceChanged
from console.domain.trail_status import TrailGrown
from console.domain.webhook.push import DeliveryRefused, ListenerChanged, PushReceived
from console.store.slices import changes, connections, estate, incidents, objects, readings, trail, webhooks
from console.store.state import State

Reducer: TypeAlias = Callable[[State, Any], tuple[State, frozenset[object]]]

REDUCERS: dict[type, tuple[tuple[str, Reducer], ...]] = {
    estate.EstateOpened: (("estate", estate.reduce),),
    ChangeChanged: (("changes", changes.reduce),),
    ConnectionUnlocked: (("unlocks", changes.reduce_unlocked),),
    RolloutChanged: (("rollouts", changes.reduce_rollout),),
    RunbookRunChanged: (("runbooks", changes.reduce_run),),
    IncidentChanged: (("incidents", incidents.reduce),),
    NoticeChanged: (("notices", incidents.reduce_notice),),
    SilenceChanged: (("silences", incidents.reduce_silence),),
    AlertsJudged: (("alerts", incidents.reduce_alerts),),
    ConnectionChanged: (("connections", connections.reduce),),
    ConnectionWatched: (("connections", connections.reduce_watched),),
    ObjectsListed: (("objects", objects.reduce_listed),),
    ObjectsChanged: (("objects", objects.reduce_changed),),
    PushReceived: (("webhooks", webhooks.reduce_push),),
    DeliveryRefused: (("webhooks", webhooks.reduce_refused),),
    ListenerChanged: (("webhooks", webhooks.reduce_listener),),
    TrailGrown: (("trail", trail.reduce),),
    SignalsObserved: (("readings", readings.reduce), ("connections", connections.reduce_signals)),
}
