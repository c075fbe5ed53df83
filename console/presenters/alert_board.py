"""The alerts of the whole estate as one list, the worst first, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.alert import Alert
from console.domain.told_twice import told_once

if TYPE_CHECKING:
    from console.store.state import State

TOPIC = "alerts"
_SENT_TO = "alertmanager"


def estate_alerts(state: State) -> tuple[Alert, ...]:
    """Return every alert, also those that this console evaluates."""
    return tuple(sorted((*told_alerts(state), *state.judged_alerts), key=lambda one: one.rank))


def told_alerts(state: State) -> tuple[Alert, ...]:
    """Return what servers tell; one that both Prometheus and Alertmanager tell is the latter's, who knows silences."""
    found = [alert for key in state.connections for alert in state.rows(key, TOPIC, Alert)]
    kinds = {key: status.kind for key, status in state.connections.items()}
    sent = [one for one in found if kinds.get(one.ref.connection) == _SENT_TO]
    own = told_once([one for one in found if kinds.get(one.ref.connection) != _SENT_TO], sent)
    return tuple(sorted((*sent, *own), key=lambda one: one.rank))
