"""Dismissals end, come back, and want two people where the profile says so. Proves G1.7."""

import pytest

from console.domain.audit.audit_decision import DAY_S, AuditDecision, DecisionKind
from console.domain.audit.dismissal import DismissalState, dismissals
from console.domain.audit.rule_severity import RuleSeverity

NOW_S = 1_790_000_000.0
_CRITICAL = {"severity": RuleSeverity.CRITICAL, "complies": True}


def _made(person: str = "ann", *, kind: DecisionKind = DecisionKind.DISMISSED, at: float = 0.0, days: float = 90.0,
          severity: RuleSeverity = RuleSeverity.LOW, complies: bool = False) -> AuditDecision:  # fmt: skip
    return AuditDecision(
        kind, NOW_S + at, person, "content", "INT01", severity, "shop", "f1", "a trap in a test",
        NOW_S + at + days * DAY_S, complies=complies,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("made", "after_days", "state"),
    [
        ([_made()], 89, DismissalState.ACTIVE),
        ([_made()], 91, DismissalState.EXPIRED),
        ([_made(), _made(at=80 * DAY_S)], 91, DismissalState.ACTIVE),
        ([_made(), _made(at=5, days=1)], 2, DismissalState.EXPIRED),
        ([_made(), _made("bob", at=5, days=1)], 2, DismissalState.ACTIVE),
        ([_made(**_CRITICAL), _made("bob", at=5, **_CRITICAL), _made(at=9, days=1, **_CRITICAL)], 2,
         DismissalState.WAITS),
        ([_made(), _made(at=5, kind=DecisionKind.RESTORED)], 1, DismissalState.RESTORED),
        ([_made(), _made(at=5, kind=DecisionKind.RESTORED), _made(at=9)], 1, DismissalState.ACTIVE),
        ([_made(severity=RuleSeverity.CRITICAL)], 1, DismissalState.ACTIVE),
        ([_made(**_CRITICAL)], 1, DismissalState.WAITS),
        ([_made(**_CRITICAL), _made(at=5, **_CRITICAL)], 1, DismissalState.WAITS),
        ([_made(**_CRITICAL), _made("bob", at=5, **_CRITICAL)], 1, DismissalState.ACTIVE),
        ([_made(**_CRITICAL), _made("bob", at=5, days=2, **_CRITICAL)], 3, DismissalState.WAITS),
        ([_made(**_CRITICAL), _made("bob", at=5, kind=DecisionKind.RESTORED), _made(at=9, **_CRITICAL)], 1,
         DismissalState.WAITS),
        ([_made(complies=True, severity=RuleSeverity.HIGH)], 1, DismissalState.ACTIVE),
    ],
)  # fmt: skip
def test_how_a_dismissal_stands(made: list[AuditDecision], after_days: float, state: DismissalState) -> None:
    (found,) = dismissals(made, NOW_S + after_days * DAY_S)
    assert found.state is state


def test_who_stands_behind_it_is_told() -> None:
    (found,) = dismissals([_made(**_CRITICAL), _made("bob", at=5, **_CRITICAL)], NOW_S + DAY_S)
    assert found.persons == ("ann", "bob")


def test_findings_of_other_projects_and_rules_stand_alone() -> None:
    other = AuditDecision(DecisionKind.RESTORED, NOW_S + 5, "ann", "content", "INT01", RuleSeverity.LOW, "cart", "f1")
    (found,) = dismissals([_made(), other], NOW_S + DAY_S)
    assert found.state is DismissalState.ACTIVE
