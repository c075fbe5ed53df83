"""FLO08: how fast and how safely changes reach users; shown, never scored."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import not_applicable
from console.audits.repository.history import history_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.forge_facts import RunFact
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "FLO08"
_DAY = 86_400.0
_WINDOW_DAYS = 90.0


def _check(checkout: Checkout) -> RuleOutcome:
    since = checkout.now_s - _WINDOW_DAYS * _DAY
    runs = sorted(
        (one for one in checkout.forge.runs or () if one.release and one.began_s >= since), key=lambda one: one.began_s
    )
    if not runs:
        return not_applicable(_KEY, t("No release of the last {days} days is known.", days=round(_WINDOW_DAYS)))
    words = t(
        "Shown, not scored: lead time {lead} h, {count} releases in {days} days, {share} % failed, recovery "
        "{recovery} h.",
        lead=_hours(_leads(checkout, runs)),
        count=len(runs),
        days=round(_WINDOW_DAYS),
        share=round(100 * sum(one.result == "failure" for one in runs) / len(runs)),
        recovery=_hours(_recoveries(runs)),
    )
    return not_applicable(_KEY, words)


def _hours(seconds: list[float]) -> str:
    return f"{median(seconds) / 3600:.1f}" if seconds else "–"


def _leads(checkout: Checkout, runs: list[RunFact]) -> list[float]:
    """Return the times from a commit to its release."""
    written = {one.id: one.at_s for one in history_of(checkout)}
    good = [one for one in runs if one.result == "success" and one.commit in written]
    return [one.began_s + one.took_s - written[one.commit] for one in good]


def _recoveries(runs: list[RunFact]) -> list[float]:
    """Return the times from a failed release to the next that succeeded."""
    found, failed_s = [], 0.0
    for one in runs:
        if one.result == "failure":
            failed_s = failed_s or one.began_s
        elif one.result == "success" and failed_s:
            found.append(one.began_s + one.took_s - failed_s)
            failed_s = 0.0
    return found


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.LOW,
        title=lambda: t("How fast and how safely changes reach users"),
        why=lambda: t(
            "These four figures go together where delivery works; as a goal each of them can be had at the cost "
            "of others."
        ),
        mend=lambda: t("Look at their course over months; nothing has to be mended here."),
        check=_check,
        scope="forge",
    )
)
