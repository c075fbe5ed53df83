"""The health of a repository (G1.3): a published formula, and what would raise it most."""

from collections.abc import Iterable

from msgspec import Struct

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import AuditProfile
from console.domain.audit.audit_result import AuditResult
from console.domain.audit.audit_score import audit_score
from console.domain.audit.rule_outcome import RuleOutcome
from console.domain.audit.rule_severity import RuleSeverity

EVIDENCE_WEIGHT = 0.1
FOCUS_WEIGHT = 2.0


class HealthGain(Struct, frozen=True):
    """Points of health that a rule would bring if it were fully kept."""

    audit: AuditName
    rule: str
    points: float


class RepositoryHealth(Struct, frozen=True):
    """``score`` is from 0 to 100 (``None``: no audit ran); ``evidence`` is the share of applicable rules measured.

    ``is_partial``: an audit is missing, or a rule that applies could not be run.
    """

    score: float | None
    evidence: float
    is_partial: bool
    gains: tuple[HealthGain, ...] = ()


def repository_health(
    results: Iterable[AuditResult], profile: AuditProfile, severities: dict[str, RuleSeverity]
) -> RepositoryHealth:
    """Return 0.9 · (weighted mean of the audits that ran, focus audits twice) + 10 · evidence.

    Evidence is the measured part of the rules that apply. Predictive informs only: it is in no sum (spec/audits.md §2).
    """
    counted = [one for one in results if one.audit is not AuditName.PREDICTIVE]
    ran = [one for one in counted if one.score is not None]
    outcomes = [one for result in counted for one in result.outcomes if one.state != "not-applicable"]
    evidence = sum(one.score is not None for one in outcomes) / len(outcomes) if outcomes else 0.0
    missing = {one for one in AuditName if one is not AuditName.PREDICTIVE} - {one.audit for one in ran}
    is_partial = bool(missing) or any(one.is_partial for one in counted)
    if not ran:
        return RepositoryHealth(None, evidence, is_partial=True)
    total = sum(_weight(one, profile) for one in ran)
    mean = sum(_weight(one, profile) * (one.score or 0.0) for one in ran) / total
    score = (1.0 - EVIDENCE_WEIGHT) * mean + 100.0 * EVIDENCE_WEIGHT * evidence
    gains = [
        HealthGain(one.audit, rule.rule, _gain(one, rule, severities) * _weight(one, profile) / total)
        for one in ran
        for rule in one.outcomes
        if rule.score is not None and rule.score < 1.0
    ]
    return RepositoryHealth(score, evidence, is_partial, tuple(sorted(gains, key=lambda one: (-one.points, one.rule))))


def _weight(result: AuditResult, profile: AuditProfile) -> float:
    return FOCUS_WEIGHT if result.audit in profile.focus else 1.0


def _gain(result: AuditResult, rule: RuleOutcome, severities: dict[str, RuleSeverity]) -> float:
    """Return the points of health when ``rule`` alone would score 1, before the audit's own weight."""
    better = [_kept(one) if one.rule == rule.rule else one for one in result.outcomes]
    after = audit_score(better, severities) or 0.0
    return max(0.0, (1.0 - EVIDENCE_WEIGHT) * (after - (result.score or 0.0)))


def _kept(rule: RuleOutcome) -> RuleOutcome:
    return RuleOutcome(rule.rule, rule.state, 1.0)
