"""A report as a team sees it: without what it dismissed, with what it taught, in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from console.domain.audit.audit_decision import UNKNOWN
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.audit_score import audit_score, audit_status
from console.domain.audit.dismissal import Dismissal, DismissalState
from console.domain.audit.repository_health import RepositoryHealth, repository_health
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.domain.audit.audit_profile import AuditProfile
    from console.domain.audit.finding import Finding


class TeamRules(Struct, frozen=True):
    """What changes a project's report: its profile, its dismissals by (rule, fingerprint), rules that only inform."""

    profile: AuditProfile
    dismissed: Mapping[tuple[str, str], Dismissal] = {}
    informing: frozenset[str] = frozenset()


class SeenReport(NamedTuple):
    """``results`` are without what is in ``dismissed``; ``informing`` rules are in no sum; ``hidden`` counts findings.

    ``unexplained`` are rules that could not be measured and that nobody answers for, in compliance mode only.
    """

    results: tuple[AuditResult, ...]
    health: RepositoryHealth
    dismissed: tuple[tuple[Finding, Dismissal], ...]
    informing: frozenset[str]
    hidden: int
    unexplained: tuple[str, ...]


def seen_report(results: Iterable[AuditResult], rules: TeamRules, severities: Mapping[str, RuleSeverity]) -> SeenReport:
    """Return the report as the team sees it; scores, statuses and health are those of what is left.

    A rule of which k of n findings are left keeps the score s / (s + (1 - s) · k / n): what is dismissed is in neither
    sum, whether the rule passes or fails, counts a share or a density. Findings of low severity that the profile hides
    still count. In compliance mode an audit with unexplained rules does not pass.
    """
    told = tuple(results)
    dismissed = tuple(
        (one, known) for result in told for one in result.findings if (known := _dismissal(one, rules)) is not None
    )
    unexplained = tuple(_unexplained(told, rules)) if rules.profile.complies else ()
    left = tuple(_seen(result, rules, severities, unexplained) for result in told)
    counted = tuple(replace(one, outcomes=_counted(one.outcomes, rules)) for one in left)
    health = repository_health(counted, rules.profile, dict(severities))
    shown = tuple(_shown(one, rules.profile) for one in left)
    hidden = sum(len(one.findings) for one in left) - sum(len(one.findings) for one in shown)
    return SeenReport(shown, health, dismissed, rules.informing, hidden, unexplained)


def _dismissal(finding: Finding, rules: TeamRules) -> Dismissal | None:
    known = rules.dismissed.get((finding.rule, finding.fingerprint))
    return known if known is not None and known.state is DismissalState.ACTIVE else None


def _seen(
    result: AuditResult, rules: TeamRules, severities: Mapping[str, RuleSeverity], unexplained: tuple[str, ...]
) -> AuditResult:
    outcomes = tuple(_left(one, rules) for one in result.outcomes)
    counted = _counted(outcomes, rules)
    if not counted and outcomes:  # the team taught it away whole
        return replace(result, outcomes=outcomes)
    score = audit_score(counted, severities)
    status = audit_status(counted, score, rules.profile.strictness)
    if result.audit is AuditName.PREDICTIVE and status is AuditStatus.FAILED:
        status = AuditStatus.WARNING
    if status is AuditStatus.PASSED and any(one.rule in unexplained for one in counted):
        status = AuditStatus.WARNING
    return replace(result, outcomes=outcomes, score=score, status=status)


def _left(outcome: RuleOutcome, rules: TeamRules) -> RuleOutcome:
    left = tuple(one for one in outcome.findings if _dismissal(one, rules) is None)
    if outcome.score is None or len(left) == len(outcome.findings):
        return outcome
    return replace(outcome, findings=left, score=left_score(outcome.score, len(left) / len(outcome.findings)))


def left_score(score: float, share: float) -> float:
    """Return a rule's score when only a ``share`` of its findings is left; 1 when none is."""
    lost = (1.0 - score) * share
    return score / (score + lost) if score + lost > 0 else float(share <= 0)


def _counted(outcomes: tuple[RuleOutcome, ...], rules: TeamRules) -> tuple[RuleOutcome, ...]:
    return tuple(one for one in outcomes if one.rule not in rules.informing)


def _unexplained(results: tuple[AuditResult, ...], rules: TeamRules) -> Iterable[str]:
    for result in results:
        for one in result.outcomes:
            known = rules.dismissed.get((one.rule, UNKNOWN))
            is_explained = known is not None and known.state is DismissalState.ACTIVE
            if one.state is RuleState.NOT_RUN and not is_explained:
                yield one.rule


def _shown(result: AuditResult, profile: AuditProfile) -> AuditResult:
    if not profile.hides_low:
        return result
    outcomes = tuple(
        replace(one, findings=tuple(f for f in one.findings if f.severity is not RuleSeverity.LOW))
        for one in result.outcomes
    )
    return replace(result, outcomes=outcomes)
