"""FLO02: changes that nobody but their author has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.bot_name import is_bot_name
from console.audits.merged_review import merged_reviews, review_finding
from console.audits.outcome import by_share, not_applicable
from console.audits.reviewed_commit import belongs_to_review, first_parents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.forge_facts import ReviewFact
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO02"
_WINDOW, _FEWEST, _USED = 100, 10, 0.2


def _check(checkout: Checkout) -> RuleOutcome:
    if checkout.forge.reviews is None:
        return _by_history(checkout)
    reviews = merged_reviews(checkout)
    found = [
        review_finding(_KEY, RuleSeverity.HIGH, one, t("nobody else approved it"))
        for one in reviews
        if not ({name for name in one.approvers if name != one.author} or _is_of_bot_by_person(one))
    ]
    total = len(reviews)
    known = checkout.forge.protection
    if known is not None and known.required_reviews == 0:
        total += 1
        found.append(Finding(_KEY, RuleSeverity.HIGH, evidence=t("no review is required"), tool="forge"))
    return by_share(_KEY, total - len(found), total, found, t("{count} merged pull requests.", count=len(reviews)))


def _is_of_bot_by_person(one: ReviewFact) -> bool:
    """Return whether a person merged what a bot proposed: that person has looked at it."""
    return is_bot_name(one.author) and bool(one.merged_by) and not is_bot_name(one.merged_by)


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
    )
)
