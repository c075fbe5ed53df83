"""Alerts from audits that this profile has: read where they changed, without reading whole results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.audit_insight import ProjectFacts
from console.domain.audit.dismissal import dismissals
from console.domain.audit.insights.falling_health import falling_health
from console.domain.audit.insights.returning_finding import returning_findings
from console.domain.incident.audit_alert import ProjectStanding, audit_findings
from console.domain.incident.local_alert import LocalFindings
from console.presenters.audit_insight_rows import insight_title
from console.services.audits.audit_places import audit_places
from console.services.audits.own_records import own_records
from console.services.audits.record_shelf import RecordShelf
from console.store.audits.audit_book import AuditBook
from console.store.audits.decision_book import DecisionBook

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.audit.audit_insight import AuditInsight
    from console.estate.schema.estate import Estate
    from console.kernel.paths import Paths
    from console.store.audits.audit_book import AuditRecord


def audit_alerts(paths: Paths | None) -> Callable[[Estate, float], LocalFindings]:
    """Return what evaluates an estate's audits; without folders there are none."""
    if paths is None:
        return lambda _estate, _now_s: LocalFindings()
    places = audit_places(paths)
    shelf, decisions = RecordShelf(AuditBook(places.book)), DecisionBook(places.decisions)

    def found(estate: Estate, now_s: float) -> LocalFindings:
        """Blocks (disk): files that did not change are not read again."""
        known = own_records(estate.projects, shelf.read(one.key for one in estate.projects))
        here = {key: whole for key, records in known.items() if (whole := [one for one in records if one.tasks])}
        standings = [
            ProjectStanding(key, records[-1].team, records[-1].profile.notifies, records[-1].statuses)
            for key, records in here.items()
        ]
        insights: list[AuditInsight] = []
        for records in here.values():
            insights += falling_health(_facts(records), {})
        ending = [one for one in dismissals(decisions.read(), now_s) if one.decision.project in here]
        insights += returning_findings(ending, {}, now_s)
        return audit_findings(standings, insights, insight_title)

    return found


def _facts(records: list[AuditRecord]) -> ProjectFacts:
    newest = records[-1]
    healths = tuple((one.at_s, one.health) for one in records if one.health is not None and one.branch == newest.branch)
    return ProjectFacts(newest.project, newest.team, newest.profile.strictness, healths, (), ())
