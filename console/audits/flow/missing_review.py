"""FLO02: changes that nobody but their author has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.merged_review import is_seen_by_another, merged_reviews, review_finding
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.past_contents import PastContents
from console.audits.reviewed_commit import belongs_to_review, first_parents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO02"
_WINDOW, _FEWEST, _USED = 100, 10, 0.2


def _check(checkout: Checkout) -> RuleOutcome:
    known, is_told = checkout.forge.protection, checkout.forge.reviews is not None
    required = known.required_reviews if known is not None else None
    if not is_told and required is None:
        return _by_history(checkout)
    reviews = merged_reviews(checkout)
    found = [
        review_finding(_KEY, RuleSeverity.HIGH, one, t("nobody else approved it"))
        for one in reviews
        if not is_seen_by_another(one)
    ]
    total = len(reviews) + (required is not None)
    if required == 0:
        found.append(Finding(_KEY, RuleSeverity.HIGH, evidence=t("no review is required"), tool="forge"))
    note = t("{count} merged pull requests.", count=len(reviews)) if is_told else ""
    return by_share(_KEY, total - len(found), total, found, note)


def _by_history(checkout: Checkout) -> RuleOutcome:
    """Without the forge the history says how much came through pull requests, where the project uses them at all."""
    commits = first_parents(checkout)[:_WINDOW]
    merged = sum(one.is_merge or belongs_to_review(checkout, one) for one in commits)
    if len(commits) < _FEWEST or merged < _USED * len(commits):  # a habit is detected, never assumed
        return not_applicable(_KEY, t("The forge was not asked, and the history names no pull requests."))
    note = t(
        "{count} of the last {total} commits name a pull request; the forge was not asked.",
        count=merged,
        total=len(commits),
    )
    return by_share(_KEY, merged, len(commits), (), note)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.HIGH,
        title=lambda: t("Somebody else has reviewed every change"),
        why=lambda: t("A second reader finds what its author cannot see, and knows the code when the author is away."),
        mend=lambda: t("Require one approval on the default branch."),
        check=_check,
        scope="forge",
        past=PastContents.RENAMED,
    )
)
