"""What people are to be told of an incident: a pure function of its moments, the policy, and what was told before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.incident.incident_level import IncidentLevel
from console.domain.notice.notice import NoticeState, notice_id
from console.domain.notice.notice_policy import NoticeSubject
from console.domain.notification import Act
from console.domain.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.domain.incident.incident import Incident, IncidentMoment
    from console.domain.notice.notice import Notice
    from console.domain.notice.notice_policy import NoticePolicy

BACK_S = 7200.0
"""What happened longer ago is not told any more: a console that was off does not wake people up with old news."""
_ACTS = {
    "opened": Act.TRIGGER,
    "reopened": Act.TRIGGER,
    "escalated": Act.TRIGGER,
    "breached": Act.TRIGGER,
    "acknowledged": Act.ACKNOWLEDGE,
    "resolved": Act.RESOLVE,
}
_BEGINNINGS = frozenset({"opened", "reopened"})


class NoticeCall(NamedTuple):
    """One thing to tell one channel; ``id`` is the notice's, the same however often it is asked for."""

    id: str
    channel: str
    event: str
    act: Act
    severity: Severity
    moment: IncidentMoment


def notice_calls(
    incident: Incident, known: Sequence[Notice], policy: NoticePolicy, now_s: float, cell: str = ""
) -> Iterator[NoticeCall]:
    """Yield what is to be told and was not yet; ``known`` are the notices about this incident of that ``cell``.

    A channel is told only the newest of what happened since the last look, and no trouble that somebody is on already.
    """
    made, seen, is_settled = {one.id for one in known}, set[str](), False
    for moment in reversed(incident.moments):
        act = _ACTS.get(moment.word)
        if act is None or now_s - moment.at_s > BACK_S or (is_settled and act is Act.TRIGGER):
            continue
        is_settled = is_settled or act is not Act.TRIGGER
        subject = NoticeSubject(moment.word, _severity(incident, moment), incident.team, cell)
        for channel in _channels(subject, act, moment, known, policy):
            identity = notice_id(incident.estate, incident.id, moment.word, f"{moment.at_s:.3f}", channel)
            if identity not in made and channel not in seen:
                yield NoticeCall(identity, channel, moment.word, act, subject.severity, moment)
            seen.add(channel)


def _severity(incident: Incident, moment: IncidentMoment) -> Severity:
    """A breach is never only information; what is over is not critical any more."""
    severity = incident.grade.severity
    if moment.word == "breached" and incident.level < IncidentLevel.TOLD:
        return Severity.WARNING
    return severity


def _channels(
    subject: NoticeSubject, act: Act, moment: IncidentMoment, known: Sequence[Notice], policy: NoticePolicy
) -> tuple[str, ...]:
    wanted = policy.channels(subject)
    if act is Act.TRIGGER:
        return tuple(key for key in wanted if not _is_repeated(key, moment, known, policy))
    told = [one for one in known if _is_waited_for(one, moment, known)]
    return tuple(
        dict.fromkeys(one.channel for one in told if not policy.routes or one.channel in wanted or one.instead_of)
    )


def _is_repeated(channel: str, moment: IncidentMoment, known: Sequence[Notice], policy: NoticePolicy) -> bool:
    """Return whether an incident that came back was told here only lately; what was dropped told nobody."""
    return moment.word == "reopened" and any(
        one.channel == channel and one.event in _BEGINNINGS and 0 <= moment.at_s - one.made_s < policy.repeat_after_s
        and one.state is not NoticeState.DROPPED and not _is_of(one, moment) for one in known
    )  # fmt: skip


def _is_of(notice: Notice, moment: IncidentMoment) -> bool:
    return notice.event == moment.word and abs(notice.made_s - moment.at_s) < 1e-3


def _is_waited_for(notice: Notice, moment: IncidentMoment, known: Sequence[Notice]) -> bool:
    """Return whether a channel was told of trouble before a moment, and nothing that ended it since."""
    if notice.act is not Act.TRIGGER or notice.made_s > moment.at_s:
        return False
    if notice.state in {NoticeState.FAILED, NoticeState.DROPPED, NoticeState.HELD}:
        return False
    return not any(
        one.channel == notice.channel and one.act is Act.RESOLVE and notice.made_s <= one.made_s < moment.at_s
        for one in known
    )
