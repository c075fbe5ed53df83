"""FLO01: a default branch that can be rewritten or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_share, not_applicable
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO01"


def _check(checkout: Checkout) -> RuleOutcome:
    known = checkout.forge.protection
    if known is None or (known.forbids_force_push is None and known.forbids_deletion is None):
        return not_applicable(_KEY, t("The forge was not asked."))
    facts = (
        (known.forbids_force_push, t("force pushes are allowed")),
        (known.forbids_deletion, t("deletion is allowed")),
    )
    told = [(is_kept, words) for is_kept, words in facts if is_kept is not None]
    found = [Finding(_KEY, RuleSeverity.HIGH, evidence=words, tool="forge") for is_kept, words in told if not is_kept]
    return by_share(_KEY, len(told) - len(found), len(told), found)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.HIGH,
        title=lambda: t("The default branch cannot be rewritten or deleted"),
        why=lambda: t("One forced push loses the work of everybody, and with it what was reviewed."),
        mend=lambda: t("Protect the branch: no force pushes, no deletion, for administrators too."),
        check=_check,
        mending=Mending.SAFE,
        scope="forge",
    )
)
