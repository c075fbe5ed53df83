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
    """``text`` is one sentence; ``hint`` says what helps; ``connection`` is the one to blame, if one is.

    ``missing`` says who has not told its part yet, or must not be asked, while others have told theirs.
    """

    kind: DataKind
    text: str = ""
    hint: str = ""
    connection: str = ""
    missing: str = ""


_WHOLE = DataState(DataKind.FRESH)


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
    lacking = _lacking(state, keys, topics, now_s)
    missing = f"{lacking.text} {lacking.hint}".strip()
    for key in keys:
        status = state.connections.get(key)
        if status is not None and status.state is ConnectionState.FAILED:
            return _failed(state, status, topics, now_s)._replace(missing=missing)
    ages = [_age_s(state, key, topic, now_s) for key in keys for topic in topics]
    known = [age for age in ages if age is not None]
    if not known:
        return lacking
    live = all(
        (status := state.connections.get(key)) is not None and status.state is ConnectionState.LIVE for key in keys
    )
    if not live or _has_history(state, keys, topics) or ("signals" in topics and max(known) > STALE_AFTER_S):
        text = t("Last known data, read {when}.", when=ago(now_s - max(known), now_s))
        return DataState(DataKind.STALE, text, t("Connecting …"), missing=missing)
    return DataState(DataKind.FRESH, missing=missing)


def unread(found: DataState, nothing: str) -> str:
    """Return what an empty table says of facts: that there are none (``nothing``) only where somebody looked."""
    if found.kind in {DataKind.FRESH, DataKind.STALE}:
        return found.missing or nothing
    return f"{found.text} {found.hint}".strip()


def _lacking(state: State, keys: tuple[str, ...], topics: tuple[str, ...], now_s: float) -> DataState:
    """Return what may be said of those that have not told all topics; waiting for what is refused brings nothing."""
    silent = {key: [one for one in topics if _age_s(state, key, one, now_s) is None] for key in keys}
    silent = {key: lacks for key, lacks in silent.items() if lacks}
    for key, lacks in silent.items():
        status = state.connections.get(key)
        if status is not None and (status.state is ConnectionState.FAILED or not set(lacks).isdisjoint(status.unread)):
            return _failed(state, status, (), now_s)
    return DataState(DataKind.LOADING, t("Reading {names} …", names=", ".join(silent))) if silent else _WHOLE


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
