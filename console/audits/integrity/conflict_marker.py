"""INT11: real conflict markers, which never come alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import passed_or_failed
from console.audits.repository.path_class import PathClass
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "INT11"
_OURS, _THEIRS = "<<<<<<< ", ">>>>>>> "


def _check(checkout: Checkout) -> RuleOutcome:
    paths = checkout.of(PathClass.SOURCE, PathClass.DOCUMENT, PathClass.OTHER, PathClass.GENERATED)
    return passed_or_failed(_KEY, [one for path in paths for one in _conflicts(path, checkout.text(path))])


def _conflicts(path: str, text: str) -> Iterator[Finding]:
    """Yield the beginnings that an end follows: a row of equals signs alone is a heading (65 files, none real)."""
    if _OURS not in text or _THEIRS not in text:
        return
    begun = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_OURS):
            begun = number
        elif line.startswith(_THEIRS) and begun:
            yield Finding(_KEY, RuleSeverity.CRITICAL, path, begun, number, evidence=line[:200], tool="console-audit")
            begun = 0


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.CRITICAL,
        title=lambda: t("No conflict markers"),
        why=lambda: t("A file with both ends of a merge conflict holds two versions at once and works as neither."),
        mend=lambda: t("Decide for one of the two versions, and take the markers out."),
        check=_check,
        scope="tree",
    )
)
