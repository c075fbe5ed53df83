"""Learning from decisions, as spec/audits.md §3 says. Proves G1.7."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from console.domain.audit.audit_decision import DAY_S, AuditDecision, DecisionKind
from console.domain.audit.beta_bound import beta_bound
from console.domain.audit.learned_rule import FEWEST, LEAST_SHARE, LearnedRule, learned_rules
from console.domain.audit.rule_severity import RuleSeverity

NOW_S = 1_790_000_000.0


def _made(
    kind: DecisionKind, number: int, *, rule: str = "STR09", days_ago: float = 1.0, **more: object
) -> AuditDecision:
    values = {
        "team": "content", "severity": RuleSeverity.LOW, "project": "shop", "fingerprint": f"{rule}-{kind}-{number}",
        **more,
    }  # fmt: skip
    return AuditDecision(kind, NOW_S - days_ago * DAY_S, "ann@shop", rule=rule, **values)  # type: ignore[arg-type]


def _dismissed(count: int, **more: object) -> list[AuditDecision]:
    return [_made(DecisionKind.DISMISSED, number, **more) for number in range(count)]  # type: ignore[arg-type]


def _accepted(count: int, **more: object) -> list[AuditDecision]:
    return [_made(DecisionKind.ACCEPTED, number, **more) for number in range(count)]  # type: ignore[arg-type]


def _informing(decisions: list[AuditDecision], now_s: float = NOW_S) -> list[str]:
    return [one.rule for one in learned_rules(decisions, now_s) if one.informs]


@given(st.floats(0.5, 400), st.floats(0.5, 400), st.floats(0.01, 0.99))
def test_the_bound_is_the_quantile_of_the_beta_distribution(alpha: float, rest: float, certainty: float) -> None:
    assert beta_bound(alpha, rest, certainty) == pytest.approx(beta.ppf(certainty, alpha, rest), abs=1e-9)


def test_a_seeded_history_demotes_the_planted_rule_only_and_within_ten_decisions_and_five_acceptances_restore_it() -> (
    None
):
    chance = random.Random(20)
    others = ["STR05", "SAG09", "GIT02", "TDD09"]
    history = []
    for day in range(10):
        history += _dismissed(1, days_ago=10.0 - day, fingerprint=f"planted-{day}")
        for rule in others:
            kind = DecisionKind.ACCEPTED if chance.random() < 0.5 else DecisionKind.DISMISSED
            history.append(_made(kind, day, rule=rule, days_ago=10.0 - day))
    demoted_after = next(
        count for count in range(11)
        if "STR09" in _informing([one for one in history if one.rule != "STR09"] + history_of("STR09", history)[:count])
    )  # fmt: skip
    assert demoted_after <= 10
    assert _informing(history) == ["STR09"]
    assert _informing([*history, *_accepted(5, days_ago=0.0)]) == []


def history_of(rule: str, history: list[AuditDecision]) -> list[AuditDecision]:
    return [one for one in history if one.rule == rule]


def test_fewer_than_eight_decisions_teach_nothing_however_they_were() -> None:
    assert _informing(_dismissed(FEWEST - 1)) == []


def test_critical_rules_and_compliance_mode_are_never_demoted() -> None:
    assert _informing(_dismissed(200, severity=RuleSeverity.CRITICAL)) == []
    assert learned_rules(_dismissed(200, complies=True), NOW_S) == ()


def test_what_was_learned_fades_and_can_be_forgotten() -> None:
    history = _dismissed(12)
    assert _informing(history) == ["STR09"]
    assert _informing(history, NOW_S + 90 * DAY_S) == []
    forgotten = AuditDecision(DecisionKind.FORGOTTEN, NOW_S, "bob@shop", "content", "STR09", RuleSeverity.LOW)
    assert learned_rules([*history, forgotten], NOW_S + 1) == ()


def test_a_team_learns_from_its_own_decisions_alone_and_a_restored_dismissal_never_was() -> None:
    assert _informing(_dismissed(6) + _dismissed(6, team="platform")) == []
    restored = [_made(DecisionKind.RESTORED, n, fingerprint=f"STR09-dismissed-{n}", days_ago=0.5) for n in range(3)]
    (known,) = learned_rules([*_dismissed(12), *restored], NOW_S)
    assert (known.dismissed, known.accepted) == (9, 0)


_DECISIONS = st.lists(
    st.builds(
        _made, st.sampled_from([DecisionKind.ACCEPTED, DecisionKind.DISMISSED]), st.integers(0, 40),
        rule=st.sampled_from(["STR09", "INT01"]), days_ago=st.floats(0, 1000),
        severity=st.sampled_from([RuleSeverity.LOW, RuleSeverity.CRITICAL]),
    ),
    max_size=60,
)  # fmt: skip


@given(_DECISIONS)
def test_the_order_in_which_decisions_are_kept_changes_nothing(decisions: list[AuditDecision]) -> None:
    one_each = list({(one.rule, one.fingerprint): one for one in decisions}.values())
    assert _plain(learned_rules(one_each, NOW_S)) == _plain(learned_rules(one_each[::-1], NOW_S))


@given(_DECISIONS)
def test_more_dismissals_never_raise_the_bound_and_more_acceptances_never_lower_it(
    decisions: list[AuditDecision],
) -> None:
    before = {one.rule: one.share_bound for one in learned_rules([*decisions, *_dismissed(1, days_ago=900.0)], NOW_S)}
    down = {
        one.rule: one.share_bound
        for one in learned_rules([*decisions, *_dismissed(1, days_ago=900.0), *_fresh(DecisionKind.DISMISSED)], NOW_S)
    }
    up = {
        one.rule: one.share_bound
        for one in learned_rules([*decisions, *_dismissed(1, days_ago=900.0), *_fresh(DecisionKind.ACCEPTED)], NOW_S)
    }
    assert down["STR09"] <= before["STR09"] + 1e-12
    assert up["STR09"] >= before["STR09"] - 1e-12


@given(_DECISIONS)
def test_whatever_informs_only_has_a_bound_below_the_line_and_is_not_critical(decisions: list[AuditDecision]) -> None:
    for one in learned_rules(decisions, NOW_S):
        if one.informs:
            assert one.share_bound < LEAST_SHARE
            assert one.severity is not RuleSeverity.CRITICAL
            assert one.accepted + one.dismissed >= FEWEST


def _fresh(kind: DecisionKind) -> list[AuditDecision]:
    return [_made(kind, 999, fingerprint="fresh", days_ago=0.0)]


def _plain(found: tuple[LearnedRule, ...]) -> list[tuple[object, ...]]:
    return [(one.rule, one.accepted, one.dismissed, round(one.share_bound, 12)) for one in found]
