"""The document that policies in Rego read as ``input``: pure values, and nothing that is secret."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from console.domain.operation_form import operation_form
from console.domain.policy.change_numbers import change_numbers

if TYPE_CHECKING:
    from console.domain.change import Change
    from console.domain.policy.policy_facts import PolicyFacts

# What is not listed counts as touching users: a new operation is watched before somebody has thought about it.
_TOUCHES_NOBODY = frozenset(
    {
        "add-annotation", "close-issue", "create-silence", "create-webhook", "delete-annotation", "delete-dashboard",
        "delete-webhook", "dispatch-pipeline", "expire-silence", "open-issue", "reopen-issue", "restore-dashboard",
        "set-commit-status", "upload-dashboard", "upload-sarif",
    }
)  # fmt: skip
_RELEASES = frozenset({"set-image", "set-model-weights", "set-rollout-steps", "set-worker-percentages"})
_GOES_ON = frozenset({"promote", "promote-full", "retry", "resume"})
_STOPS = frozenset({"abort", "pause"})


def policy_input(change: Change, facts: PolicyFacts) -> dict[str, Any]:
    """Return what the policies are told of a change. ``change.retreats`` is true for undoing, aborting and holding."""
    return {
        "change": _change(change),
        "numbers": _numbers(change),
        "environment": change.environment,
        "estate": change.estate,
        "cells": list(facts.cells),
        "budgets": [asdict(one) for one in facts.budgets],
        "calendar": [{**asdict(one), "ends": _written(one.ends_s)} for one in facts.calendar],
        "time": _time(facts.now_s),
        "signatures": {"possible": facts.signing, "given": list(facts.signers), "refused": list(facts.unsigned)},
        "limits": dict(facts.limits),
    }


def _change(change: Change) -> dict[str, Any]:
    operation = change.operation
    target, form = operation.target, operation_form(operation)
    action = str(form["fields"].get("action", ""))
    differences = change.preview.differences if change.preview is not None else ()
    return {
        "id": change.id,
        "operation": operation.key,
        "fields": form["fields"],
        "risk": str(operation.risk),
        "actor": change.actor,
        "reason": change.reason,
        "target": {
            "connection": target.connection,
            "kind": target.kind,
            "name": target.name,
            "namespace": target.namespace,
        },
        "differences": [{"path": one.path, "before": one.before, "after": one.after} for one in differences],
        "touches_users": operation.key not in _TOUCHES_NOBODY,
        "releases": operation.key in _RELEASES or (operation.key == "rollout-step" and action in _GOES_ON),
        "retreats": bool(change.undo_of) or operation.key == "undo-rollout" or action in _STOPS,
        "reverts_after_s": change.revert_after_s,
    }


def _numbers(change: Change) -> list[dict[str, Any]]:
    inverse = change.inverse if change.inverse is not None and change.inverse.key == change.operation.key else None
    after = operation_form(change.operation)["fields"]
    try:
        return change_numbers(
            change.operation.key, after, None if inverse is None else operation_form(inverse)["fields"]
        )
    except (TypeError, ValueError):  # an operation of another version: shown, never applied
        return []


def _time(at_s: float) -> dict[str, Any]:
    at = datetime.fromtimestamp(at_s, UTC)
    return {"unix_s": at_s, "utc": _written(at_s), "weekday": at.strftime("%A").lower(), "hour": at.hour}


def _written(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="minutes").replace("+00:00", "Z")
