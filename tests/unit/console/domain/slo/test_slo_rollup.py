"""Objectives rolled up: the worst, and all events together, by hand-computed numbers.

# proves L3.1
"""

import pytest

from console.domain.resource import ResourceRef
from console.domain.slo.slo_rollup import roll_up
from console.domain.slo.slo_status import SloStatus


def status(name: str, cell: str, percent: float, ratio: float | None, events: float | None) -> SloStatus:
    return SloStatus(
        ref=ResourceRef("prom", "SLO", "web", name),
        title=name,
        percent=percent,
        period_s=30 * 86_400,
        error_ratio=ratio,
        burns=(),
        events=events,
        query="",
        labels=(("cell", cell),),
    )


def cell_of(one: SloStatus) -> tuple[str, ...]:
    return tuple(dict(one.labels)["cell"].split(","))


def test_busy_objectives_weigh_more() -> None:
    # 1,000,000 events with 500 failures of 1,000 allowed; 10,000 events with 200 failures of 100 allowed.
    busy, quiet = status("busy", "tokyo", 99.9, 0.0005, 1e6), status("quiet", "tokyo", 99.0, 0.02, 1e4)
    [one] = roll_up([busy, quiet], cell_of)
    assert one.worst is quiet
    assert one.attained == pytest.approx(1 - 700 / 1_010_000)
    assert one.budget_left == pytest.approx(1 - 700 / 1_100)
    assert (one.judged, one.events) == (2, 1_010_000)


def test_the_group_with_the_worst_budget_is_first_and_the_unknown_last() -> None:
    rows = [
        status("a", "osaka", 99.0, None, None),
        status("b", "tokyo", 99.0, 0.001, 1e6),
        status("c", "berlin", 99.0, 0.02, 1e6),
    ]
    assert [one.key for one in roll_up(rows, cell_of)] == ["berlin", "tokyo", "osaka"]


def test_an_objective_of_two_groups_counts_in_each() -> None:
    both, one = status("both", "tokyo,osaka", 99.0, 0.02, 1e6), status("one", "tokyo", 99.0, 0.001, 1e6)
    found = {each.key: (each.statuses, each.worst) for each in roll_up([both, one], cell_of)}
    assert found == {"tokyo": ((both, one), both), "osaka": ((both,), both)}


def test_what_cannot_be_judged_is_neither_the_worst_nor_perfect() -> None:
    few, unknown = status("few", "tokyo", 99.9, 0.5, 10.0), status("none", "tokyo", 99.9, None, None)
    [one] = roll_up([few, unknown], cell_of)
    assert (one.worst, one.judged) == (None, 0)
    assert one.attained == pytest.approx(0.5)  # its events are counted all the same
    [nothing] = roll_up([unknown], cell_of)
    assert (nothing.attained, nothing.budget_left, nothing.events) == (None, None, None)


def test_ratios_without_events_are_judged_but_not_weighed() -> None:
    measured, counted = status("measured", "x", 99.0, 0.02, None), status("counted", "x", 99.0, 0.001, 1e6)
    [one] = roll_up([measured, counted], cell_of)
    assert one.worst is measured
    assert one.attained == pytest.approx(0.999)
