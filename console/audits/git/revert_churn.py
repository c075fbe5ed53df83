"""GIT08: changes that go in and out again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.history import people_of
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "GIT08"
_DAY = 86_400.0
_WINDOW_DAYS = 90.0
_USUAL_SHARE = 0.05
_FEWEST = 10
_WHAT = (
    r"(\"|'|#\d|(the |this |that |last |previous )*(commits?|changes?|changesets?|merge|pr|pull request)\b"
    r"|[0-9a-f]{7,40}\b|\d+ )"
)
_REVERT = re.compile(
    rf"^(revert(\([\w ,/-]+\))?!?: |(re-?)?revert(s|ed|ing)? (back )?({_WHAT}|(the|to|all|some|this|that|parts?) )"
    rf"|(undo(es)?|back(s|ed|ing)?[- ]?out( of)?|roll(s|ed|ing)?[- ]?back):? {_WHAT}"
    r"|reapply \"|re-?apply: |re-?land(s|ed|ing)?:? )",
    re.I,
)
_BODY = re.compile(r"^This reverts commit [0-9a-f]{7,64}", re.M)


def _check(checkout: Checkout) -> RuleOutcome:
    since = checkout.now_s - _WINDOW_DAYS * _DAY
    recent = [one for one in people_of(checkout) if one.committed_s >= since]
    if len(recent) < _FEWEST:
        return not_applicable(
            _KEY, t("Fewer than {count} commits in {days} days.", count=_FEWEST, days=round(_WINDOW_DAYS))
        )
    reverts = [one for one in recent if _REVERT.search(one.subject) or _BODY.search(one.body)]
    share = len(reverts) / len(recent)
    most = threshold(_USUAL_SHARE, checkout.profile.strictness)
    note = t(
        "{count} of {total} commits in {days} days undo another.",
        count=len(reverts),
        total=len(recent),
        days=round(_WINDOW_DAYS),
    )
    if share <= most or len(reverts) < 2:
        return by_share(_KEY, 1.0, 1.0, (), note)
    return by_share(_KEY, most, share, [commit_finding(_KEY, RuleSeverity.MEDIUM, one) for one in reverts], note)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.MEDIUM,
        title=lambda: t("Changes stay in"),
        why=lambda: t("Many reverts say that faults are found after the merge instead of before it."),
        mend=lambda: t("Look at what the reverts have in common, and test that before the merge."),
        check=_check,
        scope="day",
        past=PastContents.RENAMED,
    )
)
