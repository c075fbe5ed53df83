"""FLO03: changes that were merged although a check failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.merged_review import merged_reviews, review_finding
from console.audits.outcome import by_share, not_applicable
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO03"


def _check(checkout: Checkout) -> RuleOutcome:
    reviews = merged_reviews(checkout)
    known = checkout.forge.protection
    found = [
        review_finding(_KEY, RuleSeverity.HIGH, one, t("merged while a check failed"))
        for one in reviews
        if one.checks_failed
    ]
    total = len(reviews)
    if known is not None and known.required_checks is not None:
        total += 1
        if not known.required_checks:
            found.append(Finding(_KEY, RuleSeverity.HIGH, evidence=t("no check is required"), tool="forge"))
    if total:
        return by_share(_KEY, total - len(found), total, found)
    is_told = checkout.forge.reviews is not None
    return not_applicable(_KEY, t("No merged pull request is known.") if is_told else t("The forge was not asked."))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.HIGH,
        title=lambda: t("Nothing is merged while a check fails"),
        why=lambda: t("What is red when it is merged is red for everybody afterwards."),
        mend=lambda: t("Make the checks required on the default branch."),
        check=_check,
        mending=Mending.SAFE,
        scope="forge",
    )
)
