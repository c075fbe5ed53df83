"""The three levels of incidents (E8.1), and when somebody must have begun on each."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from console.domain.model.alert_level import AlertLevel, answer_by
from console.domain.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date, tzinfo

    from console.domain.alert import Alert

LABEL = "incident_level"
"""The label by which an alert states its own level (1, 2 or 3)."""
_CRITICAL, _WARNING = 0, 1


class IncidentLevel(IntEnum):
    """1 is logged, 2 is told, 3 is escalated at once."""

    LOGGED = 1
    TOLD = 2
    ESCALATED = 3

    @property
    def severity(self) -> Severity:
        """Return how bad it is in the words of the estate (E4.2)."""
        return {1: Severity.INFO, 2: Severity.WARNING, 3: Severity.CRITICAL}[self.value]


def alert_level(alert: Alert) -> IncidentLevel:
    """Return the level of an alert: its label's, else critical is 3, a warning is 2, anything else is 1."""
    told = alert.labels.get(LABEL, "")
    if told in {"1", "2", "3"}:
        return IncidentLevel(int(told))
    grade = alert.rank[1]
    if grade == _CRITICAL:
        return IncidentLevel.ESCALATED
    return IncidentLevel.TOLD if grade == _WARNING else IncidentLevel.LOGGED


def begin_by(level: IncidentLevel, at_s: float, zone: tzinfo = UTC, days_off: Container[date] = frozenset()) -> float:
    """Return when somebody must have begun (unix seconds) on what reached a level at a moment.

    15 minutes for level 3, 2 hours for level 2, the end of the next working day in ``zone`` for level 1.
    """
    noticed = datetime.fromtimestamp(at_s, zone)
    return answer_by(AlertLevel(4 - level), noticed, days_off).timestamp()
