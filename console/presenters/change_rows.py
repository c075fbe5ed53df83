"""Changes as rows: for the activity drawer and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change import RUNNING, ChangeState
from console.domain.change_word import change_health, change_word
from console.kernel.i18n import t
from console.presenters.format import coarse, local_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.change import Change
    from console.domain.health import Health
    from console.store.state import State


class ChangeRow(NamedTuple):
    """One change, ready to be shown. ``reverts`` says when it is undone by itself; ``can_…`` what may be asked now."""

    id: str
    at_s: float
    time: str
    what: str
    target: str
    environment: str
    state: ChangeState
    word: str
    health: Health
    actor: str
    reason: str
    note: str
    reverts: str
    is_running: bool
    can_undo: bool
    can_keep: bool
    can_cancel: bool
    can_apply: bool
    can_sign: bool


def change_rows(changes: Iterable[Change], now_s: float) -> tuple[ChangeRow, ...]:
    """Return rows, the running ones first, then the newest."""
    rows = [_row(change, now_s) for change in changes]
    rows.sort(key=lambda row: (not row.is_running, -row.at_s, row.id))
    return tuple(rows)


def shown_changes(state: State, now_s: float) -> tuple[ChangeRow, ...]:
    """Return the rows of the open estate."""
    return change_rows(state.changes.values(), now_s)


def _row(change: Change, now_s: float) -> ChangeRow:
    return ChangeRow(
        id=change.id,
        at_s=change.at_s,
        time=local_time(change.at_s),
        what=change.operation.summary(),
        target=str(change.target),
        environment=change.environment,
        state=change.state,
        word=change_word(change),
        health=change_health(change),
        actor=change.actor,
        reason=change.reason,
        note=change.note,
        reverts=_reverts(change, now_s),
        is_running=change.state in RUNNING or change.awaits_revert,
        can_undo=change.is_undoable,
        can_keep=change.awaits_revert,
        can_cancel=change.state is ChangeState.CONFIRMED,
        can_apply=change.state is ChangeState.PREVIEWED,
        can_sign=change.awaits_signature,
    )


def _reverts(change: Change, now_s: float) -> str:
    if not change.awaits_revert or change.revert_at_s is None:
        return ""
    left_s = change.revert_at_s - now_s
    if left_s <= 0:
        return t("To be undone now, unless kept")
    return t("Undone in {time} unless kept", time=coarse(left_s))
