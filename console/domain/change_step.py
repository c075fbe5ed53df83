"""The steps of a change: the pure state machine, which refuses every step that architecture §5 does not know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.change import Change, ChangeState, Moment
from console.domain.change_word import state_word
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.change import AnyOperation, Approval
    from console.domain.change_preview import Preview

_S = ChangeState
STEPS: dict[ChangeState, frozenset[ChangeState]] = {
    _S.PLANNED: frozenset({_S.PREVIEWED, _S.FAILED}),
    # Verified straight away: the target already is as wanted, and nothing is written.
    _S.PREVIEWED: frozenset({_S.PREVIEWED, _S.CONFIRMED, _S.VERIFIED, _S.FAILED}),
    # Back to previewed: taken back during the grace period.
    _S.CONFIRMED: frozenset({_S.PREVIEWED, _S.APPLYING, _S.FAILED}),
    _S.APPLYING: frozenset({_S.APPLIED, _S.FAILED, _S.UNKNOWN}),
    _S.APPLIED: frozenset({_S.VERIFIED, _S.FAILED, _S.UNKNOWN, _S.UNDONE}),
    _S.UNKNOWN: frozenset({_S.APPLIED, _S.VERIFIED, _S.FAILED}),
    _S.VERIFIED: frozenset({_S.UNDONE}),
    _S.FAILED: frozenset({_S.UNDONE}),
    _S.UNDONE: frozenset(),
}


def moved(change: Change, state: ChangeState, at_s: float, note: str = "") -> Change:
    """Return ``change`` in its next state; raise ``ChangeRefused`` when there is no such step from where it is."""
    undone_untouched = state is _S.UNDONE and not change.was_applied
    if state not in STEPS[change.state] or undone_untouched:
        raise ChangeRefused(
            t(
                "The change {id} cannot take this step; its state: {state}.",
                id=change.id,
                state=state_word(change.state),
            ),
            t("Look at it with: cell-console change show {id}", id=change.id),
        )
    return replace(change, moments=(*change.moments, Moment(state, _stamp(at_s), note)), step=change.step + 1)


def previewed(change: Change, preview: Preview, at_s: float) -> Change:
    """Return ``change`` with what it would do, found out just now."""
    return replace(moved(change, _S.PREVIEWED, at_s), preview=preview, inverse=preview.inverse)


def confirmed(change: Change, at_s: float, owner: str) -> Change:
    """Return ``change`` ready to be applied by the console ``owner``."""
    return replace(moved(change, _S.CONFIRMED, at_s), owner=owner)


def applying(change: Change, at_s: float) -> Change:
    """Return ``change`` as it is journaled before anything is written; the time of its undoing counts from here."""
    after_s = change.revert_after_s
    return replace(moved(change, _S.APPLYING, at_s), revert_at_s=None if after_s is None else _stamp(at_s + after_s))


def applied(change: Change, at_s: float, inverse: AnyOperation | None) -> Change:
    """Return ``change`` as its target took it; ``inverse`` when only now known (``None``: the preview's holds)."""
    return replace(moved(change, _S.APPLIED, at_s), inverse=inverse or change.inverse)


def annotated(change: Change, at_s: float, note: str) -> Change:
    """Return ``change`` where it is, with something told of it and without its timed undoing (kept, or given up)."""
    moments = (*change.moments, Moment(change.state, _stamp(at_s), note))
    return replace(change, moments=moments, step=change.step + 1, revert_at_s=None)


def signed(change: Change, at_s: float, approval: Approval, note: str) -> Change:
    """Return a previewed ``change`` with the signature of a second person; ``ChangeRefused`` when it is past that."""
    again = moved(change, _S.PREVIEWED, at_s, note)
    return replace(again, approvals=(*change.approvals, approval))


def taken_over(change: Change, at_s: float, owner: str, note: str) -> Change:
    """Return ``change`` as carried on by another console, because the one that had begun it has ended.

    What had been confirmed only was not written; what was being applied may or may not have been.
    """
    into = {_S.CONFIRMED: _S.PREVIEWED, _S.APPLYING: _S.UNKNOWN}.get(change.state, change.state)
    moments = (*change.moments, Moment(into, _stamp(at_s), note))
    return replace(change, moments=moments, step=change.step + 1, owner=owner)


def _stamp(at_s: float) -> float:
    """Times are kept to the millisecond, as they are written."""
    return round(at_s, 3)
