"""Incidents as rows, what needs a person first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.incident.incident import IncidentState
from console.domain.incident.incident_decision import is_late
from console.domain.incident.incident_level import IncidentLevel
from console.presenters.format import UNKNOWN, ago
from console.presenters.incident_text import (
    incident_health,
    level_word,
    next_sentence,
    place_text,
    state_word,
    timer_text,
)
from console.presenters.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.health import Health
    from console.domain.incident.incident import Incident


class IncidentRow(NamedTuple):
    """One incident, ready to be shown; ``urgency`` sorts what needs a person first."""

    id: str
    incident: Incident
    level: str
    state: str
    health: Health
    title: str
    where: str
    timer: str
    opened: str
    alerts: str
    team: str
    next: str
    urgency: tuple[float, ...]


def incident_rows(incidents: Iterable[Incident], now_s: float) -> tuple[IncidentRow, ...]:
    """Return rows: urgent or late and not begun, being worked on, for the next working day, over (newest first)."""
    return tuple(sorted((_row(one, now_s) for one in incidents), key=lambda row: (row.urgency, row.id)))


def _row(incident: Incident, now_s: float) -> IncidentRow:
    when = -(incident.resolved_s or 0.0) if incident.is_over else (incident.begin_by_s or incident.opened_s)
    level = 0 if incident.is_over else -incident.level
    firing = len(incident.firing)
    return IncidentRow(
        incident.id,
        incident,
        level_word(incident.grade),
        state_word(incident, now_s),
        incident_health(incident, now_s),
        retold(incident.title),
        place_text(incident) or UNKNOWN,
        timer_text(incident, now_s) or UNKNOWN,
        ago(incident.opened_s, now_s),
        f"{firing} / {len(incident.alerts)}" if incident.alerts else UNKNOWN,
        incident.team or UNKNOWN,
        next_sentence(incident, now_s),
        (float(_place(incident, now_s)), float(level), when),
    )


def _place(incident: Incident, now_s: float) -> int:
    if incident.is_over:
        return 3
    if incident.state is IncidentState.ACKNOWLEDGED:
        return 1
    return 0 if is_urgent(incident, now_s) else 2


def is_urgent(incident: Incident, now_s: float) -> bool:
    """Return whether somebody must begin before the next working day, or should have already."""
    waits = incident.state is IncidentState.OPEN
    return waits and (incident.grade > IncidentLevel.LOGGED or is_late(incident, now_s))
