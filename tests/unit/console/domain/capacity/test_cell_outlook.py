"""Capacity, buffer, spare and run-out of cells: hand-computed cases and what must always hold (proves L4.3)."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.capacity.capacity_rule import CapacityRule
from console.domain.capacity.cell_capacity import CellCapacity, QuotaBound, ServiceCapacity, cell_capacity
from console.domain.capacity.cell_demand import CellDemand
from console.domain.capacity.cell_outlook import CellLoad, cell_outlooks, failover_share, urgency
from console.domain.capacity.replica_advice import replica_advice
from console.domain.capacity.saturation import NOT_KNOWN, Ground, Saturation

DAY_S = 86_400.0
RULE = CapacityRule(least_buffer=0.2)


def service(name: str, per_replica: float, ratio: float, most: int | None = 10) -> ServiceCapacity:
    return ServiceCapacity(
        name, Saturation(per_replica, per_replica * 0.9, per_replica * 1.1, Ground.USED), ratio, 3, 2, most
    )


def rising(first: float, step: float, days: int = 5, peak_buffer: float = 0.0) -> CellDemand:
    middle = tuple(first + step * day for day in range(days))
    return CellDemand(
        tuple(DAY_S * day for day in range(days)),
        middle,
        tuple(one * 0.9 for one in middle),
        tuple(one * 1.1 for one in middle),
        peak_buffer,
    )


def cell(name: str, rps: float | None, demand: CellDemand | None, group: str = "", weight: float = 1.0) -> CellLoad:
    return CellLoad(name, group, group, weight, CellCapacity(rps, 0.0, inf, "web", Ground.USED, (), ()), demand)


def test_the_first_service_to_be_saturated_is_the_capacity_of_the_cell() -> None:
    # web: 100 rps * 10 replicas / 1 = 1000; bff: 90 * 10 / 0.9 = 1000; llm: 20 * 4 / 0.1 = 800 rps to the cell.
    found = cell_capacity((service("web", 100, 1.0), service("bff", 90, 0.9), service("llm", 20, 0.1, most=4)))
    assert found.rps == pytest.approx(800)
    assert found.bottleneck == "llm"
    assert found.low == pytest.approx(720)  # 800 * 0.9
    assert found.high == pytest.approx(880)


def test_a_quota_below_the_services_is_the_bottleneck() -> None:
    found = cell_capacity((service("web", 100, 1.0),), (QuotaBound("next_edge_rps", 600),))
    assert (found.rps, found.bottleneck, found.ground) == (600, "next_edge_rps", None)


def test_services_of_which_nothing_is_known_are_named_and_do_not_count() -> None:
    silent = ServiceCapacity("silent", NOT_KNOWN, 1.0, 3, 2, 10)
    unbounded = service("unbounded", 50, 1.0, most=None)
    found = cell_capacity((service("web", 100, 1.0), silent, unbounded))
    assert (found.rps, found.unknown) == (1000, ("silent", "unbounded"))
    assert cell_capacity((silent,)).rps is None
    assert cell_capacity((silent,), (QuotaBound("next_edge_rps", 600),)).rps is None  # let in is not carried


def test_buffer_and_spare_make_the_need_and_the_first_day_over_capacity_is_the_run_out() -> None:
    # tokyo grows by 50 a day from 500, buffer 20 %; when osaka (300 a day, flat) is lost, tokyo takes
    # weight 3 / (3 + 1) = 75 % of it: 225. Need by day: 825, 885, 945, 1005, 1065. Capacity 1000: day 3.
    tokyo = cell("tokyo", 1000, rising(500, 50), "regions", weight=3)
    osaka = cell("osaka", 1000, rising(300, 0), "regions", weight=4)
    frankfurt = cell("frankfurt", 1000, rising(100, 0), "regions", weight=1)
    found = cell_outlooks((tokyo, osaka, frankfurt), RULE)[0]
    assert found.spare_for == "osaka"
    assert found.spare_rps == pytest.approx(225)
    assert found.course is not None
    assert found.course.middle == pytest.approx((825, 885, 945, 1005, 1065))
    assert found.run_out is not None
    assert found.run_out.likely_s == 3 * DAY_S
    # Upper end: 1.1 times: 907.5, 973.5, 1039.5 → day 2; lower end 0.9 times: at most 958.5 → never.
    assert found.run_out.early_s == 2 * DAY_S
    assert found.run_out.late_s is None
    assert found.need == pytest.approx(1065)
    assert found.headroom == pytest.approx(1 - 1065 / 1000)


def test_days_of_two_time_zones_meet_by_their_date() -> None:
    # Tokyo's days begin at 15:00 UTC of the day before, Frankfurt's at 23:00: 800 * 1.2 + all of the other's 300.
    hour_s = 3600.0
    tokyo = rising(800, 0)._replace(days=tuple(DAY_S * day - 9 * hour_s for day in range(1, 6)))
    frankfurt = rising(300, 0)._replace(days=tuple(DAY_S * day - hour_s for day in range(1, 6)))
    found = cell_outlooks((cell("a", 5000, tokyo, "g"), cell("b", 5000, frankfurt, "g")), RULE)
    assert [one.need for one in found] == pytest.approx([1260, 1160])


def test_past_misses_of_the_peak_raise_the_buffer_above_the_least() -> None:
    missed = cell("a", 1000, rising(500, 0, peak_buffer=0.35))
    assert cell_outlooks((missed,), RULE)[0].buffer == 0.35
    assert cell_outlooks((missed,), RULE)[0].need == pytest.approx(675)  # 500 * 1.35
    assert cell_outlooks((cell("a", 1000, rising(500, 0, peak_buffer=0.1)),), RULE)[0].buffer == 0.2


def test_a_cell_that_nobody_stands_in_for_needs_no_spare() -> None:
    alone = cell("alone", 1000, rising(500, 0), "own")
    other = cell("other", 1000, rising(900, 0), "else")
    assert failover_share(alone, (alone, other)) == (None, 0.0)
    no_spare = RULE._replace(spare_cell=False)
    twins = (cell("a", 1000, rising(500, 0), "g"), cell("b", 1000, rising(400, 0), "g"))
    assert cell_outlooks(twins, no_spare)[0].spare_rps == 0
    assert cell_outlooks(twins, RULE)[0].spare_rps == 400  # all of the only other one


def test_the_arithmetic_of_the_need_is_that_of_the_day_on_which_it_is_greatest() -> None:
    days = tuple(DAY_S * day for day in range(5))
    own = CellDemand(days, (100, 50, 50, 50, 50), (0,) * 5, (200,) * 5, 0.0)
    other = CellDemand(days, (50, 50, 50, 50, 200), (0,) * 5, (200,) * 5, 0.0)
    found = cell_outlooks((cell("a", 300, own, "g"), cell("b", 300, other, "g")), RULE)
    # a needs 100 × 1.2 + 50 on the first day, 50 × 1.2 + 200 = 260 on the last; b 200 × 1.2 + 50 = 290 there.
    assert [(one.peak, one.spare_rps, one.need) for one in found] == [(100, 200, 260), (200, 100, 290)]
    assert found[0].hardest_day == pytest.approx((50, 200))
    assert found[1].hardest_day == pytest.approx((200, 50))
    assert cell_outlooks((cell("c", 300, None),), RULE)[0].hardest_day == (0.0, 0.0)


def test_what_is_not_known_is_no_zero() -> None:
    unknown = cell_outlooks((cell("a", None, rising(1, 0)), cell("b", 100, None)), RULE)
    assert (unknown[0].headroom, unknown[0].run_out) == (None, None)
    assert unknown[0].need == pytest.approx(1.2)
    assert (unknown[1].peak, unknown[1].headroom, unknown[1].run_out) == (None, None, None)


def test_the_next_to_run_out_comes_first_and_unknown_last() -> None:
    cells = (cell("far", 1e6, rising(1, 0)), cell("near", 610, rising(500, 50)), cell("unknown", None, None),
             cell("now", 10, rising(500, 0)))  # fmt: skip
    ordered = sorted(cell_outlooks(cells, RULE), key=urgency)
    assert [one.load.cell for one in ordered] == ["now", "near", "far", "unknown"]


def test_a_cell_that_can_carry_nothing_is_known_and_the_most_urgent() -> None:
    cells = (cell("now", 10, rising(500, 0)), cell("zero", 0.0, rising(0, 5)), cell("unknown", None, rising(1, 0)))
    found = cell_outlooks(cells, RULE)
    assert found[1].headroom == -inf
    assert found[1].run_out is not None
    assert found[1].run_out.likely_s == DAY_S  # nothing is asked of it on the first day
    assert [one.load.cell for one in sorted(found, key=urgency)] == ["zero", "now", "unknown"]


def test_a_cell_of_which_nothing_is_asked_needs_no_capacity() -> None:
    (idle,) = cell_outlooks((cell("idle", 0.0, rising(0, 0)),), RULE)
    assert idle.headroom == 0.0
    assert idle.run_out is not None
    assert idle.run_out.early_s is None
    busy = cell_outlooks((cell("busy", 10, rising(500, 0)),), RULE)[0]
    assert sorted((idle, busy), key=urgency) == [busy, idle]


def test_replicas_for_the_need_and_for_the_quiet_hours() -> None:
    web = service("web", 100, 1.0)
    # Need 1065 rps / 100 = 10.65 → 11; quiet 150 rps * 1.2 / 100 = 1.8 → 2.
    assert replica_advice(web, 1065, 150, 0.2, RULE) == (2, 11)
    assert replica_advice(web, 1000, 400, 0.25, RULE) == (5, 10)  # exactly 10 and 5: nothing is rounded up
    assert replica_advice(web, 50, 1, 0.2, RULE) == (2, 2)  # two outlive the loss of one
    assert replica_advice(web._replace(saturation=NOT_KNOWN), 50, 1, 0.2, RULE) is None


amounts = st.floats(1, 1e6)


@settings(max_examples=200, deadline=None)
@given(amounts, st.floats(-1e3, 1e3), amounts, st.floats(1, 3), st.floats(0, 2))
def test_more_demand_or_buffer_never_runs_out_later(
    first: float, step: float, capacity: float, factor: float, buffer: float
) -> None:
    demand = rising(max(1.0, first), step if first + 5 * step > 0 else 0.0)

    def day(asked: CellDemand, least: float) -> float:
        found = cell_outlooks((cell("a", capacity, asked),), RULE._replace(least_buffer=least))[0].run_out
        assert found is not None
        assert (found.early_s if found.early_s is not None else inf) <= (
            found.likely_s if found.likely_s is not None else inf
        )
        return inf if found.likely_s is None else found.likely_s

    assert day(demand.times(factor), buffer) <= day(demand, buffer)
    assert day(demand, buffer + 0.5) <= day(demand, buffer)


@settings(max_examples=100, deadline=None)
@given(amounts, st.floats(1, 3), st.integers(1, 50))
def test_a_better_service_never_lowers_the_capacity(per_replica: float, factor: float, most: int) -> None:
    others = (service("web", 80, 1.0), service("llm", 20, 0.1))
    before = cell_capacity((*others, service("x", per_replica, 0.7, most)))
    after = cell_capacity((*others, service("x", per_replica * factor, 0.7, most)))
    assert before.rps is not None
    assert after.rps is not None
    assert after.rps >= before.rps
