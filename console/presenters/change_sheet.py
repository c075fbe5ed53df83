"""One change in full: facts, differences and what happened, for the dialog, the drawer and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change_word import change_word, environment_word, risk_word, state_word
from console.domain.confirmation import preview_digest
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, coarse, local_time
from console.presenters.policy_rows import PolicyLine, policy_lines
from console.presenters.retold import retold

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.domain.change_preview import FieldChange


class ChangeSheet(NamedTuple):
    """``facts`` are (name, value); ``differences`` what it does; ``policy`` is what the policies say,
    ``estimate`` what it would have done to recorded traffic.

    ``history`` are (time, state, what was told).
    """

    summary: str
    facts: tuple[tuple[str, str], ...]
    differences: tuple[FieldChange, ...]
    warnings: tuple[str, ...]
    check: str
    policy: tuple[PolicyLine, ...]
    estimate: str
    history: tuple[tuple[str, str, str], ...]


def change_sheet(change: Change) -> ChangeSheet:
    """Return everything there is to read of a change."""
    preview = change.preview
    return ChangeSheet(
        summary=change.operation.summary(),
        facts=_facts(change),
        differences=() if preview is None else preview.differences,
        warnings=() if preview is None else tuple(retold(one) for one in preview.warnings),
        check=_check(change),
        policy=policy_lines(change.policy),
        estimate="" if preview is None else retold(preview.estimate),
        history=tuple((local_time(one.at_s), state_word(one.state), retold(one.note)) for one in change.moments),
    )


def _undoing(change: Change) -> str:
    if change.inverse is not None:
        return change.inverse.summary()
    if change.preview is None:
        return t("Known when it has been previewed.")
    if change.preview.inverse_later and not change.was_applied:
        return t("It can be undone; how is known when it has been applied.")
    return t("It cannot be undone by the console.")


def _facts(change: Change) -> tuple[tuple[str, str], ...]:
    facts = [
        (t("Change"), change.id),
        (t("State"), change_word(change)),
        (t("Target"), str(change.target)),
        (t("Environment"), environment_word(change.environment)),
        (t("Risk"), risk_word(change.risk)),
        (t("Done by"), change.actor),
        (t("Reason"), change.reason or UNKNOWN),
        *((t("Signed by"), one.actor) for one in change.approvals),
        (t("To undo it"), _undoing(change)),
    ]
    if change.preview is not None and change.preview.estimate:
        facts.append((t("Estimated effect"), change.preview.estimate))
    if change.part_of:
        facts.append((t("Part of"), change.part_of))
    if change.undo_of:
        facts.append((t("Undoes"), change.undo_of))
    if change.revert_after_s is not None:
        facts.append(
            (t("Undone by itself"), t("{time} after applying, unless kept", time=coarse(change.revert_after_s)))
        )
    if digest := preview_digest(change):
        facts.append((t("Digest of the preview"), digest))
    return tuple(facts)


def _check(change: Change) -> str:
    if change.preview is None:
        return ""
    if change.preview.satisfied:
        return t("The target is as wanted already; there is nothing to do.")
    if change.preview.dry_run:
        return t("The server has checked this in a dry run; nothing has been written.")
    return t("Worked out from what was read; the server offers no dry run. Nothing has been written.")
