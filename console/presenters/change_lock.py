"""The lock in the header: read-only, or which connections are unlocked until when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from console.domain.change_word import environment_word
from console.domain.unlock import is_unlocked
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.store.state import State


class LockLine(NamedTuple):
    """One connection that can be changed; ``until`` is empty while it is locked."""

    connection: str
    title: str
    environment: str
    is_production: bool
    until: str


class LockRow(NamedTuple):
    """``word`` for the header; ``is_open`` when something can be changed now; ``tip`` says what that means."""

    word: str
    is_open: bool
    tip: str


def lock_lines(state: State, changeable: Iterable[str], now_s: float) -> tuple[LockLine, ...]:
    """Return the connections that can be changed, in the order of the estate."""
    wanted = frozenset(changeable)
    connections = () if state.estate is None else state.estate.connections()
    return tuple(
        LockLine(
            one.key,
            one.title or one.key,
            environment_word(str(one.environment)),
            str(one.environment) == "production",
            _until(state, one.key, now_s),
        )
        for one in connections
        if one.key in wanted
    )


def lock_row(state: State, now_s: float, *, read_only: bool) -> LockRow:
    """Return what the header says."""
    if read_only:
        return LockRow(t("read-only"), False, t("The console runs with --read-only: every change is forbidden."))
    unlocked = sorted(key for key in state.unlocks if is_unlocked(state.unlocks, key, now_s))
    if not unlocked:
        return LockRow(t("read-only"), False, t("Nothing can be changed. Unlock a connection for a while here."))
    last = min(unlocked, key=lambda key: state.unlocks[key].until_s)
    lines = [t("Can be changed: {names}", names=", ".join(unlocked)), *(_why(state, key, now_s) for key in unlocked)]
    return LockRow(t("unlocked until {time}", time=_until(state, last, now_s)), True, "\n".join(lines))


def _why(state: State, connection: str, now_s: float) -> str:
    found = state.unlocks[connection]
    return t("{name} until {time}, by {actor}: {reason}", name=connection, time=_until(state, connection, now_s),
             actor=found.actor, reason=found.reason)  # fmt: skip


def _until(state: State, connection: str, now_s: float) -> str:
    if not is_unlocked(state.unlocks, connection, now_s):
        return ""
    return datetime.fromtimestamp(state.unlocks[connection].until_s, UTC).astimezone().strftime("%H:%M")
