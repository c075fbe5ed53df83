"""The files of a project where the next fixes are likely, from the rules that foresee."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from console.domain.audit.audit_insight import AuditInsight, InsightKind, ProjectFacts
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.audit.rule_word import RuleWord

RANKING = "PRE01"
FEWEST_REASONS = 2
LEAST_CONFIDENCE = 0.2
_MOST_REASONS = 5


def hot_place(facts: ProjectFacts, words: Mapping[str, RuleWord]) -> Iterator[AuditInsight]:
    """Yield at most one insight: the file that most rules name, the hottest of them.

    The confidence is the share of the project's past fixes that its hot files drew: the chance that the next one is
    in them, if the time to come is like the past.
    """
    share = next((1.0 - one.score for one in facts.rules if one.rule == RANKING), 0.0)
    hot = [one.path for one in facts.hot if one.rule == RANKING]
    if not hot or share < LEAST_CONFIDENCE:
        return
    named = Counter(one.path for one in facts.hot if one.path in hot)
    path = min(hot, key=lambda one: (-named[one], hot.index(one)))
    about = [one for one in facts.hot if one.path == path]
    reasons = dict.fromkeys(part.strip() for one in about for part in one.evidence.split(";") if part.strip())
    fixes = t("the hot files drew {share} % of the fixes so far", share=round(100 * share))
    told = (fixes, *tuple(reasons)[: _MOST_REASONS - 1])
    if len(told) < FEWEST_REASONS:
        return
    rules = sorted({one.rule for one in about})
    actions = tuple(dict.fromkeys(words[one].mend for one in rules if one in words))
    impact = RuleSeverity.HIGH if len(rules) > 1 else RuleSeverity.MEDIUM
    yield AuditInsight(InsightKind.HOTSPOT, path, (facts.project,), facts.team, min(1.0, share), impact, told, actions)
