"""Which connections have not told yet what they were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.connection_state import ConnectionState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.ports.connector import Connector
    from console.store.state import State


def unanswered(
    state: State, connectors: Mapping[str, Connector], wanted: frozenset[str], connection: str = ""
) -> tuple[str, ...]:
    """Return the keys of the connections that have neither answered nor failed; ``connection`` asks after one only."""
    return tuple(
        key
        for key, connector in connectors.items()
        if (not connection or key == connection)
        and not _has_failed(state, key)
        and any(not _is_settled(state, key, topic) for topic in _topics(connector, wanted))
    )


def _topics(connector: Connector, wanted: frozenset[str]) -> frozenset[str]:
    return wanted & {source.topic for source in connector.sources()}


def _has_failed(state: State, key: str) -> bool:
    status = state.connections.get(key)
    return status is not None and status.state is ConnectionState.FAILED


def _is_settled(state: State, key: str, topic: str) -> bool:
    if topic == "signals":
        readings = state.readings.get(key)
        return readings is not None and not readings.from_history
    status = state.connections.get(key)
    if status is not None and topic in status.unread:
        return True  # it was asked for and refused, e.g. for want of a right; waiting longer brings nothing
    table = state.table(key, topic)
    return table is not None and table.complete and not table.from_history
