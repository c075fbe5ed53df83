"""A project whose health falls from audit to audit: when it will no longer pass."""

from __future__ import annotations

from math import erf, sqrt
from statistics import median
from typing import TYPE_CHECKING

from console.domain.audit.audit_decision import DAY_S
from console.domain.audit.audit_insight import AuditInsight, InsightKind, ProjectFacts
from console.domain.audit.audit_score import WARNING_BAND
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.audit.rule_word import RuleWord

FEWEST = 5
LEAST_CONFIDENCE = 0.95
LEAST_POINTS = 3.0
_WINDOW_S = 90 * DAY_S
_SOON_DAYS, _LATE_DAYS = 30.0, 180.0
_MOST_ACTIONS = 3


def falling_health(facts: ProjectFacts, words: Mapping[str, RuleWord]) -> Iterator[AuditInsight]:
    """Yield at most one insight: the health of the last 90 days falls, with 95 % confidence, by 3 points.

    The pace is the middle of the slopes between all pairs of audits (Theil and Sen), the confidence that of Kendall's
    test that later audits are lower.
    """
    newest_s = facts.healths[-1][0] if facts.healths else 0.0
    known = [one for one in facts.healths if newest_s - one[0] <= _WINDOW_S]
    if len(known) < FEWEST or known[-1][0] <= known[0][0]:
        return
    slopes = [
        (b[1] - a[1]) / (b[0] - a[0]) * DAY_S
        for place, a in enumerate(known)
        for b in known[place + 1 :]
        if b[0] > a[0]
    ]
    pace, confidence = median(slopes), _confidence([health for _, health in known])
    line, days = _crossing(facts.strictness, known[-1][1], pace)
    fallen = -pace * (known[-1][0] - known[0][0]) / DAY_S
    if fallen < LEAST_POINTS or confidence < LEAST_CONFIDENCE or days > _LATE_DAYS:
        return
    span = round((known[-1][0] - known[0][0]) / DAY_S)
    reasons = (
        t("health fell from {first} to {last} in {days} days", first=round(known[0][1]), last=round(known[-1][1]),
          days=span),
        t("between two audits it fell in {share} % of {pairs} pairs",
          share=round(100 * sum(one < 0 for one in slopes) / len(slopes)), pairs=len(slopes)),
        t("at this pace it is below {line} in {days} days", line=round(line), days=max(1, round(days))),
    )  # fmt: skip
    impact = RuleSeverity.HIGH if days <= _SOON_DAYS else RuleSeverity.MEDIUM
    yield AuditInsight(
        InsightKind.FALLING, facts.project, (facts.project,), facts.team, confidence, impact, reasons,
        tuple(_actions(facts, words)),
    )  # fmt: skip


def _confidence(healths: list[float]) -> float:
    """Return how sure it is that the later of two are lower: Kendall's test, normal approximation, one-sided."""
    count = len(healths)
    balance = sum((a > b) - (a < b) for place, a in enumerate(healths) for b in healths[place + 1 :])
    spread = sqrt(count * (count - 1) * (2 * count + 5) / 18)
    z = (balance - 1) / spread if balance > 0 else 0.0
    return (1 + erf(z / sqrt(2))) / 2 if balance > 0 else 0.0


def _crossing(strictness: float, health: float, pace: float) -> tuple[float, float]:
    """Return the next line below (passing, else failing) and the days until it is reached."""
    passing = 100.0 * strictness
    line = next((one for one in (passing, passing - WARNING_BAND) if health >= one), 0.0)
    return line, (health - line) / -pace if pace < 0 else float("inf")


def _actions(facts: ProjectFacts, words: Mapping[str, RuleWord]) -> Iterator[str]:
    costly = sorted((one for one in facts.rules if one.points > 0), key=lambda one: (-one.points, one.rule))
    for one in costly[:_MOST_ACTIONS]:
        if one.rule in words:
            yield f"{one.rule}: {words[one.rule].mend}"
    if not costly:
        yield t("Compare the last two audits: cell-console audit compare")
