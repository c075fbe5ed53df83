"""STR05: a function that is too long, too deep, or takes too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.function_shape import function_shapes
from console.audits.outcome import by_density, not_applicable
from console.audits.repository.path_class import PathClass
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR05"
_REFERENCE = 1.5
_LINES, _PARAMETERS, _NESTING = 100.0, 7.0, 5.0


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.of(PathClass.SOURCE):
        return not_applicable(_KEY, t("There is no source in a language that is measured."))
    return by_density(_KEY, _findings(checkout), checkout.kloc, _REFERENCE)


def _findings(checkout: Checkout) -> Iterator[Finding]:
    strictness = checkout.profile.strictness
    lines, depth, most = (threshold(one, strictness) for one in (_LINES, _NESTING, _PARAMETERS))
    for one in function_shapes(checkout):
        said = []
        if one.lines > lines:
            said.append(t("{count} lines", count=one.lines))
        if one.parameters > most:
            said.append(t("{count} parameters", count=one.parameters))
        if one.nesting > depth:
            said.append(t("{count} levels deep", count=one.nesting))
        if said:
            evidence = f"{one.name[:80]}: {', '.join(said)}"
            yield Finding(
                _KEY, RuleSeverity.LOW, one.path, one.line, one.end_line, evidence=evidence, tool="console-audit"
            )


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.LOW,
        title=lambda: t("Functions are short, flat, and take little"),
        why=lambda: t("What does not fit on a screen is not read, only searched."),
        mend=lambda: t("Take out what has a name of its own; hand values that belong together over as one."),
        check=_check,
        scope="code",
    )
)
