"""Reports as teams see them, from what they decided so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_run import severities
from console.domain.audit.dismissal import Dismissal, dismissals
from console.domain.audit.learned_rule import LearnedRule, learned_rules
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.audit.seen_report import SeenReport, TeamRules, seen_report
from console.services.audits.kept_report import kept_report
from console.store.audits.decision_book import DecisionBook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.audit.audit_profile import AuditProfile
    from console.domain.audit.audit_result import AuditResult
    from console.services.audits.audit_places import AuditPlaces
    from console.store.audits.audit_book import AuditRecord


class TeamSight:
    """What was decided until ``now_s`` (unix seconds), read once; use it for one look. Any thread."""

    def __init__(self, places: AuditPlaces, now_s: float) -> None:
        self._places = places
        decisions = DecisionBook(places.decisions).read()
        self.dismissals: tuple[Dismissal, ...] = dismissals(decisions, now_s)
        self.learned: tuple[LearnedRule, ...] = learned_rules(decisions, now_s)

    def rules(self, project: str, team: str, profile: AuditProfile) -> TeamRules:
        """Return what changes a project's report; in compliance mode nothing that was learned does."""
        known = {
            (one.decision.rule, one.decision.fingerprint): one
            for one in self.dismissals
            if one.decision.project == project
        }
        worst = severities()
        informing = {
            one.rule
            for one in self.learned
            if team and one.team == team and one.informs and worst.get(one.rule) is not RuleSeverity.CRITICAL
        }
        return TeamRules(profile, known, frozenset() if profile.complies else frozenset(informing))

    def through(self, results: Iterable[AuditResult], project: str, team: str, profile: AuditProfile) -> SeenReport:
        """Return results as the team of a project sees them."""
        return seen_report(results, self.rules(project, team, profile), severities())

    def seen(self, record: AuditRecord) -> SeenReport:
        """Return the kept report of a record as its team sees it; raise ``ConsoleError`` when it is not whole."""
        report = kept_report(self._places, record)
        return self.through(report.results, record.project, record.team, record.profile)
