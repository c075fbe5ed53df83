"""SRV07: a pipeline that often fails, or passes only when run again."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_share, not_applicable
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SRV07"
_WINDOW = 50
_FEWEST = 5
_USUAL_FAILED, _USUAL_FLAKY = 0.1, 0.05


def _check(checkout: Checkout) -> RuleOutcome:
    known = [one for one in checkout.forge.runs or () if not one.release]
    runs = sorted(known, key=lambda one: -one.began_s)[:_WINDOW]
    ended = [one for one in runs if one.result in {"success", "failure"}]
    if len(ended) < _FEWEST:
        return not_applicable(_KEY, t("Fewer than {count} runs are known.", count=_FEWEST))
    failed = [one for one in ended if one.result == "failure"]
    good = {(one.commit, one.workflow) for one in ended if one.result == "success"}
    flaky = {one.commit for one in ended if one.attempt > 1 and one.result == "success"} | {
        one.commit for one in failed if (one.commit, one.workflow) in good
    }
    share, chance = len(failed) / len(ended), len(flaky) / len({one.commit for one in ended})
    strictness = checkout.profile.strictness
    found = []
    if share > threshold(_USUAL_FAILED, strictness):
        found.append(_finding(t("{percent} % of {count} runs failed", percent=round(100 * share), count=len(ended))))
    if chance > threshold(_USUAL_FLAKY, strictness):
        found.append(_finding(t("{percent} % of the commits passed only when run again", percent=round(100 * chance))))
    minutes = median(one.took_s for one in ended) / 60
    note = t("Median duration {minutes} min.", minutes=f"{minutes:.1f}")
    return by_share(_KEY, (1 - share) * (1 - chance), 1.0, found, note)


def _finding(evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, evidence=evidence, tool="forge")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.MEDIUM,
        title=lambda: t("The pipeline of the default branch is green"),
        why=lambda: t("Where red is usual nobody looks at it, and a real fault goes through."),
        mend=lambda: t("Mend or take out the tests that fail by chance, before anything else."),
        check=_check,
        scope="forge",
    )
)
