"""Limits are proposed from the forecast of what they count (proves L4.2)."""

from dataclasses import replace
from math import log

import pytest

from console.domain.edge.rate_limit import RateLimit
from console.domain.event import ObjectRow
from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.measure import Measure
from console.domain.forecast.outlook import TOPIC, LevelsAhead, Outlook
from console.domain.operations.set_rate_limit import SetRateLimit
from console.domain.replay.traffic_course import SEGMENT, TrafficCourse
from console.domain.replay.traffic_course import TOPIC as TRAFFIC
from console.domain.resource import ResourceRef
from console.presenters.capacity.capacity_view import CapacityView
from console.presenters.routing.limit_row import LimitRow, limit_rows
from console.store.state import ObjectTable, State
from tests.fakes.capacity_estate import DAY_S, HORIZON_D, NOW_S, estate, outlook

WEEK_S = 7 * 86_400
EDGE = {"cloudflare": [{"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}]}
RULE = RateLimit(
    ResourceRef("edge", "RateLimit", "shop.example", "b2b"), "id", "", '(x eq "b2b")', 6200, 60, 0, "block", True,
    (), "set", "1",
)  # fmt: skip
COURSE = TrafficCourse(
    ResourceRef("metrics", "TrafficCourse", SEGMENT, f"b2b/{WEEK_S}"), SEGMENT, "b2b", WEEK_S, 300,
    NOW_S - WEEK_S + 300, (50.0,) * 2015 + (80.0,), "rate of requests",
)  # fmt: skip


def of_segment(cell: str, before: float, after: float, segment: str = "b2b", *, missed: float = 0.1) -> Outlook:
    """A peak of ``before`` until yesterday, and of ``after`` from today on."""
    found = outlook(cell, before, peak_buffer=missed)
    return replace(
        found,
        key=DemandKey(Measure.RPS, cell, segment),
        ref=ResourceRef("metrics", "Outlook", "rps", f"{cell}/{segment}"),
        levels=LevelsAhead((log(after),) * HORIZON_D, (), ()),
    )


def knowing(*rows: ObjectRow, rule: RateLimit = RULE, course: TrafficCourse | None = COURSE, **more: object) -> State:
    objects = {("edge", "rate-limits"): (rule,), ("metrics", TOPIC): rows}
    if course is not None:
        objects["metrics", TRAFFIC] = (course,)
    tables = {key: ObjectTable({one.ref: one for one in some}, NOW_S) for key, some in objects.items()}
    return State(estate=estate(**EDGE, **more), objects=tables)


def limit_of(state: State) -> LimitRow:
    (found,) = limit_rows(state, WEEK_S)
    return found


def test_the_limit_of_a_segment_is_proposed_from_its_forecast_in_all_cells_and_a_buffer() -> None:
    found = limit_of(knowing(of_segment("tokyo", 30.0, 60.0), of_segment("osaka", 10.0, 12.0)))
    assert found.ahead == pytest.approx(80.0 * 72.0 / 40.0)  # recorded at the edge × growth behind its cache
    assert found.proposal == 170.0  # 144 and a fifth, in two digits
    assert found.reason == f"144/s that the forecast expects within {HORIZON_D} days and 20.0 % more"


def test_what_forecasts_missed_is_kept_free_where_that_is_more() -> None:
    found = limit_of(knowing(of_segment("tokyo", 30.0, 60.0, missed=0.5)))
    assert (found.proposal, found.reason[-11:]) == (240.0, "50.0 % more")


def test_a_forecast_below_what_was_recorded_takes_nothing_away() -> None:
    for rows in ((of_segment("tokyo", 30.0, 15.0),), (), (of_segment("tokyo", 30.0, 60.0, "b2c"),)):
        found = limit_of(knowing(*rows))
        assert (found.ahead, found.proposal) == (None, 96.0)
        assert found.reason == "the recorded peak and 20.0 % more"


def test_a_forecast_that_ended_says_nothing() -> None:
    old = replace(of_segment("tokyo", 30.0, 60.0), at_s=NOW_S - 2 * HORIZON_D * DAY_S)
    assert limit_of(knowing(old)).forecast is None


def test_campaigns_of_the_calendar_count() -> None:
    entry = {"title": "Sale", "kind": "campaign", "start": "2026-12-01T00:00:00+00:00",
             "end": "2026-12-01T12:00:00+00:00", "uplift": 1.5, "segments": ["b2b"]}  # fmt: skip
    planned = knowing(
        of_segment("tokyo", 30.0, 60.0), calendars=[{"key": "shop", "time_zone": "UTC", "entries": [entry]}]
    )
    found = limit_of(planned)
    assert found.forecast is not None
    assert found.forecast.peak == pytest.approx(80.0 * 3.0)


def test_a_day_that_is_looked_at_proposes_no_other_limit_than_the_week() -> None:
    day = replace(COURSE, ref=replace(COURSE.ref, name="b2b/86400"), span_s=86_400, first_s=NOW_S, rates=(20.0,))
    state = knowing(of_segment("tokyo", 30.0, 60.0))
    tables = {**state.objects, ("metrics", TRAFFIC): ObjectTable({one.ref: one for one in (COURSE, day)}, NOW_S)}
    found = limit_rows(replace(state, objects=tables), 86_400)[0]
    assert (found.peak, found.ahead, found.proposal) == (20.0, pytest.approx(160.0), 190.0)


def test_the_capacity_review_recommends_the_limit_with_the_change_that_sets_it() -> None:
    state = knowing(of_segment("tokyo", 30.0, 60.0))
    (found,) = CapacityView(state, NOW_S).edge_advice()
    assert (found.now, found.wanted, found.is_needed) == ("100/s", "190/s", True)
    assert found.operation == SetRateLimit("edge", "shop.example", "b2b", 190.0)
    enough = CapacityView(knowing(of_segment("tokyo", 30.0, 60.0), rule=replace(RULE, requests=11_780)), NOW_S)
    assert [(one.is_needed, one.operation) for one in enough.edge_advice()] == [(False, None)]
    assert CapacityView(knowing(of_segment("tokyo", 30.0, 60.0), course=None), NOW_S).edge_advice() == ()


def test_a_cell_is_told_of_its_own_segments_only() -> None:
    cells = [
        {**one.model_dump(mode="json", exclude_unset=True), "segments": segments}
        for one, segments in zip(estate().cells, (["b2b"], ["b2c"]), strict=True)
    ]
    view = CapacityView(knowing(of_segment("tokyo", 30.0, 60.0), cells=cells), NOW_S)
    assert [len(view.edge_advice(one)) for one in ("tokyo", "osaka", "")] == [1, 0, 1]
    assert view.edge_advice()[0].cell == "tokyo"
