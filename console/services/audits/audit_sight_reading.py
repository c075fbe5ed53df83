"""Reading what an audit found as its team sees it, with the words of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.audits.audit_sight import AuditSight
from console.services.audits.kept_report import kept_report
from console.services.audits.rule_words import rule_words
from console.services.audits.team_sight import TeamSight

if TYPE_CHECKING:
    from console.services.audits.audit_places import AuditPlaces
    from console.store.audits.audit_book import AuditRecord


def read_sight(places: AuditPlaces, record: AuditRecord, now_s: float) -> AuditSight:
    """Return it; raise ``ConnectorError`` or ``UserError`` unless every result is whole. Blocks (disk)."""
    report = kept_report(places, record)
    seen = TeamSight(places, now_s).through(report.results, record.project, record.team, record.profile)
    return AuditSight(record, seen, rule_words(), report.baseline)
