"""FLO07: approvals that say nothing about what was merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.merged_review import is_self_approved, merged_reviews, review_finding
from console.audits.outcome import by_share, not_applicable
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO07"


def _check(checkout: Checkout) -> RuleOutcome:
    reviews = [one for one in merged_reviews(checkout) if one.approvers]
    if not reviews:
        return not_applicable(_KEY, t("No approved pull request is known."))
    found = []
    for one in reviews:
        if is_self_approved(one):
            found.append(review_finding(_KEY, RuleSeverity.MEDIUM, one, t("approved by its author")))
        elif one.pushed_after_approval:
            found.append(review_finding(_KEY, RuleSeverity.MEDIUM, one, t("changed after the approval")))
    return by_share(_KEY, len(reviews) - len(found), len(reviews), found)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.MEDIUM,
        title=lambda: t("Approvals are by others and for what is merged"),
        why=lambda: t("Who approves their own change, or changes it afterwards, is not reviewed."),
        mend=lambda: t("Let new pushes dismiss approvals, and take no approval from the author."),
        check=_check,
        mending=Mending.SAFE,
        scope="forge",
    )
)
