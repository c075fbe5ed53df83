"""The digest of a plan: what a second person signs."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from console.domain.canonical_json import canonical_json
from console.domain.operation_form import operation_form

if TYPE_CHECKING:
    from console.domain.change import Change


def plan_digest(change: Change) -> str:
    """Return the SHA-256 (hexadecimal) of what a change is to do, to what, why and for how long.

    The base that was previewed is left out: statuses move on while a signature is awaited, and applying at another
    base is refused anyway. The differences are in it: the same operation on something else is another plan.
    """
    preview, form = change.preview, operation_form(change.operation)
    said = {
        "id": change.id,
        "estate": change.estate,
        "environment": change.environment,
        "actor": change.actor,
        "reason": change.reason,
        "operation": {name: value for name, value in form.items() if name != "summary"},  # words of one language
        "differences": [[one.path, one.before, one.after] for one in preview.differences] if preview else [],
        "undo_of": change.undo_of,
        "revert_after_s": change.revert_after_s,
    }
    return sha256(canonical_json(said).encode("utf-8", "replace")).hexdigest()
