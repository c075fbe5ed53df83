"""Incidents in a user's words: levels, states, timers, moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.incident.incident import Incident, IncidentState
from console.domain.incident.incident_decision import is_late
from console.domain.incident.incident_level import IncidentLevel
from console.kernel.i18n import t
from console.presenters.format import duration, local_time

if TYPE_CHECKING:
    from console.domain.notice.notice import Notice

_PLACES = ("cell", "namespace", "service", "segment", "model", "instance", "alertname")


def level_word(level: IncidentLevel) -> str:
    """Return a level with what it asks for."""
    return {
        IncidentLevel.LOGGED: t("1 – next working day"),
        IncidentLevel.TOLD: t("2 – within 2 hours"),
        IncidentLevel.ESCALATED: t("3 – within 15 minutes"),
    }[level]


def state_word(incident: Incident, now_s: float) -> str:
    """Return where it stands."""
    if is_late(incident, now_s) or (incident.is_breached and incident.state is IncidentState.OPEN):
        return t("Late")
    return {
        IncidentState.OPEN: t("Nobody has begun"),
        IncidentState.ACKNOWLEDGED: t("Somebody is on it"),
        IncidentState.RESOLVED: t("Resolved"),
    }[incident.state]


def incident_health(incident: Incident, now_s: float) -> Health:
    """Return how it looks: by level, worse when nobody began in time, calm when it is over."""
    if incident.is_over:
        return Health.OK
    if incident.grade is IncidentLevel.ESCALATED or is_late(incident, now_s):
        return Health.CRITICAL
    return Health.WARNING if incident.grade is IncidentLevel.TOLD else Health.UNKNOWN


def timer_text(incident: Incident, now_s: float) -> str:
    """Return how long is left to begin, or how late it is; what is begun or over says since when."""
    if incident.begin_by_s is not None:
        left_s = round(incident.begin_by_s - now_s)
        return t("{time} left", time=duration(left_s)) if left_s >= 0 else t("{time} late", time=duration(-left_s))
    if incident.is_over and incident.resolved_s is not None:
        return t("lasted {time}", time=duration(round(incident.resolved_s - incident.opened_s)))
    if incident.begun_s is not None:
        return t("begun after {time}", time=duration(round(incident.begun_s - incident.opened_s)))
    return ""


def place_text(incident: Incident) -> str:
    """Return where it is, from the labels that name places."""
    place = incident.place
    named = [place[name] for name in _PLACES if place.get(name)]
    return " / ".join(dict.fromkeys(named[:3]))


def next_sentence(incident: Incident, now_s: float) -> str:
    """Return what is to be done next, in one sentence."""
    if incident.is_over:
        return t("It is over. Write down what was learned: the review.")
    if incident.state is IncidentState.ACKNOWLEDGED:
        who = next((one.actor for one in reversed(incident.moments) if one.word == "acknowledged"), "")
        return t("{actor} is on it; alerts that still fire: {count}.", actor=who, count=len(incident.firing))
    if incident.begin_by_s is not None and now_s > incident.begin_by_s:
        return t("Nobody has begun, and the time was over at {time}. Acknowledge it now.",
                 time=local_time(incident.begin_by_s))  # fmt: skip
    if incident.begin_by_s is not None:
        return t("Nobody has begun. Acknowledge it by {time}.", time=local_time(incident.begin_by_s))
    return ""


def moment_word(word: str) -> str:
    """Return what happened."""
    return {
        "opened": t("Opened"),
        "joined": t("Alert joined"),
        "quieted": t("Alert over"),
        "acknowledged": t("Acknowledged"),
        "escalated": t("Escalated"),
        "noted": t("Note"),
        "resolved": t("Resolved"),
        "reopened": t("Reopened"),
        "breached": t("Not begun in time"),
        "rolled-back": t("Rollback begun"),
        "rollback-offered": t("Rollback offered"),
        "silenced": t("Silenced"),
    }.get(word, word)


def notice_state_word(notice: Notice) -> str:
    """Return what came of a notice."""
    held = {"quiet-hours": t("held: quiet hours"), "crowd": t("held: too many at once")}
    return {
        "waiting": t("waiting") if not notice.tries else t("will be tried again"),
        "held": held.get(notice.why, t("held")),
        "sending": t("being sent"),
        "sent": t("sent"),
        "failed": t("given up"),
        "unknown": t("may have arrived"),
        "dropped": t("over before it was told"),
    }[notice.state.value]


def event_word(event: str) -> str:
    """Return why something was told."""
    return t("Test message") if event == "test" else moment_word(event)
