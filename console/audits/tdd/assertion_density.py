"""TDD04: test files whose tests mostly check nothing."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_share
from console.audits.written_case import test_cases
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD04"


def _check(checkout: Checkout) -> RuleOutcome:
    counts: dict[str, list[int]] = {}
    lines: dict[str, int] = {}
    for one in test_cases(checkout):
        counts.setdefault(one.path, []).append(one.checks)
        lines.setdefault(one.path, one.line)
    found = [
        Finding(
            _KEY,
            RuleSeverity.MEDIUM,
            path,
            lines[path],
            evidence=t("{count} tests, median below one check", count=len(checks)),
            tool="console-audit",
        )
        for path, checks in sorted(counts.items())
        if median(checks) < 1
    ]
    return by_share(
        _KEY, len(counts) - len(found), len(counts), found, t("{count} files with tests.", count=len(counts))
    )


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.MEDIUM,
        title=lambda: t("Tests check something"),
        why=lambda: t("Such tests run code without looking at what it gives."),
        mend=lambda: t("Compare what comes out with what should; delete tests that cannot fail."),
        check=_check,
        scope="tree",
    )
)
