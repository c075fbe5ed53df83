"""The register of messages: what people are told of incidents, in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.kernel.i18n import t
from console.presenters.format import duration, local_time
from console.presenters.incident_text import level_word, place_text
from console.presenters.retold import retold

if TYPE_CHECKING:
    from console.domain.incident.incident import Incident, IncidentAlert, IncidentMoment
    from console.domain.notice.notice_call import NoticeCall

_MOST_ALERTS = 5
_HIGH_VIOLATIONS, _PREDICTION, _BURN, _MODEL = "high-violation-rate", "prediction-warning", "slo-burn", "edge-model"
_TEMPLATES = {
    "HighAuditFailureRate": _HIGH_VIOLATIONS,
    "HighViolationRate": _HIGH_VIOLATIONS,
    "AuditTroubleAhead": _PREDICTION,
    "SloBurnsFast": _BURN,
    "SloBurnsSlowly": _BURN,
    "SloBudgetRunsOut": _PREDICTION,
    "EdgeModelSlower": _PREDICTION,
    "EdgeModelLessAccurate": _PREDICTION,
}


class NoticeWords(NamedTuple):
    """``facts`` are (name, value) pairs."""

    title: str
    text: str
    facts: tuple[tuple[str, str], ...]


def notice_words(incident: Incident, call: NoticeCall) -> NoticeWords:
    """Return what is told of an incident."""
    title = {
        "opened": _opened_title(incident),
        "reopened": t("Back again: {title}", title=incident.title),
        "escalated": t("Escalated to level {level}: {title}", level=incident.level, title=incident.title),
        "breached": t("Nobody has begun in time: {title}", title=incident.title),
        "acknowledged": t("{actor} has begun: {title}", actor=call.moment.actor or t("somebody"), title=incident.title),
        "resolved": t("Resolved: {title}", title=incident.title),
    }.get(call.event, incident.title)
    return NoticeWords(title, _text(incident, call.event, call.moment), _facts(incident))


def _opened_title(incident: Incident) -> str:
    title = incident.title
    return {
        _HIGH_VIOLATIONS: t("High violation rate: {title}", title=title),
        _PREDICTION: t("Prediction warning: {title}", title=title),
        _BURN: t("Error budget burns: {title}", title=title),
        _MODEL: t("Edge model: {title}", title=title),
    }.get(_template(incident), title)


def _template(incident: Incident) -> str:
    """Return which words fit, from the alert that the incident opened with."""
    first = next(iter(incident.alerts), None)
    if first is None:
        return ""
    return _TEMPLATES.get(first.name) or (_MODEL if first.name.startswith("Edge") else "")


def _text(incident: Incident, event: str, moment: IncidentMoment) -> str:
    lines = [one for one in (_meaning(incident), _demand(incident, event), moment.note if moment.actor else "") if one]
    if event in {"opened", "reopened", "escalated", "breached"}:
        firing = incident.firing
        lines += [f"• {alert_line(one)}" for one in firing[:_MOST_ALERTS]]
        if len(firing) > _MOST_ALERTS:
            lines.append(t("… and {count} more alerts.", count=len(firing) - _MOST_ALERTS))
    return "\n".join(lines)


def _meaning(incident: Incident) -> str:
    return {
        _HIGH_VIOLATIONS: t("More audits fail than usual: a rule, a worker or a repository may be broken."),
        _PREDICTION: t("Nothing has failed yet; it will if nothing changes."),
        _BURN: t("Users get errors faster than the objective allows."),
    }.get(_template(incident), "")


def _demand(incident: Incident, event: str) -> str:
    """Return what is asked of people, and until when."""
    if event == "resolved":
        end_s = incident.resolved_s if incident.resolved_s is not None else incident.opened_s
        return t("It lasted {time}.", time=duration(round(end_s - incident.opened_s)))
    if incident.begin_by_s is None:
        return ""
    until = local_time(incident.begin_by_s)
    if event == "breached":
        return t("Somebody should have begun by {time}. Acknowledge it in the console.", time=until)
    return t("Somebody has to begin by {time}. Acknowledge it in the console.", time=until)


def alert_line(alert: IncidentAlert) -> str:
    """Return an alert in one line."""
    flaps = t("(flapping)") if alert.is_flapping else ""
    return " ".join(part for part in (alert.name, alert.summary and f"– {retold(alert.summary)}", flaps) if part)


def _facts(incident: Incident) -> tuple[tuple[str, str], ...]:
    runbook = next((one.runbook for one in incident.alerts if one.runbook), "")
    facts = (
        (t("Incident"), incident.id),
        (t("Level"), level_word(incident.grade)),
        (t("Where"), place_text(incident)),
        (t("Team"), incident.team),
        (t("Runbook"), runbook),
    )
    return tuple((name, value) for name, value in facts if value)
