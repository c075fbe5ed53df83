"""PRE01: where the next fixes are likely, by the history of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.foresight.file_story import units_of
from console.audits.foresight.heat_reason import heat_reasons
from console.audits.foresight.hot_file import hot_files, ranking_of
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "PRE01"


def _check(checkout: Checkout) -> RuleOutcome:
    ranking, hot = ranking_of(checkout), hot_files(checkout)
    if not ranking:
        return not_applicable(_KEY, t("There is too little history to learn from."))
    now_s = units_of(checkout)[-1].at_s
    findings = []
    for place, one in enumerate(ranking, 1):
        if one in hot:
            where = t("place {place} of {files}", place=place, files=len(ranking))
            evidence = "; ".join((where, *heat_reasons(one, ranking, now_s)[:4]))[:300]
            findings.append(Finding(_KEY, RuleSeverity.MEDIUM, one.path, evidence=evidence, tool="git"))
    fixes = sum(one.fixes for one in ranking)
    calm = fixes - sum(one.fixes for one in hot)
    return by_share(_KEY, calm if fixes else 1.0, fixes or 1.0, findings)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.PREDICTIVE,
        RuleSeverity.MEDIUM,
        title=lambda: t("Where the next fixes are likely"),
        why=lambda: t(
            "Fixes come back to the files that were fixed lately: a fifth of the lines draws a third of them."
        ),
        mend=lambda: t("Write tests here first, and let somebody who knows the file look at each change of it."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
