"""TDD06: new lines that no test runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.coverage_report import coverage_of
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.added_lines import lines_since_baseline
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD06"
_USUAL_SHARE = 0.8


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.baseline:
        return not_applicable(_KEY, t("There is no baseline to compare with."))
    hits = coverage_of(checkout)
    if not hits:
        return not_applicable(_KEY, t("There is no coverage report in the repository."))
    wanted = threshold(_USUAL_SHARE, checkout.profile.strictness, fewer_is_stricter=False)
    added = lines_since_baseline(checkout)
    good = total = 0
    found = []
    for path, lines in sorted(hits.items()):
        new = [number for number in sorted(added.get(path, ())) if number in lines]
        missed = [number for number in new if lines[number] == 0]
        good, total = good + len(new) - len(missed), total + len(new)
        if new and len(new) - len(missed) < wanted * len(new):
            words = t("{count} of {total} new lines are not run", count=len(missed), total=len(new))
            found.append(Finding(_KEY, RuleSeverity.HIGH, path, missed[0], evidence=words, tool="coverage"))
    share = good / total if total else 0.0
    note = t("{percent} % of {count} new lines are run by tests.", percent=round(100 * share), count=total)
    return (
        by_share(_KEY, share, wanted, found, note)
        if total
        else not_applicable(_KEY, t("No new line is in the report."))
    )


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.HIGH,
        title=lambda: t("Tests run the new lines"),
        why=lambda: t("What was just written is where the faults are."),
        mend=lambda: t("Add tests that run the lines named here."),
        check=_check,
        scope="files",
    )
)
