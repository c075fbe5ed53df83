"""What was learned from a team's decisions, with the reasoning, as rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from console.domain.audit.learned_rule import FEWEST, LEAST_SHARE, LearnedRule
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t
from console.presenters.audit_word import severity_word
from console.presenters.format import ago, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """``informs``: the rule is in no score of the team any more; ``share_bound`` is from 0 to 1."""

    team: str
    rule: str
    severity_word: str
    accepted: int
    dismissed: int
    share_bound: float
    informs: bool
    state_word: str
    reasoning_text: str

    def record(self) -> dict[str, Any]:
        """Return it for programs, without the words."""
        return {key: value for key, value in asdict(self).items() if not key.endswith(("_word", "_text"))}


def learned_rows(
    found: Iterable[LearnedRule], severities: Mapping[str, RuleSeverity], complying: frozenset[str], now_s: float
) -> tuple[LearnedRow, ...]:
    """Return a row per rule of each team, those that inform only first; ``complying`` teams learn nothing."""
    rows = []
    for one in found:
        worst = severities.get(one.rule, one.severity)
        informs = one.informs and worst is not RuleSeverity.CRITICAL and one.team not in complying
        rows.append(
            LearnedRow(
                one.team, one.rule, severity_word(worst), one.accepted, one.dismissed, one.share_bound, informs,
                t("informs only") if informs else t("counts"), _reasoning(one, worst, complying, now_s),
            )
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (not one.informs, one.team, one.rule)))


def _reasoning(one: LearnedRule, worst: RuleSeverity, complying: frozenset[str], now_s: float) -> str:
    total = one.accepted + one.dismissed
    told = t(
        "{dismissed} of {total} decisions dismissed it, the last {ago}; with 90 % certainty the team acts on less than"
        " {share} of its findings",
        dismissed=one.dismissed,
        total=total,
        ago=ago(one.newest_s, now_s),
        share=percent(one.share_bound),
    )
    return f"{told}; {_consequence(one, worst, complying, total)}"


def _consequence(one: LearnedRule, worst: RuleSeverity, complying: frozenset[str], total: int) -> str:
    if one.team in complying:
        return t("in compliance mode nothing is learned.")
    if worst is RuleSeverity.CRITICAL:
        return t("critical rules always count.")
    if one.informs:
        return t("below {share} it informs only.", share=percent(LEAST_SHARE))
    if total < FEWEST:
        return t("at least {count} decisions are needed.", count=FEWEST)
    return t("it counts, because that is not below {share}.", share=percent(LEAST_SHARE))
