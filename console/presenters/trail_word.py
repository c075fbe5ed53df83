"""The words of the trail: kinds of records as a user reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change import ChangeState
from console.domain.change_word import state_word
from console.domain.health import Health
from console.domain.operation_form import read_operation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.trail_record import TrailForm

_BAD = {
    "change.failed": Health.CRITICAL,
    "change.refused": Health.WARNING,
    "approval.refused": Health.WARNING,
    "change.unknown": Health.WARNING,
    "connection.failed": Health.WARNING,
    "rollout.blocked": Health.CRITICAL,
    "rollout.turned_back": Health.CRITICAL,
    "notice.failed": Health.WARNING,
    "incident.opened": Health.WARNING,
    "incident.escalated": Health.CRITICAL,
    "incident.breached": Health.CRITICAL,
    "incident.reopened": Health.WARNING,
    "trail.lost": Health.CRITICAL,
    "trail.healed": Health.WARNING,
}
_GOOD = frozenset({"change.verified"})


def area_of(kind: str) -> str:
    """Return the part of the program that a kind belongs to."""
    return kind.partition(".")[0]


def area_word(area: str) -> str:
    """Return the translated word of an area; one that this version does not know as it is."""
    return {
        "change": t("Change"),
        "connection": t("Connection"),
        "connection_lock": t("Lock"),
        "estate": t("Estate"),
        "secret": t("Secret"),
        "notice": t("Notice"),
        "rollout": t("Rollout"),
        "runbook": t("Runbook"),
        "audit": t("Audit"),
        "report": t("Report"),
        "incident": t("Incident"),
        "approval": t("Approval"),
        "game_day": t("Game day"),
        "job": t("Job"),
        "trail": t("Trail"),
    }.get(area, area)


def kind_word(kind: str) -> str:
    """Return the translated word of a kind, within its area."""
    area, _, part = kind.partition(".")
    if area == "change" and part in set(ChangeState):
        return state_word(ChangeState(part))
    if area == "runbook":
        return _run_word(part)
    return {
        "change.noted": t("Noted"),
        "change.refused": t("Refused"),
        "connection.opened": t("Connected"),
        "connection.failed": t("Failed"),
        "connection_lock.unlocked": t("Unlocked"),
        "connection_lock.locked": t("Locked"),
        "estate.opened": t("Opened"),
        "secret.listed": t("Names listed"),
        "secret.stored": t("Stored"),
        "secret.removed": t("Removed"),
        "approval.asked": t("Signature asked for"),
        "approval.given": t("Signature given"),
        "approval.taken": t("Signature taken in"),
        "approval.refused": t("Signature refused"),
        "incident.opened": t("Opened"),
        "incident.acknowledged": t("Acknowledged"),
        "incident.escalated": t("Escalated"),
        "incident.noted": t("Note"),
        "incident.breached": t("Not begun in time"),
        "incident.resolved": t("Resolved"),
        "incident.reopened": t("Reopened"),
        "incident.rolled_back": t("Rollback begun"),
        "incident.rollback_offered": t("Rollback offered"),
        "incident.reviewed": t("Review written"),
        "notice.sent": t("Sent"),
        "notice.failed": t("Failed"),
        "rollout.begun": t("Begun"),
        "rollout.changing": t("Change begun"),
        "rollout.changed": t("Changed"),
        "rollout.turned_back": t("Taking back"),
        "rollout.left_alone": t("Left alone"),
        "rollout.blocked": t("Blocked"),
        "rollout.completed": t("Completed"),
        "rollout.rolled_back": t("Rolled back"),
        "rollout.paused": t("Paused"),
        "rollout.resumed": t("Resumed"),
        "rollout.stepped": t("Stepped on"),
        "rollout.promoted": t("Promoted"),
        "rollout.held": t("Held up"),
        "rollout.taken": t("Taken up by another console"),
        "job.failed": t("Failed"),
        "game_day.begun": t("Begun"),
        "game_day.ended": t("Ended"),
        "audit.triggered": t("Audits asked for"),
        "audit.cancelled": t("Audits cancelled"),
        "audit.dismissed": t("Finding dismissed"),
        "audit.accepted": t("Finding accepted"),
        "audit.restored": t("Dismissal taken back"),
        "audit.forgotten": t("Learning taken back"),
        "trail.begun": t("Begun"),
        "trail.healed": t("Healed"),
        "trail.lost": t("Lost"),
        "trail.exported": t("Exported"),
        "report.exported": t("Exported"),
        "trail.key_made": t("Key made"),
        "trail.key_trusted": t("Key trusted"),
        "trail.key_distrusted": t("Key no longer trusted"),
    }.get(kind, part or kind)


def _run_word(part: str) -> str:
    """Return what happened in a run of a runbook: of the run itself, or of one of its steps."""
    from console.presenters.runbooks.run_moment_rows import moment_word  # noqa: PLC0415 - with the first such record

    word = part.removeprefix("step_").replace("_", "-")
    return moment_word("started" if part == "begun" else word)


def kind_health(kind: str) -> Health | None:
    """Return how a kind looks; ``None``: like most."""
    return Health.OK if kind in _GOOD else _BAD.get(kind)


def what_happened(form: TrailForm) -> str:
    """Return what a record tells in a sentence or a name."""
    if form.kind.startswith("change.") and isinstance(form.body.get("operation"), dict):
        return _summary(form.body["operation"]) or form.subject
    own = {
        "trail.healed": t("The record before this one was torn by a crash; nothing else is missing."),
        "trail.lost": t("Events that could not be written while the disk refused: {count}.", count=form.subject),
        "secret.listed": t("The names of the stored secrets were shown."),
    }
    return own.get(form.kind, form.subject)


def _summary(form: dict[str, object]) -> str:
    try:
        return read_operation(form).summary()
    except (KeyError, TypeError, ValueError):  # written by another version, or by hand
        return str(form.get("summary", ""))


def why_it_happened(form: TrailForm) -> str:
    """Return the reason that was given, else what the record says of its cause."""
    told = (form.reason, *(form.body.get(key) for key in ("error", "why", "note")))
    return next((str(one) for one in told if one), "")
