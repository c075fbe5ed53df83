"""Silences as rows: those of Alertmanagers and those of this profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.operations.expire_silence import ExpireSilence
from console.domain.silence import Silence, SilenceState
from console.kernel.i18n import t
from console.presenters.alert_words import silence_state_word
from console.presenters.format import UNKNOWN, coarse, local_time

if TYPE_CHECKING:
    from console.domain.incident.local_silence import LocalSilence
    from console.domain.operation import Operation
    from console.store.state import State

_ORDER = (SilenceState.ACTIVE, SilenceState.PENDING, SilenceState.EXPIRED)


class SilenceRow(NamedTuple):
    """One silence; ``operation`` ends it (``None``: it is one of this profile, or over)."""

    key: str
    state: str
    health: Health
    condition: str
    comment: str
    left: str
    left_s: float | None
    until: str
    by: str
    told_by: str
    operation: Operation | None
    is_local: bool
    place: tuple[int, float]


def silence_rows(state: State, now_s: float) -> tuple[SilenceRow, ...]:
    """Return the silences: those that mute now first, the next to end on top."""
    rows = [_told(one, now_s) for key in state.connections for one in state.rows(key, "silences", Silence)]
    rows += [_local(one, now_s) for one in state.local_silences.values()]
    return tuple(sorted(rows, key=lambda row: (row.place, row.key)))


def _told(one: Silence, now_s: float) -> SilenceRow:
    over = one.state is SilenceState.EXPIRED
    end = None if over else ExpireSilence(one.ref.connection, one.ref.name)
    return _row(
        one.ref.name, one.state, one.condition, one.comment, one.ends_s, one.created_by, one.ref.connection, end, now_s
    )


def _local(one: LocalSilence, now_s: float) -> SilenceRow:
    state = SilenceState.ACTIVE if one.starts_s <= now_s < one.ends_s else SilenceState.EXPIRED
    row = _row(
        one.id, state, " ".join(one.matchers), one.comment, one.ends_s, one.actor, t("this console"), None, now_s
    )
    return row._replace(is_local=True)


def _row(
    key: str,
    state: SilenceState,
    condition: str,
    comment: str,
    ends_s: float,
    by: str,
    told_by: str,
    operation: Operation | None,
    now_s: float,
) -> SilenceRow:
    left_s = max(0.0, ends_s - now_s) if state is not SilenceState.EXPIRED else None
    return SilenceRow(
        key,
        silence_state_word(state),
        Health.WARNING if state is SilenceState.ACTIVE else Health.UNKNOWN,
        condition,
        comment or UNKNOWN,
        coarse(left_s) if left_s is not None else UNKNOWN,
        left_s,
        local_time(ends_s),
        by or UNKNOWN,
        told_by,
        operation,
        False,
        (_ORDER.index(state), ends_s if state is SilenceState.ACTIVE else -ends_s),
    )
