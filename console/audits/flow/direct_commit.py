"""FLO04: commits on the default branch that no pull request brought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share, not_applicable
from console.audits.release_title import is_release_title
from console.audits.repository.past_contents import PastContents
from console.audits.reviewed_commit import belongs_to_review, brought_by, first_parents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO04"
_WINDOW = 100
_LASTING = re.compile(  # lines of development that are reviewed on their own: releases merged back, forks brought up
    r"^Merge (commit|tag|remote-tracking branch|branch(es)?) '?([\w.-]+/)?(main|master|trunk|develop(ment)?|dev|next"
    r"|staging|upstream|stable|(release|hotfix|support|maint|backport)\w*[-/_.].*|v?\d+[.\d]*([.-]x)?)\b"
    r"|^Merge tag |^Merge (upstream|release|version) ",
    re.I,
)


def _check(checkout: Checkout) -> RuleOutcome:
    reviews = checkout.forge.reviews
    if reviews is None:
        return not_applicable(_KEY, t("The forge was not asked."))
    oldest = min((one.merged_s for one in reviews), default=0.0)  # what is older the forge was not asked for
    commits = [one for one in first_parents(checkout)[:_WINDOW] if one.committed_s >= oldest and one.parents]
    if not commits:
        return not_applicable(_KEY, t("No commit is newer than the known pull requests."))
    found = [commit_finding(_KEY, RuleSeverity.MEDIUM, one) for one in _direct(checkout, commits)]
    return by_share(_KEY, len(commits) - len(found), len(commits), found)


def _direct(checkout: Checkout, commits: list[HistoryCommit]) -> Iterator[HistoryCommit]:
    loose = [one for one in commits if not (belongs_to_review(checkout, one) or is_release_title(one.subject))]
    brought = brought_by(checkout, [one for one in loose if one.is_merge])
    for one in loose:
        if not one.is_merge or not (
            _LASTING.search(one.subject) or any(belongs_to_review(checkout, each) for each in brought[one.id])
        ):
            yield one


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
        past=PastContents.RENAMED,
    )
)
