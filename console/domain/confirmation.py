"""Confirming a change: what it takes depends on its risk."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from console.domain.canonical_json import canonical_json
from console.domain.change_word import risk_word
from console.domain.operation import Risk
from console.domain.operation_form import operation_form
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.change import Change

_DIGITS = 12


class Confirmation(NamedTuple):
    """``seen`` is the digest of the preview that was looked at, ``typed`` the target's name as it was typed."""

    seen: str = ""
    typed: str = ""


def preview_digest(change: Change) -> str:
    """Return the digest of what a change would do: operation, base and differences; empty before its preview."""
    found = change.preview
    if found is None:
        return ""
    seen = {
        "operation": operation_form(change.operation)["fields"],
        "key": change.operation.key,
        "base": found.base,
        "differences": [[one.path, one.before, one.after] for one in found.differences],
    }
    return sha256(canonical_json(seen).encode("utf-8", "replace")).hexdigest()[:_DIGITS]


def check_confirmation(change: Change, given: Confirmation) -> None:
    """Raise ``ChangeRefused`` when ``given`` is not what the risk of ``change`` asks for."""
    digest = preview_digest(change)
    if given.seen and given.seen != digest:
        raise ChangeRefused(
            t("What the change {id} would do is not what was looked at.", id=change.id),
            t("Look at the differences again: cell-console change show {id}", id=change.id),
        )
    if change.risk is not Risk.REVERSIBLE and not given.seen:
        raise ChangeRefused(
            t("This change cannot be undone: its differences must have been looked at.")
            if change.risk is Risk.IRREVERSIBLE
            else t("This change is {risk}: its differences must have been looked at.", risk=risk_word(change.risk)),
            t("Confirm with the digest of its preview: --seen {digest}", digest=digest),
        )
    if change.risk is Risk.IRREVERSIBLE and given.typed != change.target.name:
        raise ChangeRefused(
            t("This change cannot be undone: the name of its target must be typed."),
            t("Confirm with: --type-name {name}", name=change.target.name),
        )
