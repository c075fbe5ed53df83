"""Which runbooks fit an incident, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.runbooks.symptom_match import matching_runbooks

if TYPE_CHECKING:
    from collections.abc import Collection

    from console.domain.incident.incident import Incident
    from console.domain.runbooks.runbook import Runbook


def incident_runbooks(incident: Incident, runbooks: Collection[Runbook]) -> tuple[Runbook, ...]:
    """Return those that the alerts name, then those whose symptoms fit; of alerts that fire before those over."""
    named: dict[str, Runbook] = {}
    fitting: dict[str, Runbook] = {}
    known = {one.id: one for one in runbooks}
    for alert in sorted(incident.alerts, key=lambda one: not one.is_firing):
        if alert.runbook in known:
            named.setdefault(alert.runbook, known[alert.runbook])
        for found in matching_runbooks(runbooks, alertname=alert.name, labels=dict(alert.labels)):
            fitting.setdefault(found.id, found)
    return tuple({**named, **fitting}.values())
