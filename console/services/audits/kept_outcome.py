"""Keeping what came of an order: as its team sees it, with what that teaches, counted, and with its evidence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.audit.mended_finding import mended_findings
from console.kernel.errors import ConsoleError
from console.services.audits.evidence_pack import keep_evidence
from console.services.audits.kept_report import kept_report
from console.services.audits.own_records import is_own
from console.services.audits.team_sight import TeamSight
from console.store.audits.audit_book import AuditBook
from console.store.audits.audit_meter import AuditMeter
from console.store.audits.decision_book import DecisionBook

if TYPE_CHECKING:
    from console.domain.audit.audit_decision import AuditDecision
    from console.services.audits.audit_outcome import AuditOutcome
    from console.services.audits.audit_places import AuditPlaces
    from console.store.audits.audit_book import AuditRecord

_log = logging.getLogger(__name__)


def keep_outcome(places: AuditPlaces, outcome: AuditOutcome, now_s: float) -> AuditOutcome:
    """Keep an outcome and return it as its team sees it; blocks (disk), raises ``ConsoleError``.

    Findings that are gone since the last audit teach that the team acts on their rules.
    """
    book = AuditBook(places.book)
    AuditMeter(places.metrics).count(outcome.report.results)
    if outcome.error is not None:
        book.add(outcome.record())
        return outcome
    sight = TeamSight(places, now_s)
    order, report = outcome.order, outcome.report
    DecisionBook(places.decisions).add(*_mended(places, outcome, sight, now_s))
    seen = sight.through(report.results, order.project, order.team, order.profile)
    told = outcome._replace(report=replace(report, results=seen.results, health=seen.health))
    record = told.record()
    book.add(record)
    if order.profile.complies:
        keep_evidence(places, record)
    return told


def _mended(places: AuditPlaces, outcome: AuditOutcome, sight: TeamSight, now_s: float) -> tuple[AuditDecision, ...]:
    """Return what the team acted on since the last audit; in compliance mode nothing is learned."""
    order = outcome.order
    before = _before(places, outcome)
    if before is None or not order.team or order.profile.complies:
        return ()
    dismissed = frozenset(
        (one.decision.rule, one.decision.fingerprint)
        for one in sight.dismissals
        if one.decision.project == order.project
    )
    try:
        earlier = kept_report(places, before).results
    except ConsoleError as error:  # nothing is learned from what cannot be read; the new audit stands
        _log.warning("%s", error)
        return ()
    return mended_findings(earlier, outcome.report.results, dismissed, (order.project, order.team), now_s)


def _before(places: AuditPlaces, outcome: AuditOutcome) -> AuditRecord | None:
    """Return the last audit of another commit of the same branch; another estate may call another project the same."""
    order = outcome.order
    known = (one for one in AuditBook(places.book).records(order.project) if is_own(one, order.source))
    for one in reversed(tuple(known)):
        if one.tasks and one.branch == order.revision and one.commit != outcome.report.commit:
            return one
    return None
