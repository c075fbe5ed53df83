"""The webhooks slice: what was pushed lately, what was refused, and whether somebody listens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.webhook.traffic import WebhookTraffic

if TYPE_CHECKING:
    from console.domain.webhook.push import DeliveryRefused, ListenerChanged, PushReceived
    from console.store.state import State

MOST = 200


def reduce_push(state: State, event: PushReceived) -> tuple[State, frozenset[object]]:
    """Keep the newest pushes, newest first."""
    known = state.webhooks or WebhookTraffic()
    return replace(state, webhooks=replace(known, pushes=(event, *known.pushes)[:MOST])), frozenset({event.connection})


def reduce_refused(state: State, event: DeliveryRefused) -> tuple[State, frozenset[object]]:
    """Count what was refused of each connection."""
    known = state.webhooks or WebhookTraffic()
    refused = {**known.refused, event.connection: known.refused.get(event.connection, 0) + 1}
    return replace(state, webhooks=replace(known, refused=refused)), frozenset({event.connection})


def reduce_listener(state: State, event: ListenerChanged) -> tuple[State, frozenset[object]]:
    """Take whether somebody listens."""
    known = replace(state.webhooks or WebhookTraffic(), port=event.port, error=event.error)
    return replace(state, webhooks=known), frozenset({"listener"})
