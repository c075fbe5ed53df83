"""The estate's sections on incidents and messages as what the domain decides by."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.incident.incident_decision import IncidentRules
from console.domain.incident.incident_level import IncidentLevel, begin_by
from console.domain.notice.notice_policy import NoticePolicy, NoticeRoute
from console.domain.notice.quiet_hours import QuietHours
from console.estate.calendar_span import calendar_spans
from console.estate.cell_label import cell_labels
from console.estate.schema.calendar import EntryKind
from console.estate.schema.notification_policy import NotificationPolicy, Weekday

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.estate.schema.estate import Estate

_AHEAD_D = 60
_DAYS = {day: place for place, day in enumerate(Weekday)}


def incident_rules(estate: Estate) -> IncidentRules:
    """Return by what rules alerts of an estate become incidents."""
    own = estate.incidents
    return IncidentRules(own.group_by, own.settle_min * 60, own.reopen_min * 60, cell_labels(estate))


def deadline(estate: Estate, level: IncidentLevel, at_s: float) -> float:
    """Return when somebody must have begun on a level, by the estate's time zone and days off (unix seconds)."""
    zone = ZoneInfo(estate.incidents.time_zone)
    return begin_by(level, at_s, zone, days_off(estate, at_s))


def days_off(estate: Estate, at_s: float) -> frozenset[date]:
    """Return the holidays of the calendars in the weeks after a moment; a day counts when it is one to its noon."""
    return frozenset(_days_off(estate, at_s))


def _days_off(estate: Estate, at_s: float) -> Iterator[date]:
    until_s = at_s + _AHEAD_D * 86_400
    for calendar in estate.calendars:
        zone = ZoneInfo(calendar.time_zone)
        for entry in (one for one in calendar.entries if one.kind is EntryKind.HOLIDAY):
            for start_s, end_s in calendar_spans(entry, calendar.time_zone, at_s - 86_400, until_s):
                day = datetime.fromtimestamp(start_s, zone).date()
                while (noon := datetime.combine(day, time(12), zone).timestamp()) < min(end_s, until_s):
                    if noon >= start_s:
                        yield day
                    day += timedelta(days=1)


def notice_policy(estate: Estate) -> NoticePolicy:
    """Return who is told what; an estate without the section tells by severity and team, and only when it is asked."""
    own = estate.notification_policy or NotificationPolicy()
    return NoticePolicy(
        {one.key: frozenset(one.severities) for one in estate.notifications},
        {team.key: team.notifications for team in estate.teams if team.notifications},
        tuple(
            NoticeRoute(
                one.channels,
                frozenset(one.severities),
                frozenset(one.teams),
                frozenset(one.cells),
                frozenset(event.value for event in one.events),
            )
            for one in own.routes
        ),
        tuple(
            QuietHours(_time(one.begins), _time(one.ends), one.time_zone, frozenset(_DAYS[day] for day in one.days))
            for one in own.quiet_hours
        ),
        own.fallback,
        own.most_per_hour,
        own.repeat_after_min * 60,
    )


def _time(text: str) -> time:
    return time.fromisoformat(text)
