"""The honest states of data: loading, empty, stale, failed and fresh are five different things."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from console.domain.connection_state import ConnectionState
from console.kernel.i18n import t
from console.presenters.format import ago

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.connection import ConnectionStatus
    from console.store.state import State

STALE_AFTER_S = 90.0


class DataKind(StrEnum):
    """What a page may honestly say about its data."""

    LOADING = "loading"
    EMPTY = "empty"
    STALE = "stale"
    FAILED = "failed"
    FRESH = "fresh"


class DataState(NamedTuple):
    """``text`` is one sentence; ``hint`` says what helps; ``connection`` is the one to blame, if one is."""

    kind: DataKind
    text: str = ""
    hint: str = ""
    connection: str = ""


def no_estate() -> DataState:
    """Return what may be said of everything while no estate is open."""
    return DataState(DataKind.EMPTY, t("No estate is open."), t("Open one first."))


def last_data(known_at_s: float | None, now_s: float) -> DataState:
    """Return what may be said of what was last seen, while its estate is being opened."""
    return DataState(DataKind.STALE, t("Last known data, read {when}.", when=ago(known_at_s, now_s)), t("Connecting …"))


def data_state(state: State, connections: Iterable[str], topics: Iterable[str], now_s: float) -> DataState:
    """Return what may be said of ``topics`` of ``connections`` together; the worst connection speaks for all."""
    keys = tuple(dict.fromkeys(connections))
    topics = tuple(topics)
    if not keys and state.estate is None:
        return no_estate()
    if not keys:
        return DataState(DataKind.EMPTY, t("The estate names no connection for this."))
    for key in keys:
        status = state.connections.get(key)
        if status is not None and status.state is ConnectionState.FAILED:
            return _failed(state, status, topics, now_s)
    ages = [_age_s(state, key, topic, now_s) for key in keys for topic in topics]
    known = [age for age in ages if age is not None]
    if not known:
        return DataState(DataKind.LOADING, t("Reading {names} …", names=", ".join(keys)))
    live = all(
        (status := state.connections.get(key)) is not None and status.state is ConnectionState.LIVE for key in keys
    )
    if not live or _has_history(state, keys, topics) or ("signals" in topics and max(known) > STALE_AFTER_S):
        text = t("Last known data, read {when}.", when=ago(now_s - max(known), now_s))
        return DataState(DataKind.STALE, text, t("Connecting …"))
    return DataState(DataKind.FRESH)


def unread(found: DataState, nothing: str) -> str:
    """Return what an empty table says of facts: that there are none (``nothing``) only where somebody looked."""
    if found.kind in {DataKind.FRESH, DataKind.STALE}:
        return nothing
    return f"{found.text} {found.hint}".strip()


def _failed(state: State, status: ConnectionStatus, topics: tuple[str, ...], now_s: float) -> DataState:
    from console.presenters.retold import retold  # noqa: PLC0415 - not before the first paint

    error, hint = retold(status.error), retold(status.hint)  # told once, perhaps before another language was chosen
    if any(_age_s(state, status.key, topic, now_s) is not None for topic in topics):
        text = t("{error} Showing data from {when}.", error=error, when=ago(status.last_ok_at_s, now_s))
        return DataState(DataKind.STALE, text, hint, status.key)
    return DataState(DataKind.FAILED, error, hint, status.key)


def _age_s(state: State, connection: str, topic: str, now_s: float) -> float | None:
    if topic == "signals":
        readings = state.readings.get(connection)
        return None if readings is None else now_s - readings.at_s
    table = state.table(connection, topic)
    return None if table is None else now_s - table.at_s


def _has_history(state: State, keys: tuple[str, ...], topics: tuple[str, ...]) -> bool:
    for key in keys:
        readings = state.readings.get(key)
        if "signals" in topics and readings is not None and readings.from_history:
            return True
        if any((table := state.table(key, topic)) is not None and table.from_history for topic in topics):
            return True
    return False
