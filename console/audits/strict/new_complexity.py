"""STR04: a function that was made, or left, too complex since the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.function_shape import FunctionShape, function_shapes
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


_KEY = "STR04"
_USUAL = 15.0


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.baseline:
        return not_applicable(_KEY, t("There is no baseline to compare with."))
    limit = threshold(_USUAL, checkout.profile.strictness)
    touched = [one for one in function_shapes(checkout) if _is_touched(checkout, one)]
    if not touched:
        return not_applicable(_KEY, t("No function was touched since the baseline."))
    bad = [one for one in touched if one.ccn > limit]
    findings = [
        Finding(
            _KEY, RuleSeverity.MEDIUM, one.path, one.line, one.end_line, tool="console-audit",
            evidence=t("{name}: {ccn} ways through it, at most {limit}", name=one.name[:80], ccn=one.ccn,
                       limit=round(limit)),
        )
        for one in bad
    ]  # fmt: skip
    return by_share(_KEY, len(touched) - len(bad), len(touched), findings)


def _is_touched(checkout: Checkout, one: FunctionShape) -> bool:
    return not lines_since_baseline(checkout).get(one.path, frozenset()).isdisjoint(range(one.line, one.end_line + 1))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.MEDIUM,
        title=lambda: t("New and touched functions are simple enough"),
        why=lambda: t("Beyond fifteen decisions nobody tests all ways through, and the next edit breaks one of them."),
        mend=lambda: t("Split it where its parts have names of their own."),
        check=_check,
        scope="files",
    )
)
