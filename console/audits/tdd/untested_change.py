"""TDD02: too few changes of the source come with tests."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.past_contents import PastContents
from console.audits.source_commit import CHANGES, source_commits
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD02"
_FEWEST = 5
_MEDIAN = 0.56


def _check(checkout: Checkout) -> RuleOutcome:
    commits = list(islice(source_commits(checkout), CHANGES))
    if len(commits) < _FEWEST:
        return not_applicable(_KEY, t("Fewer than {count} changes of the source.", count=_FEWEST))
    share = sum(one.has_test for one in commits) / len(commits)
    wanted = threshold(_MEDIAN, checkout.profile.strictness, fewer_is_stricter=False)
    words = t("{percent} % of {count} changes come with tests", percent=round(100 * share), count=len(commits))
    found = [Finding(_KEY, RuleSeverity.MEDIUM, evidence=words, tool="console-audit")] if share < wanted else []
    return by_share(_KEY, share, wanted, found, words)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.MEDIUM,
        title=lambda: t("Changes of the source come with tests"),
        why=lambda: t("What is changed without tests is tried out by those who use it."),
        mend=lambda: t("Ask in review for the test that shows the change; begin with what changes most."),
        check=_check,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
