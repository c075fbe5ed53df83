"""Likely trouble, found from what was audited; quiet where nothing is likely. Proves G1.8."""

import random

import pytest

from console.domain.audit.audit_decision import DAY_S, AuditDecision, DecisionKind
from console.domain.audit.audit_insight import (
    AuditInsight,
    HotFact,
    InsightKind,
    ProjectFacts,
    RuleFact,
    ranked_insights,
)
from console.domain.audit.audit_name import AuditName
from console.domain.audit.dismissal import dismissals
from console.domain.audit.insights.common_fault import common_faults
from console.domain.audit.insights.falling_health import falling_health
from console.domain.audit.insights.hot_place import hot_place
from console.domain.audit.insights.returning_finding import returning_findings
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.audit.rule_word import RuleWord

NOW_S = 1_790_000_000.0


def _word(rule: str, severity: RuleSeverity, title: str, mend: str) -> RuleWord:
    return RuleWord(rule, AuditName.STRICT, severity, title, "", mend, is_safe=False, is_proposed=False)


_WORDS = {
    "STR02": _word("STR02", RuleSeverity.HIGH, "Correct code", "Mend what ruff says."),
    "STR09": _word("STR09", RuleSeverity.LOW, "Spelling", "Spell it."),
    "PRE01": _word("PRE01", RuleSeverity.MEDIUM, "Hot", "Write tests here first."),
    "PRE02": _word("PRE02", RuleSeverity.HIGH, "Unguarded", "Name an owner."),
}


def _facts(
    name: str = "shop",
    healths: list[float] | None = None,
    rules: tuple[RuleFact, ...] = (),
    hot: tuple[HotFact, ...] = (),
) -> ProjectFacts:
    days = [(NOW_S + day * DAY_S, health) for day, health in enumerate(healths or [])]
    return ProjectFacts(name, "content", 0.85, tuple(days), rules, hot)


def _broken(count: int, whole: int) -> list[ProjectFacts]:
    return [
        _facts(f"p{n:02}", rules=(RuleFact("STR02", 0.5, 3 + n, 4.0) if n < count else RuleFact("STR02", 1.0, 0),))
        for n in range(whole)
    ]


def _is_told_well(one: AuditInsight) -> bool:
    return len(one.reasons) >= 2 and bool(one.actions) and 0 < one.confidence <= 1


def test_a_health_that_falls_steadily_is_foreseen_with_the_day_it_stops_passing() -> None:
    (found,) = falling_health(_facts(healths=[97, 95, 94, 92, 91, 89], rules=(RuleFact("STR02", 0.4, 9, 6.0),)), _WORDS)
    assert _is_told_well(found)
    assert (found.kind, found.impact) == (InsightKind.FALLING, RuleSeverity.HIGH)
    assert found.confidence > 0.99
    assert "below 85 in 3 days" in found.reasons[2]
    assert found.actions == ("STR02: Mend what ruff says.",)


@pytest.mark.parametrize(
    "healths",
    [[97, 95, 94], [90] * 8, [80, 85, 88, 90, 91, 92], [90, 92, 89, 93, 90, 92], [90, 89.99, 89.98, 89.97, 89.96]],
)
def test_too_few_audits_level_rising_wavering_or_hardly_falling_health_is_quiet(healths: list[float]) -> None:
    assert list(falling_health(_facts(healths=healths), _WORDS)) == []


def test_noise_alone_is_hardly_ever_foreseen() -> None:
    chance = random.Random(3)
    told = [
        bool(list(falling_health(_facts(healths=[90 + chance.gauss(0, 2) for _ in range(12)]), _WORDS)))
        for _ in range(300)
    ]
    assert sum(told) / len(told) < 0.05


def test_what_many_projects_break_the_next_one_will_break_too() -> None:
    (found,) = common_faults(_broken(8, 10), _WORDS)
    assert _is_told_well(found)
    assert (found.subject, found.impact, found.team) == ("STR02", RuleSeverity.HIGH, "content")
    assert 0.5 < found.confidence < 0.8
    assert found.projects[0] == "p07"
    assert list(common_faults(_broken(2, 10), _WORDS)) == []
    assert list(common_faults(_broken(3, 40), _WORDS)) == []


def test_mild_rules_are_not_worth_an_insight() -> None:
    mild = [_facts(f"p{n}", rules=(RuleFact("STR09", 0.1, 5),)) for n in range(9)]
    assert list(common_faults(mild, _WORDS)) == []


def test_the_file_that_several_rules_name_is_where_the_next_fix_is_likely() -> None:
    hot = (
        HotFact("PRE01", "shop/a.py", "place 1 of 9; fixes in 12 months: 7"),
        HotFact("PRE01", "shop/b.py", "place 2 of 9; fixes in 12 months: 4"),
        HotFact("PRE02", "shop/b.py", "nobody who is active made a quarter of its changes"),
    )
    (found,) = hot_place(_facts(rules=(RuleFact("PRE01", 0.4, 2),), hot=hot), _WORDS)
    assert _is_told_well(found)
    assert (found.subject, found.impact, found.confidence) == ("shop/b.py", RuleSeverity.HIGH, pytest.approx(0.6))
    assert found.actions == ("Write tests here first.", "Name an owner.")
    assert list(hot_place(_facts(rules=(RuleFact("PRE01", 0.95, 2),), hot=hot), _WORDS)) == []
    assert list(hot_place(_facts(), _WORDS)) == []


def test_a_serious_dismissal_that_ends_soon_comes_back_for_certain() -> None:
    made = [
        AuditDecision(DecisionKind.DISMISSED, NOW_S, "ann", "content", rule, severity, "shop", rule, "a trap",
                      NOW_S + days * DAY_S, "shop/a.py:3")
        for rule, severity, days in (
            ("STR02", RuleSeverity.HIGH, 5), ("PRE02", RuleSeverity.HIGH, 50), ("STR09", RuleSeverity.LOW, 5),
        )
    ]  # fmt: skip
    (found,) = returning_findings(dismissals(made, NOW_S + 1), _WORDS, NOW_S + 1)
    assert _is_told_well(found)
    assert (found.subject, found.confidence, found.projects) == ("shop/a.py:3", 1.0, ("shop",))


def test_the_worst_comes_first_and_the_order_is_always_the_same() -> None:
    found = [*common_faults(_broken(8, 10), _WORDS), *falling_health(_facts(healths=[97, 95, 94, 92, 91, 89]), _WORDS)]
    assert ranked_insights(found) == ranked_insights(found[::-1])
    assert ranked_insights(found)[0].kind is InsightKind.FALLING
