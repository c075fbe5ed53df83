"""What-if questions: demand is moved, never lost or made (proves L4.3)."""

from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.capacity.cell_capacity import CellCapacity
from console.domain.capacity.cell_demand import CellDemand
from console.domain.capacity.cell_outlook import CellLoad
from console.domain.capacity.question import Question
from console.domain.capacity.saturation import Ground
from console.domain.capacity.what_if import add_cell, grow_demand, lose_cell, move_weights
from console.kernel.errors import UserError


def cell(name: str, peak: float, weight: float, group: str = "g") -> CellLoad:
    demand = CellDemand((0.0, 86_400.0), (peak, peak * 2), (peak * 0.8, peak), (peak * 1.2, peak * 3), 0.1)
    return CellLoad(
        name, group.partition("/")[0], group, weight, CellCapacity(1000, 0.0, inf, "web", Ground.USED, (), ()), demand
    )


def peaks(cells: tuple[CellLoad, ...]) -> dict[str, float]:
    return {one.cell: one.demand.middle[0] for one in cells if one.demand is not None}


def test_a_lost_cell_is_carried_by_its_group_by_weight() -> None:
    cells = (cell("a", 100, 1), cell("b", 200, 3), cell("c", 50, 1), cell("d", 70, 5, "elsewhere"))
    # b's 200 go to a and c, weights 1 and 1: 100 each; d is of another group.
    assert peaks(lose_cell(cells, "b")) == pytest.approx({"a": 200, "c": 150, "d": 70})


def test_a_lost_cell_that_nobody_stands_in_for_takes_its_demand_with_it() -> None:
    assert peaks(lose_cell((cell("a", 100, 1, ""), cell("b", 200, 1, "")), "a")) == {"b": 200}


def test_demand_follows_the_weights() -> None:
    # Weights 1:3 become 1:1: a's share doubles from 1/4 to 1/2, b's goes from 3/4 to 1/2.
    found = move_weights((cell("a", 100, 1), cell("b", 300, 3)), {"b": 0.5})
    assert peaks(found) == pytest.approx({"a": 200, "b": 200})
    assert [one.weight for one in found] == [0.5, 0.5]


def test_a_cell_without_traffic_gets_its_share_of_the_whole() -> None:
    idle = cell("b", 0, 0)
    # 100 rps in all; b gets 1/4 of them.
    assert peaks(move_weights((cell("a", 100, 3), idle._replace(demand=None)), {"b": 0.25})) == pytest.approx(
        {"a": 75, "b": 25}
    )


def test_weights_are_moved_within_the_router_of_the_named_cells() -> None:
    # Shares of g are 1/2 and 1/2; z's weight is of another router, n's are requests per second of no router at all.
    cells = (cell("a", 300, 0.5), cell("b", 300, 0.5), cell("z", 70, 0.5, "other"), cell("n", 300, 300, ""))
    assert peaks(move_weights(cells, {"a": 0.6})) == pytest.approx({"a": 360, "b": 240, "z": 70, "n": 300})
    assert peaks(move_weights(cells, {"a": 0.5})) == pytest.approx(peaks(cells)), "it has this share already"
    both = (*cells, cell("y", 130, 0.5, "other"))
    assert peaks(move_weights(both, {"a": 0.6, "y": 1.0})) == pytest.approx(
        {"a": 360, "b": 240, "z": 0, "n": 300, "y": 260}
    )


def test_shares_are_those_of_the_router_whatever_the_templates_of_its_cells() -> None:
    # One router sends 50, 30 and 20 %; b and c are of another template than a, so they stand in for each other only.
    cells = (cell("a", 500, 0.5, "r/x"), cell("b", 300, 0.3, "r/y"), cell("c", 200, 0.2, "r/y"))
    assert peaks(move_weights(cells, {"a": 0.4, "b": 0.4, "c": 0.2})) == pytest.approx({"a": 400, "b": 400, "c": 200})
    # a takes 60 %; b and c share the other 40 % as 3 to 2.
    assert peaks(move_weights(cells, {"a": 0.6})) == pytest.approx({"a": 600, "b": 240, "c": 160})
    with pytest.raises(UserError, match=r"The shares sum to 120 %\."):
        move_weights(cells, {"a": 0.6, "b": 0.6})
    assert peaks(lose_cell(cells, "b")) == pytest.approx({"a": 500, "c": 500}), "a is no stand-in for b"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # c has taken the 30 % of b, so it has half of the router already.
        (Question(lost=("b",), weights=(("c", 0.5),)), {"a": 500, "c": 500}),
        (Question(lost=("b",), weights=(("a", 0.8),)), {"a": 800, "c": 200}),
        # d takes half of what a had; the shares of b and c are as before.
        (Question(added=(("a", "d"),), weights=(("b", 0.3),)), {"a": 250, "b": 300, "c": 200, "d": 250}),
        (Question(added=(("b", "d"),), weights=(("a", 0.0),)), {"a": 0, "b": 375, "c": 250, "d": 375}),
    ],
)
def test_shares_after_a_loss_or_an_addition_move_demand_and_make_none(
    question: Question, expected: dict[str, float]
) -> None:
    cells = (cell("a", 500, 0.5, "r/x"), cell("b", 300, 0.3, "r/y"), cell("c", 200, 0.2, "r/y"))
    assert peaks(question.applied(cells)) == pytest.approx(expected)


def test_a_cell_without_a_router_has_no_share() -> None:
    with pytest.raises(UserError, match="No router sends requests to n"):
        move_weights((cell("a", 100, 1), cell("n", 200, 1, "")), {"n": 0.5})


def test_a_share_that_nobody_would_take_is_refused() -> None:
    alone = (cell("a", 100, 1), cell("b", 200, 1, "other"))
    with pytest.raises(UserError, match=r"The shares sum to 40 %\. No other cell"):
        move_weights(alone, {"a": 0.4})
    assert peaks(move_weights(alone, {"a": 1.0})) == {"a": 100, "b": 200}


def test_another_cell_takes_its_share_of_the_group() -> None:
    # Weights 1 and 1, the new one 1: each keeps 2/3; the new one gets 1/3 of 300.
    found = add_cell((cell("a", 100, 1), cell("b", 200, 1), cell("z", 9, 1, "other")), "a", "new")
    assert peaks(found) == pytest.approx({"a": 66.6667, "b": 133.3333, "z": 9, "new": 100}, rel=1e-4)
    assert found[-1].capacity.rps == 1000


def test_a_campaign_multiplies_the_demand_of_the_cells_it_is_for() -> None:
    cells = (cell("a", 100, 1), cell("b", 200, 1))
    assert peaks(grow_demand(cells, 2.0)) == {"a": 200, "b": 400}
    assert peaks(grow_demand(cells, 2.0, ("b",))) == {"a": 100, "b": 400}


def test_shares_beyond_the_whole_are_told_in_percent() -> None:
    with pytest.raises(UserError, match=r"The shares sum to 110 %\."):
        move_weights((cell("a", 100, 1), cell("b", 200, 1)), {"a": 0.7, "b": 0.4})


@pytest.mark.parametrize(
    "ask",
    [
        lambda cells: lose_cell(cells, "nobody"),
        lambda cells: move_weights(cells, {"nobody": 1}),
        lambda cells: move_weights(cells, {"a": 0.7, "b": 0.4}),
        lambda cells: move_weights(cells, {"a": -0.1}),
        lambda cells: move_weights(cells, {"a": nan}),
        lambda cells: move_weights(cells, {"a": 0.1, "b": nan}),
        lambda cells: move_weights(cells, {"a": inf}),
        lambda cells: add_cell(cells, "nobody", "new"),
        lambda cells: add_cell(cells, "a", "b"),
        lambda cells: grow_demand(cells, 0),
        lambda cells: grow_demand(cells, 2, ("nobody",)),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(UserError):
        ask((cell("a", 100, 1), cell("b", 200, 1)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 1e5), st.floats(0.1, 100)), min_size=2, max_size=8), st.floats(0, 1))
def test_demand_is_moved_never_lost_or_made(given_cells: list[tuple[float, float]], share: float) -> None:
    whole = sum(one for _, one in given_cells)
    cells = tuple(cell(f"c{i}", 1e6 * one / whole, one) for i, (_, one) in enumerate(given_cells))
    total = sum(peaks(cells).values())
    for changed in (lose_cell(cells, "c0"), move_weights(cells, {"c0": share}), add_cell(cells, "c1", "new")):
        assert sum(peaks(changed).values()) == pytest.approx(total)
