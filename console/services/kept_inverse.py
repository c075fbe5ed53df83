"""What can be undone: the journal masks secrets, so an inverse is of use only when it holds none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.change_preview import FieldChange
from console.domain.change_word import state_word
from console.domain.operation_form import operation_form
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.kernel.redact import MASK, scrub
from console.services.change_book import scrubbed

if TYPE_CHECKING:
    from console.domain.change import AnyOperation, Change
    from console.domain.change_preview import Preview


def shown_preview(preview: Preview) -> Preview:
    """Return a preview without secrets: it is shown, journaled and sent to others.

    An inverse that holds one is left out and said to be lost: after a restart it would write the mask.
    """
    differences = tuple(FieldChange(one.path, scrub(one.before), scrub(one.after)) for one in preview.differences)
    warnings = tuple(scrub(one) for one in preview.warnings)
    shown = replace(preview, differences=differences, warnings=warnings)
    if preview.inverse is None or _is_whole(preview.inverse):
        return shown
    return replace(shown, inverse=None, inverse_lost=True, warnings=(*warnings, _lost()))


def demand_whole(operation: AnyOperation) -> None:
    """Raise ``ChangeRefused`` for an operation that holds a secret, or the mask that the journal left of one."""
    if not _is_whole(operation):
        raise ChangeRefused(
            t("The operation {key} would carry a secret.", key=operation.key),
            t("Name a reference to it instead (keyring:…, env:…, file:…)."),
        )


def demand_revertible(change: Change) -> None:
    """Raise ``ChangeRefused`` for a previewed change that is to be undone by itself and cannot be undone."""
    found, inverse = change.preview, change.inverse
    if change.revert_after_s is None or found is None or found.satisfied:
        return
    is_lost = found.inverse_lost if inverse is None else not _is_whole(inverse)
    if is_lost or (inverse is None and not found.inverse_later):
        why = _lost() if is_lost else t("It cannot be undone.")
        raise ChangeRefused(why, t("Plan it without undoing it by itself."))


def inverse_of(change: Change) -> AnyOperation:
    """Return what undoes a change; raise ``ChangeRefused`` when nothing does, also because the journal masked it."""
    inverse = change.inverse
    if change.has_lost_inverse or (change.is_undoable and inverse is not None and not _is_whole(inverse)):
        raise ChangeRefused(
            t("The change {id} cannot be undone: what it replaced holds a secret, and no journal keeps it.",
              id=change.id),
            t("Plan the change that restores what you need."),
        )  # fmt: skip
    if not change.is_undoable or inverse is None:
        raise ChangeRefused(
            t("The change {id} ({state}) cannot be undone.", id=change.id, state=state_word(change.state)),
            t("Plan the change that restores what you need."),
        )
    return inverse


def _is_whole(operation: AnyOperation) -> bool:
    """Return whether the journal keeps an operation as it is."""
    form = operation_form(operation)
    return scrubbed(form) == form and MASK not in str(form)


def _lost() -> str:
    return t("It cannot be undone: the present value holds a secret, and no journal keeps it.")
