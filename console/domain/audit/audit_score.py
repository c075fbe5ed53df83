"""The score and the status of an audit, from the outcomes of its rules (spec/audits.md §3)."""

from collections.abc import Iterable, Mapping

from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.finding import BaselineState
from console.domain.audit.rule_outcome import RuleOutcome
from console.domain.audit.rule_severity import RuleSeverity

CRITICAL_CAP = 39.0
WARNING_BAND = 20.0
_OPEN = frozenset({BaselineState.NEW, BaselineState.UNCHANGED, BaselineState.UPDATED})
_BLOCKING = frozenset({RuleSeverity.CRITICAL, RuleSeverity.HIGH})


def density_score(count: float, size: float, reference: float) -> float:
    """Return ``1 / (1 + d / d_ref)`` with d = count per size, ``reference`` in the same unit; 1 without anything.

    At the reference density (the median of well-kept repositories) it is 0.5.
    """
    if count <= 0 or size <= 0:
        return 1.0
    return 1.0 / (1.0 + (count / size) / reference)


def audit_score(outcomes: Iterable[RuleOutcome], severities: Mapping[str, RuleSeverity]) -> float | None:
    """Return 100 · Σ(w·s) / Σw over the measured rules, at most 39 with an open critical finding.

    What does not apply or could not be run is in neither sum. ``None``: no rule was measured.
    """
    known = tuple(outcomes)
    parts = [(severities[one.rule].weight, one.score) for one in known if one.score is not None]
    if not parts:
        return None
    score = 100.0 * sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)
    return min(score, CRITICAL_CAP) if _open(known, frozenset({RuleSeverity.CRITICAL})) else score


def audit_status(outcomes: Iterable[RuleOutcome], score: float | None, strictness: float) -> AuditStatus:
    """Return the status at a ``strictness`` from 0 to 1.

    Passed: the score is at least 100 · strictness, and nothing critical or high is new since the baseline. Warning:
    down to 20 points lower. Failed: below that, or a critical finding is open. Not run: nothing could be measured.
    """
    known = tuple(outcomes)
    if score is None:
        return AuditStatus.NOT_RUN
    if _open(known, frozenset({RuleSeverity.CRITICAL})) or score < 100.0 * strictness - WARNING_BAND:
        return AuditStatus.FAILED
    has_new = any(
        one.severity in _BLOCKING and one.baseline is BaselineState.NEW for out in known for one in out.findings
    )
    return AuditStatus.WARNING if has_new or score < 100.0 * strictness else AuditStatus.PASSED


def _open(outcomes: tuple[RuleOutcome, ...], severities: frozenset[RuleSeverity]) -> bool:
    return any(one.severity in severities and one.baseline in _OPEN for out in outcomes for one in out.findings)
