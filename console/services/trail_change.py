"""What the change engine tells the trail."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from console.domain.canonical_json import canonical_json
from console.domain.operation_form import operation_form
from console.domain.trail_event import TrailEvent

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.kernel.errors import ChangeRefused
    from console.ports.journal import JournalRecord


def journaled_event(record: JournalRecord) -> TrailEvent | None:
    """Return the event of a journaled step, which is written once; ``None`` for what is no change and no unlock."""
    make = {"change": _step, "unlock": _unlock}.get(record.kind)
    try:
        return None if make is None else make(record)
    except (KeyError, IndexError, TypeError, ValueError):  # the journal tells what of it cannot be read
        return None


def _unlock(record: JournalRecord) -> TrailEvent:
    body = record.body
    locked = body["until_s"] <= record.at_s
    return TrailEvent(
        "connection_lock.locked" if locked else "connection_lock.unlocked",
        body["connection"],
        body["actor"],
        body["reason"],
        connection=body["connection"],
        body={"until_s": body["until_s"], "estate": body["estate"]},
        once=f"{record.subject}#{record.step}",
    )


def _step(record: JournalRecord) -> TrailEvent:
    form: Any = record.body
    moment, earlier = form["moments"][-1], form["moments"][:-1]
    noted = bool(earlier) and earlier[-1]["state"] == moment["state"] != "previewed"
    operation = form["operation"]
    return TrailEvent(
        f"change.{'noted' if noted else moment['state']}",
        form["id"],
        form["actor"],
        form["reason"],
        connection=operation["target"][0],
        cell=str(operation["fields"].get("cell", "")),
        trace_id=form["trace_id"],
        body={
            "at": moment["at"],
            "note": moment["note"],
            "step": form["step"],
            "estate": form["estate"],
            "environment": form["environment"],
            "operation": operation,
            "undo_of": form["undo_of"],
            "digest": sha256(canonical_json(form).encode("utf-8", "replace")).hexdigest(),
        },
        once=f"{record.subject}#{record.step}",
    )


def refused_event(change: Change, error: ChangeRefused) -> TrailEvent:
    """Return the event of a change that was asked for and refused: by its policy, a lock, or another console."""
    operation = operation_form(change.operation)
    return TrailEvent(
        "change.refused",
        change.id,
        change.actor,
        change.reason,
        connection=change.target.connection,
        cell=str(operation["fields"].get("cell", "")),
        trace_id=change.trace_id,
        body={"why": error.message, "environment": change.environment, "operation": operation},
    )
