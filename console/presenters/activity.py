"""Activity: what happened to connections, as lines of a log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.connection import ConnectionStatus
    from console.store.state import State


class ActivityEntry(NamedTuple):
    """One line of the log; ``at_s`` is unix seconds, ``text`` one sentence or two."""

    at_s: float
    health: Health
    text: str


def connection_entries(before: Mapping[str, ConnectionStatus], state: State, now_s: float) -> tuple[ActivityEntry, ...]:
    """Return a line for each connection that failed, recovered, or fails for another reason than before."""
    titles = {} if state.estate is None else {one.key: one.title or one.key for one in state.estate.connections()}
    found = []
    for key, status in state.connections.items():
        entry = _entry(titles.get(key, key), before.get(key), status, now_s)
        if entry is not None:
            found.append(entry)
    return tuple(found)


def _entry(title: str, old: ConnectionStatus | None, new: ConnectionStatus, now_s: float) -> ActivityEntry | None:
    was = old.state if old is not None else ConnectionState.IDLE
    if new.state is ConnectionState.FAILED and (was is not ConnectionState.FAILED or (old and old.error != new.error)):
        return ActivityEntry(now_s, Health.CRITICAL, f"{title}: {new.error} {new.hint}".strip())
    if new.state is ConnectionState.LIVE and was is ConnectionState.FAILED:
        return ActivityEntry(now_s, Health.OK, t("{title} works again.", title=title))
    if new.state is ConnectionState.LIVE and was is not ConnectionState.LIVE:
        what = f" ({new.detail})" if new.detail else ""
        return ActivityEntry(now_s, Health.OK, t("{title} is connected{what}.", title=title, what=what))
    return None
