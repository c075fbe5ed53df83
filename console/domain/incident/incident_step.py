"""The steps of an incident; each returns the next version, or raises ``ChangeRefused``. Times are unix seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.incident.incident import (
    Incident,
    IncidentMoment,
    IncidentState,
    alert_identity,
    incident_alert,
    started_again,
)
from console.domain.incident.incident_level import IncidentLevel, alert_level
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from console.domain.alert import Alert
    from console.domain.incident.incident import Group

    Deadline = Callable[[IncidentLevel, float], float]

MOST_MOMENTS = 400
_MOST_TITLE = 500
_WORDY = 20  # alerts that keep their texts: every step writes the whole incident


def opened(
    incident_id: str, estate: str, group: Group, alerts: Sequence[Alert], now_s: float, deadline: Deadline, team: str
) -> Incident:
    """Return a new incident of alerts of one group, the worst first; ``deadline`` tells when somebody must begin."""
    level = max(alert_level(one) for one in alerts)
    new = Incident(
        incident_id,
        estate,
        level,
        _title(alerts),
        now_s,
        group,
        tuple(incident_alert(one, now_s, is_brief=place >= _WORDY) for place, one in enumerate(alerts)),
        begin_by_s=deadline(level, now_s),
        team=team,
    )
    return _noted(replace(new, step=-1), now_s, "opened", ", ".join(dict.fromkeys(one.name for one in alerts)))


def declared(
    incident_id: str, estate: str, level: IncidentLevel, title: str, group: Group, now_s: float, deadline: Deadline,
    actor: str, team: str = "",
) -> Incident:  # fmt: skip
    """Return a new incident that a person opens, without an alert."""
    new = Incident(
        incident_id, estate, level, title, now_s, group, begin_by_s=deadline(level, now_s), team=team, step=-1
    )
    return _noted(new, now_s, "opened", "", actor)


def joined(incident: Incident, alerts: Sequence[Alert], now_s: float, deadline: Deadline) -> Incident:
    """Take alerts in: new ones, and known ones that were over and fire anew; a worse one raises the level."""
    known = {one.identity: one for one in incident.alerts}
    for alert in alerts:
        identity = alert_identity(alert.labels)
        before = known.get(identity)
        brief = len(known) >= _WORDY
        known[identity] = (
            incident_alert(alert, now_s, is_brief=brief) if before is None else started_again(before, now_s)
        )
    names = ", ".join(dict.fromkeys(one.name for one in alerts))
    grown = _noted(replace(incident, alerts=tuple(known.values())), now_s, "joined", names)
    level = max(alert_level(one) for one in alerts)
    if level <= incident.level:
        return grown
    return _raised(replace(grown, title=_title(alerts)), level, now_s, deadline, "")


def quieted(incident: Incident, identities: Collection[str], now_s: float) -> Incident:
    """Note that alerts are over."""
    alerts = tuple(
        replace(one, over_s=now_s) if one.identity in identities and one.is_firing else one for one in incident.alerts
    )
    names = ", ".join(dict.fromkeys(one.name for one in incident.alerts if one.identity in identities))
    return _noted(replace(incident, alerts=alerts), now_s, "quieted", names)


def acknowledged(incident: Incident, now_s: float, actor: str, note: str = "") -> Incident:
    """Somebody begins: the timer stops."""
    _refuse_over(incident)
    if incident.state is IncidentState.ACKNOWLEDGED:
        raise ChangeRefused(t("Somebody has begun on {id} already.", id=incident.id))
    begun = replace(incident, state=IncidentState.ACKNOWLEDGED, begun_s=now_s, begin_by_s=None)
    return _noted(begun, now_s, "acknowledged", note, actor)


def escalated(
    incident: Incident, level: IncidentLevel, now_s: float, deadline: Deadline, actor: str, note: str = ""
) -> Incident:
    """A person raises the level; while nobody has begun, the time of the new level runs from now."""
    _refuse_over(incident)
    if level <= incident.level:
        raise ChangeRefused(
            t("{id} is at level {level} already.", id=incident.id, level=incident.level),
            t("The highest level is 3."),
        )
    return _raised(incident, level, now_s, deadline, note, actor)


def noted(incident: Incident, now_s: float, note: str, actor: str, word: str = "noted") -> Incident:
    """Keep what somebody says, at any time, also when it is over."""
    if not note.strip():
        raise ChangeRefused(t("The note is empty."), t("Say in a few words what you saw or did."))
    return _noted(incident, now_s, word, note.strip(), actor)


def resolved(incident: Incident, now_s: float, actor: str = "", note: str = "") -> Incident:
    """It is over: said by a person, or by itself when all alerts have been over for long enough."""
    _refuse_over(incident)
    ended = replace(incident, state=IncidentState.RESOLVED, resolved_s=now_s, begin_by_s=None)
    return _noted(ended, now_s, "resolved", note, actor)


def reopened(incident: Incident, now_s: float, deadline: Deadline, actor: str = "", note: str = "") -> Incident:
    """It was not over after all; its timer runs anew."""
    if not incident.is_over:
        raise ChangeRefused(t("{id} is not resolved.", id=incident.id))
    back = replace(
        incident,
        state=IncidentState.OPEN,
        resolved_s=None,
        begun_s=None,
        is_breached=False,
        begin_by_s=deadline(incident.grade, now_s),
    )
    return _noted(back, now_s, "reopened", note, actor)


def breached(incident: Incident, now_s: float) -> Incident:
    """Nobody has begun in time."""
    return _noted(replace(incident, is_breached=True), now_s, "breached")


def rolled_back(incident: Incident, now_s: float, change_id: str, note: str) -> Incident:
    """A change was begun by itself that takes back what caused it."""
    return _noted(replace(incident, rollback=change_id), now_s, "rolled-back", note)


def _raised(
    incident: Incident, level: IncidentLevel, now_s: float, deadline: Deadline, note: str, actor: str = ""
) -> Incident:
    higher = replace(incident, level=level)
    if incident.state is IncidentState.OPEN:
        new_s = deadline(level, now_s)
        by_s = new_s if incident.begin_by_s is None else min(new_s, incident.begin_by_s)
        higher = replace(higher, begin_by_s=by_s)
    return _noted(higher, now_s, "escalated", note, actor)


def _title(alerts: Sequence[Alert]) -> str:
    """Return what the worst of them says."""
    worst = min(alerts, key=lambda one: one.rank)
    return (f"{worst.name}: {worst.summary}" if worst.summary else worst.name)[:_MOST_TITLE]


def _refuse_over(incident: Incident) -> None:
    if incident.is_over:
        raise ChangeRefused(
            t("{id} is resolved.", id=incident.id), t("Reopen it: cell-console incidents reopen {id}", id=incident.id)
        )


def _noted(incident: Incident, now_s: float, word: str, note: str = "", actor: str = "") -> Incident:
    moments = incident.moments[-MOST_MOMENTS:]
    if len(incident.moments) > MOST_MOMENTS:  # the opening is kept, whatever follows
        moments = (incident.moments[0], *moments[1:])
    moment = IncidentMoment(round(now_s, 3), word, note[:2000], actor)
    return replace(incident, moments=(*moments, moment), step=incident.step + 1)
