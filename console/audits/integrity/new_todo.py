"""INT09: something left to do since the baseline, without an issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_density, not_applicable
from console.audits.repository.added_lines import lines_since_baseline
from console.audits.repository.path_class import PathClass
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT09"
_REFERENCE = 0.5
_TODO = re.compile(r"(?:#|//|/\*|<!--|^\s*\*|;).*?\b(TODO|FIXME|XXX|HACK)\b(?P<rest>.*)")
_ISSUE = re.compile(r"#\d+|https?://|\b[A-Z][A-Z0-9]+-\d+\b|\bGH-\d+|![0-9]+")


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.baseline:
        return not_applicable(_KEY, t("There is no baseline to compare with."))
    added = sum(len(lines) for lines in lines_since_baseline(checkout).values())
    return by_density(_KEY, _findings(checkout), max(added, 1) / 1000, _REFERENCE)


def _findings(checkout: Checkout) -> Iterator[Finding]:
    for path in checkout.of(PathClass.SOURCE, PathClass.TEST):
        lines = checkout.lines(path)
        for number in sorted(lines_since_baseline(checkout).get(path, ())):
            line = lines[number - 1] if number <= len(lines) else ""
            if _TODO.search(line) and not _ISSUE.search(line):
                yield Finding(_KEY, RuleSeverity.LOW, path, number, evidence=line.strip()[:200], tool="console-audit")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.LOW,
        title=lambda: t("New notes of what is left to do name an issue"),
        why=lambda: t("A note in the code is forgotten; an issue is not."),
        mend=lambda: t("Open an issue and name it in the note, or do it now."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="files",
    )
)
