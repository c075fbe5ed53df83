"""An audit of which nothing applies was not run, which is nobody's fault. Proves G1.2 and G1.3."""

import pytest

from console.domain.audit.audit_metrics import AuditCounts
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.audit_score import audit_score, audit_status
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.services.audits.audit_outcome import kept_statuses

_KEPT = RuleOutcome("STR01", RuleState.MEASURED, 1.0)
_MOOT = RuleOutcome("STR02", RuleState.NOT_APPLICABLE, None)
_LOST = RuleOutcome("STR03", RuleState.NOT_RUN, None)
_WEIGHTS = dict.fromkeys(("STR01", "STR02", "STR03"), RuleSeverity.LOW)


def _result(*outcomes: RuleOutcome) -> AuditResult:
    score = audit_score(outcomes, _WEIGHTS)
    return AuditResult(AuditName.STRICT, audit_status(outcomes, score, 0.85), score, outcomes, 40)


@pytest.mark.parametrize(
    ("outcomes", "status", "is_moot", "is_bad"),
    [
        ((_MOOT,), AuditStatus.NOT_RUN, True, False),
        ((_MOOT, _LOST), AuditStatus.NOT_RUN, False, True),
        ((_LOST,), AuditStatus.NOT_RUN, False, True),
        ((), AuditStatus.NOT_RUN, False, True),
        ((_MOOT, _KEPT), AuditStatus.PASSED, False, False),
        ((_LOST, _KEPT), AuditStatus.PASSED, False, False),
    ],
)
def test_what_cannot_be_measured_has_not_passed(
    outcomes: tuple[RuleOutcome, ...], status: AuditStatus, *, is_moot: bool, is_bad: bool
) -> None:
    result = _result(*outcomes)
    assert (result.status, result.is_moot, result.is_bad) == (status, is_moot, is_bad)


def test_a_failed_audit_is_bad() -> None:
    assert _result(RuleOutcome("STR01", RuleState.MEASURED, 0.0)).is_bad


def test_a_moot_audit_is_neither_in_lists_nor_in_metrics() -> None:
    results = (_result(_MOOT), _result(_LOST))
    assert kept_statuses(results[:1]) == {}
    assert kept_statuses(results[1:]) == {"strict": "not-run"}
    assert AuditCounts().with_results(results).runs == {"not-run": 1}
