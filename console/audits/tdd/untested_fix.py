"""TDD01: a fault mended without a test that would have shown it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share
from console.audits.repository.past_contents import PastContents
from console.audits.source_commit import FIXES, source_commits
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD01"


def _check(checkout: Checkout) -> RuleOutcome:
    fixes = list(islice((one for one in source_commits(checkout) if one.is_fix), FIXES))
    found = [commit_finding(_KEY, RuleSeverity.HIGH, one.commit) for one in fixes if not one.has_test]
    note = t("{count} fixes; of well-kept projects the median brings a test with 70 %.", count=len(fixes))
    return by_share(_KEY, len(fixes) - len(found), len(fixes), found, note)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.HIGH,
        title=lambda: t("Every fix brings a test"),
        why=lambda: t("Without a test nothing says that the fault is gone, and nothing keeps it from coming back."),
        mend=lambda: t("Write the test that fails without the fix, and commit both together."),
        check=_check,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
