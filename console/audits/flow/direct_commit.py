"""FLO04: commits on the default branch that no pull request brought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share, not_applicable
from console.audits.reviewed_commit import belongs_to_review, first_parents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO04"
_WINDOW = 100
_RELEASE = re.compile(
    r"^(release|bump version|version|prepare|v?\d+\.\d+|\[maven-release-plugin\]|chore\(release\))", re.I
)


def _check(checkout: Checkout) -> RuleOutcome:
    reviews = checkout.forge.reviews
    if not reviews:
        return not_applicable(_KEY, t("The forge was not asked."))
    oldest = min(one.merged_s for one in reviews)  # what is older the forge was not asked for
    commits = [one for one in first_parents(checkout)[:_WINDOW] if one.committed_s >= oldest and one.parents]
    found = [
        commit_finding(_KEY, RuleSeverity.MEDIUM, one)
        for one in commits
        if not (one.is_merge or belongs_to_review(checkout, one) or _RELEASE.match(one.subject))
    ]
    return by_share(_KEY, len(commits) - len(found), len(commits), found)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.MEDIUM,
        title=lambda: t("Every change of the default branch comes through a pull request"),
        why=lambda: t("What goes around the review goes around the checks too."),
        mend=lambda: t("Let the branch take changes through pull requests only."),
        check=_check,
        scope="forge",
    )
)
