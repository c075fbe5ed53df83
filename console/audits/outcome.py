"""Making the outcomes of rules: measured, not applicable, with the score that belongs to their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.audit_score import density_score
from console.domain.audit.rule_outcome import RuleOutcome, RuleState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.audit.finding import Finding


def passed_or_failed(rule: str, findings: Iterable[Finding], note: str = "") -> RuleOutcome:
    """Return 1 without a finding, else 0."""
    known = tuple(findings)
    return RuleOutcome(rule, RuleState.MEASURED, 0.0 if known else 1.0, known, note)


def by_density(rule: str, findings: Iterable[Finding], size: float, reference: float, note: str = "") -> RuleOutcome:
    """Return the score of so many findings on ``size`` (thousands of lines, tests…) against a reference density."""
    known = tuple(findings)
    return RuleOutcome(rule, RuleState.MEASURED, density_score(len(known), size, reference), known, note)


def by_share(rule: str, good: float, total: float, findings: Iterable[Finding] = (), note: str = "") -> RuleOutcome:
    """Return the share of what is good; with nothing to count the rule does not apply."""
    if total <= 0:
        return not_applicable(rule, note)
    return RuleOutcome(rule, RuleState.MEASURED, max(0.0, min(1.0, good / total)), tuple(findings), note)


def not_applicable(rule: str, why: str) -> RuleOutcome:
    """Return that a rule does not apply here, and why, in a sentence."""
    return RuleOutcome(rule, RuleState.NOT_APPLICABLE, None, (), why)


def not_run(rule: str, why: str) -> RuleOutcome:
    """Return that a rule could not be looked at, and why, in a sentence."""
    return RuleOutcome(rule, RuleState.NOT_RUN, None, (), why)
