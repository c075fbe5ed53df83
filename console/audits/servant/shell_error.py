"""SRV09: mistakes in shell scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_share, not_applicable
from console.audits.tools.shellcheck_run import shell_notes, shell_scripts
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SRV09"


def _check(checkout: Checkout) -> RuleOutcome:
    scripts = shell_scripts(checkout)
    if not scripts:
        return not_applicable(_KEY, t("There are no shell scripts."))
    found = [
        Finding(
            _KEY,
            RuleSeverity.MEDIUM,
            one.file,
            one.line,
            evidence=f"SC{one.code}: {one.message}"[:200],
            tool="shellcheck",
        )
        for one in shell_notes(checkout)
    ]
    bad = len({one.path for one in found})
    return by_share(_KEY, len(scripts) - bad, len(scripts), found)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.MEDIUM,
        title=lambda: t("Shell scripts have no mistakes that shellcheck finds"),
        why=lambda: t(
            "A name with a space or an empty variable is enough for such a script to delete the wrong thing."
        ),
        mend=lambda: t("Correct what shellcheck names; its page on each code shows how."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
