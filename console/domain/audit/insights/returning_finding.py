"""Serious findings whose dismissal ends soon: they count again by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.audit_decision import DAY_S
from console.domain.audit.audit_insight import AuditInsight, InsightKind
from console.domain.audit.dismissal import Dismissal, DismissalState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from console.domain.audit.rule_word import RuleWord

SOON_DAYS = 14.0
_SERIOUS = frozenset({RuleSeverity.CRITICAL, RuleSeverity.HIGH})


def returning_findings(
    found: Iterable[Dismissal], words: Mapping[str, RuleWord], now_s: float
) -> Iterator[AuditInsight]:
    """Yield an insight per dismissal of a critical or high finding that ends within two weeks; that is certain."""
    for one in found:
        decision = one.decision
        left_s = decision.until_s - now_s
        if one.state is not DismissalState.ACTIVE or decision.severity not in _SERIOUS or left_s > SOON_DAYS * DAY_S:
            continue
        told = words.get(decision.rule)
        days = max(1, round(left_s / DAY_S))
        reasons = (
            t("the dismissal of {rule} ends in {days} days", rule=decision.rule, days=days),
            t("{person} dismissed it: {reason}", person=", ".join(one.persons), reason=decision.reason),
        )
        actions = (*((told.mend,) if told is not None else ()), t("Or look at it again, and dismiss it anew."))
        subject = decision.place or decision.rule
        yield AuditInsight(
            InsightKind.RETURNING, subject, (decision.project,), decision.team, 1.0, decision.severity, reasons, actions
        )
