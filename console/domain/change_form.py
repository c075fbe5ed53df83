"""Changes as plain values (JSON) and back: the form of the journal, of files and of ``change show -o json``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.change import Approval, Change, ChangeState, Moment
from console.domain.change_preview import FieldChange, Preview
from console.domain.operation_form import operation_form, read_operation
from console.domain.policy_verdict import PolicyVerdict
from console.domain.unlock import Unlock
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.change import AnyOperation

SCHEMA = "cell-console.change/1"


class _MomentForm(msgspec.Struct):
    state: ChangeState
    at: str
    note: str = ""


class _PreviewForm(msgspec.Struct):
    base: str
    differences: list[tuple[str, str, str]]
    inverse: dict[str, Any] | None = None
    dry_run: bool = False
    satisfied: bool = False
    warnings: tuple[str, ...] = ()
    estimate: str = ""
    inverse_later: bool = False
    inverse_lost: bool = False


class _ApprovalForm(msgspec.Struct):
    actor: str
    at: str
    seen: str
    signature: str = ""


class _ChangeForm(msgspec.Struct):
    id: str
    estate: str
    environment: str
    actor: str
    reason: str
    operation: dict[str, Any]
    trace_id: str
    moments: list[_MomentForm]
    step: int = 0
    preview: _PreviewForm | None = None
    inverse: dict[str, Any] | None = None
    undo_of: str = ""
    revert_after_s: float | None = None
    revert_at: str | None = None
    approvals: list[_ApprovalForm] = []
    owner: str = ""
    policy: PolicyVerdict | None = None
    part_of: str = ""
    schema: str = SCHEMA


def written_time(at_s: float) -> str:
    """Return unix seconds as RFC 3339 in UTC, to the millisecond."""
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(text: str) -> float:
    """Return a written time as unix seconds; raise ``ValueError``."""
    try:
        return round(datetime.fromisoformat(text).timestamp(), 3)
    except OverflowError as error:  # an offset beyond the first or last year
        raise ValueError(text) from error


def change_form(change: Change) -> dict[str, Any]:
    """Return a change as JSON values."""
    form = _ChangeForm(
        id=change.id,
        estate=change.estate,
        environment=change.environment,
        actor=change.actor,
        reason=change.reason,
        operation=operation_form(change.operation),
        trace_id=change.trace_id,
        moments=[_MomentForm(one.state, written_time(one.at_s), one.note) for one in change.moments],
        step=change.step,
        preview=None if change.preview is None else _preview_form(change.preview),
        inverse=None if change.inverse is None else operation_form(change.inverse),
        undo_of=change.undo_of,
        revert_after_s=change.revert_after_s,
        revert_at=None if change.revert_at_s is None else written_time(change.revert_at_s),
        approvals=[
            _ApprovalForm(one.actor, written_time(one.at_s), one.seen, one.signature) for one in change.approvals
        ],
        owner=change.owner,
        policy=change.policy,
        part_of=change.part_of,
    )
    return dict(msgspec.to_builtins(form))


def _preview_form(preview: Preview) -> _PreviewForm:
    return _PreviewForm(
        preview.base,
        [(one.path, one.before, one.after) for one in preview.differences],
        None if preview.inverse is None else operation_form(preview.inverse),
        preview.dry_run,
        preview.satisfied,
        preview.warnings,
        preview.estimate,
        preview.inverse_later,
        preview.inverse_lost,
    )


def read_change(form: Mapping[str, Any]) -> Change:
    """Return the change of a form; raise ``UserError`` when it is none that this version can read."""
    try:
        return _change(msgspec.convert(form, prepared(_ChangeForm)))
    except (msgspec.ValidationError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise UserError(
            t("This is no change that can be read: {why}.", why=str(error)),
            t("`cell-console change show ID -o json` writes one."),
        ) from error


def _change(form: _ChangeForm) -> Change:
    if form.schema != SCHEMA or not form.moments:
        raise ValueError(form.schema if form.schema != SCHEMA else "moments")
    preview = None if form.preview is None else _preview(form.preview)
    return Change(
        id=form.id,
        estate=form.estate,
        environment=form.environment,
        actor=form.actor,
        reason=form.reason,
        operation=read_operation(form.operation),
        trace_id=form.trace_id,
        moments=tuple(Moment(one.state, read_time(one.at), one.note) for one in form.moments),
        step=form.step,
        preview=preview,
        inverse=_operation(form.inverse),
        undo_of=form.undo_of,
        revert_after_s=form.revert_after_s,
        revert_at_s=None if form.revert_at is None else read_time(form.revert_at),
        approvals=tuple(Approval(one.actor, read_time(one.at), one.seen, one.signature) for one in form.approvals),
        owner=form.owner,
        policy=form.policy,
        part_of=form.part_of,
    )


def _operation(form: dict[str, Any] | None) -> AnyOperation | None:
    return None if form is None else read_operation(form)


def _preview(form: _PreviewForm) -> Preview:
    differences = tuple(FieldChange(*one) for one in form.differences)
    inverse = _operation(form.inverse)
    # An inverse that is not known here can be shown and never applied, like any unknown operation.
    return Preview(
        form.base,
        differences,
        inverse,  # type: ignore[arg-type]
        form.dry_run,
        form.satisfied,
        form.warnings,
        form.inverse_later,
        form.estimate,
        form.inverse_lost,
    )


def unlock_form(unlock: Unlock) -> dict[str, Any]:
    """Return an unlock as JSON values."""
    form = dict(msgspec.to_builtins(unlock))
    return {**form, "until_s": round(unlock.until_s, 3)}


def read_unlock(form: Mapping[str, Any]) -> Unlock:
    """Return the unlock of a form; raise ``UserError`` when it is none."""
    try:
        return msgspec.convert(form, prepared(Unlock))
    except msgspec.ValidationError as error:
        raise UserError(t("This is no unlock that can be read: {why}.", why=str(error))) from error
