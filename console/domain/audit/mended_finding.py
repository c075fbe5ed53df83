"""Findings that are gone: somebody mended them, which is the plainest way to say that a rule is right."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from console.domain.audit.audit_decision import AuditDecision, DecisionKind
from console.domain.audit.baseline_match import baseline_match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.audit.audit_result import AuditResult
    from console.domain.audit.finding import Finding

MOST_PER_RULE = 20
"""One clean-up teaches so much and no more."""
_PERSON = "history"


def mended_findings(
    before: Iterable[AuditResult],
    now: Iterable[AuditResult],
    dismissed: frozenset[tuple[str, str]],
    whose: tuple[str, str],
    now_s: float,
) -> tuple[AuditDecision, ...]:
    """Return an acceptance per finding that is gone, in order; ``whose`` is (project, team).

    Only of rules that were measured both times, not of what was ``dismissed`` (rule, fingerprint), and not of what
    only moved to another file.
    """
    outcomes = {one.rule: one for result in now for one in result.outcomes if one.score is not None}
    counted: Counter[str] = Counter()
    found = []
    for result in before:
        for one in result.outcomes:
            if one.score is None or one.rule not in outcomes:
                continue
            there = outcomes[one.rule].findings
            evidence = {finding.evidence for finding in there}
            for gone in baseline_match(there, one.findings, {}).gone:
                if (gone.rule, gone.fingerprint) in dismissed or gone.evidence in evidence:
                    continue
                counted[gone.rule] += 1
                if counted[gone.rule] <= MOST_PER_RULE:
                    found.append(_accepted(gone, whose, now_s))
    return tuple(found)


def _accepted(finding: Finding, whose: tuple[str, str], now_s: float) -> AuditDecision:
    project, team = whose
    return AuditDecision(
        DecisionKind.ACCEPTED, now_s, _PERSON, team, finding.rule, finding.severity, project, finding.fingerprint,
        place=finding.place,
    )  # fmt: skip
