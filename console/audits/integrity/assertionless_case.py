"""INT05: a test that cannot fail, because it checks nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_density, not_applicable
from console.audits.written_case import test_cases
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT05"
_REFERENCE = 0.02
_SKIPPED = re.compile(r"^[^\S\n]*@.*\b(skip|xfail)\b|@(Disabled|Ignore)\b", re.M)

_BETWEEN = re.compile(r"^[^\S\n]*+(?:\}[^\S\n]*+)?\n", re.M)
"""What parts a test from the one above it: an empty line, or the end of that one."""
_ABOVE = 20


def _check(checkout: Checkout) -> RuleOutcome:
    cases = test_cases(checkout)
    if not cases:
        return not_applicable(_KEY, t("There are no tests."))
    return by_density(_KEY, _findings(checkout), len(cases), _REFERENCE)


def _findings(checkout: Checkout) -> Iterator[Finding]:
    asked = [one for one in test_cases(checkout) if not one.checks]
    checkout.folder_with(one.path for one in asked)
    for one in asked:
        head = "\n".join(checkout.line(one.path, number) for number in range(max(1, one.line - _ABOVE), one.line + 1))
        if not _SKIPPED.search(_BETWEEN.split(head)[-1]):
            line = checkout.line(one.path, one.line).strip()
            yield Finding(_KEY, RuleSeverity.HIGH, one.path, one.line, evidence=line[:200], tool="console-audit")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.HIGH,
        title=lambda: t("Every test checks something"),
        why=lambda: t("A test without an assertion passes whatever the code does."),
        mend=lambda: t("Say in the test what must be true afterwards."),
        check=_check,
        scope="code",
    )
)
