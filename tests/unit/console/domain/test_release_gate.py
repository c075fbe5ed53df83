"""The release gate: what refuses, what is only told, and that what should be known and is not refuses. Proves L3.4."""

import pytest

from console.domain.release_gate import (
    CarbonFact,
    GateGround,
    GateRule,
    GateTopic,
    ObjectiveFact,
    SpendingFact,
    release_gate,
)

KEPT = ObjectiveFact("web availability", 0.4, 1.2)
PAID = SpendingFact("tokyo", 700.0, 900.0, 1000.0, "USD")
GREEN = CarbonFact("JP", 180.0, 200.0)


def ground_of(fact: ObjectiveFact | SpendingFact | CarbonFact, rule: GateRule | None = None) -> GateGround:
    facts = [[fact] if isinstance(fact, kind) else [] for kind in (ObjectiveFact, SpendingFact, CarbonFact)]
    found = release_gate(*facts, rule)  # type: ignore[arg-type]
    return next(one.ground for one in found.checks if one.fact is fact)


def test_all_three_together_let_a_release_through() -> None:
    gate = release_gate([KEPT], [PAID], [GREEN])
    assert gate.is_go
    assert [one.ground for one in gate.checks] == [GateGround.KEPT] * 3


@pytest.mark.parametrize(
    ("fact", "ground"),
    [
        (ObjectiveFact("a", 0.0, 0.0), GateGround.USED_UP),
        (ObjectiveFact("a", -0.5, None), GateGround.USED_UP),
        (ObjectiveFact("a", 0.9, 14.4), GateGround.BURNING),
        (ObjectiveFact("a", 0.9, None), GateGround.KEPT),
        (ObjectiveFact("a", None, 0.0), GateGround.UNKNOWN),
        (SpendingFact("b", 1001.0, 1500.0, 1000.0, "USD"), GateGround.OVERSPENT),
        (SpendingFact("b", 500.0, 1001.0, 1000.0, "USD"), GateGround.WILL_OVERSPEND),
        (SpendingFact("b", 500.0, 1000.0, 1000.0, "USD"), GateGround.KEPT),
        (SpendingFact("b", 500.0, None, 1000.0, "USD"), GateGround.UNKNOWN),
        (CarbonFact("JP", 200.0, 200.0), GateGround.KEPT),
        (CarbonFact("JP", None, 200.0), GateGround.UNKNOWN),
        (CarbonFact("JP", 400.0, 200.0, 190.0, 5.0, 480.0), GateGround.DIRTY),
        (CarbonFact("JP", 400.0, 200.0, 300.0, 5.0, 480.0), GateGround.DIRTY),
        (CarbonFact("JP", 400.0, 200.0, 380.0, 5.0, 480.0), GateGround.DIRTY_AS_USUAL),
        (CarbonFact("JP", 700.0, 200.0, 640.0, 5.0, 480.0), GateGround.UNUSUALLY_DIRTY),
        (CarbonFact("JP", 400.0, 200.0), GateGround.UNUSUALLY_DIRTY),
    ],
)
def test_the_ground_of_each_check(fact: ObjectiveFact | SpendingFact | CarbonFact, ground: GateGround) -> None:
    assert ground_of(fact) is ground


def test_one_refusal_is_enough_and_stands_first() -> None:
    gate = release_gate([KEPT, ObjectiveFact("bff", -1.0, 0.0)], [PAID], [GREEN])
    assert not gate.is_go
    assert gate.checks[0].ground is GateGround.USED_UP


def test_what_is_not_known_refuses_and_what_is_not_set_does_not() -> None:
    assert not release_gate([ObjectiveFact("web", None, None)], [PAID], [GREEN]).is_go
    partly = release_gate([KEPT], [], [])
    assert partly.is_go
    assert {one.topic for one in partly.checks if one.ground is GateGround.ABSENT} == {GateTopic.COST, GateTopic.CARBON}


def test_nothing_at_all_is_no_reason_to_release() -> None:
    assert not release_gate([], [], []).is_go


def test_an_own_rule_moves_the_limits() -> None:
    assert ground_of(KEPT, GateRule(least_budget=0.5)) is GateGround.USED_UP
    assert ground_of(KEPT, GateRule(most_burn=1.0)) is GateGround.BURNING
