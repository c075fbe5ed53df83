"""The newest merged pull requests, as the forge told them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.bot_name import is_bot_name
from console.domain.audit.finding import Finding
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.forge_facts import ReviewFact
    from console.domain.audit.rule_severity import RuleSeverity

_WINDOW = 30


def merged_reviews(checkout: Checkout) -> tuple[ReviewFact, ...]:
    """Return the newest 30, newest first; empty when the forge was not asked."""
    return tuple(sorted(checkout.forge.reviews or (), key=lambda one: (-one.merged_s, -one.number))[:_WINDOW])


def is_self_approved(review: ReviewFact) -> bool:
    """Return whether its author approved it; logins are the same in capitals and small letters."""
    return review.author.casefold() in {one.casefold() for one in review.approvers}


def is_seen_by_another(review: ReviewFact) -> bool:
    """Return whether a person beside its author approved it, or merged what a bot had proposed."""
    if any(one.casefold() != review.author.casefold() and not is_bot_name(one) for one in review.approvers):
        return True
    return is_bot_name(review.author) and bool(review.merged_by) and not is_bot_name(review.merged_by)


def review_finding(rule: str, severity: RuleSeverity, review: ReviewFact, evidence: str) -> Finding:
    """Return a finding at a pull request, with the commit that it was merged as."""
    words = t("#{number} of {name}: {what}", number=review.number, name=review.author[:80], what=evidence)
    return Finding(rule, severity, evidence=words, commit=review.merge_commit, tool="forge")
