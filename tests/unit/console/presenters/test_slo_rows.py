"""Objectives as rows: worst budget first, unknown last, honest about too little traffic.

# proves L3.1
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.health import Health
from console.domain.resource import ResourceRef
from console.domain.slo.slo_status import SloStatus
from console.presenters.slo_rows import slo_health, slo_row, slo_rows
from console.store.state import ObjectTable, State

DAY_S = 86_400
ONE = SloStatus(
    ref=ResourceRef("prom", "SLO", "web", "availability"),
    title="Requests",
    percent=99.9,
    period_s=30 * DAY_S,
    error_ratio=0.0005,
    burns=((300, 0.0), (3600, 0.0019999)),
    events=1_000_000.0,
    query="q",
    labels=(("cell", "tokyo"), ("segment", "b2b")),
)


def named(name: str, error_ratio: float | None) -> SloStatus:
    return replace(ONE, ref=replace(ONE.ref, name=name), error_ratio=error_ratio)


def test_a_row_has_the_three_big_numbers_and_when_the_budget_is_used_up() -> None:
    row = slo_row(ONE)
    assert (row.objective, row.attained, row.budget_left) == ("99.9 %", "99.950 %", "50.0 %")
    assert (row.burn, row.exhausted, row.cell, row.segment, row.note) == ("2.0 ×", "in 7 d 12 h", "tokyo", "b2b", "")


def test_the_worst_budget_stands_first_and_the_unknown_last() -> None:
    rows = [named("good", 0.0), named("unknown", None), named("overdrawn", 0.01), named("half", 0.0005)]
    state = State(objects={("prom", "slos"): ObjectTable({one.ref: one for one in rows}, 0.0)})
    assert [row.name for row in slo_rows(state)] == ["overdrawn", "half", "good", "unknown"]


@pytest.mark.parametrize(
    ("error_ratio", "events", "health"),
    [(0.0, 1e6, Health.OK), (0.0008, 1e6, Health.WARNING), (0.001, 1e6, Health.CRITICAL), (None, None, Health.UNKNOWN),
     (0.0, 999.0, Health.UNKNOWN), (0.5, 999.0, Health.UNKNOWN)],
)  # fmt: skip
def test_health_follows_what_is_left(error_ratio: float | None, events: float | None, health: Health) -> None:
    assert slo_health(replace(ONE, error_ratio=error_ratio, events=events)) is health


def test_too_little_traffic_is_told_with_what_is_needed() -> None:
    assert slo_row(replace(ONE, events=999.0)).note == "too few events to judge: 999 seen, 1,000 needed"


def test_a_query_that_the_server_refused_is_told_as_the_reason() -> None:
    refused = replace(named("x", None), error="Prometheus p refused a query: parse error.")
    assert slo_row(refused).note == "Prometheus p refused a query: parse error"
    assert slo_row(named("x", None)).note == "no events, or the query has no single value"
    in_part = replace(ONE, events=999.0, error="Prometheus p refused a query: too many samples.")
    assert slo_row(in_part).note == (
        "Prometheus p refused a query: too many samples; too few events to judge: 999 seen, 1,000 needed"
    )


def test_a_budget_that_is_used_up_says_so() -> None:
    assert slo_row(named("x", 0.01)).exhausted == "used up"


@given(
    st.floats(min_value=0, max_value=1),
    st.floats(min_value=0, max_value=1),
    st.floats(min_value=50, max_value=99.999),
)
def test_what_is_left_and_when_it_ends_agree(error: float, now: float, percent: float) -> None:
    status = replace(ONE, percent=percent, error_ratio=error, burns=((3600, now),))
    left, ends = status.budget_left, status.exhausted_in_s()
    assert left is not None
    assert ends is not None
    assert (ends == 0) == (left <= 0)
    assert left <= 1
    if now == 0 and left > 0:
        assert ends == float("inf")


@pytest.mark.parametrize(
    ("known_s", "note"),
    [
        (8 * DAY_S, "data for 8 d of 30 d"),
        (600.0, "data for less than an hour of 30 d"),
        (30.0 * DAY_S, ""),
        (None, ""),
    ],
)
def test_a_period_that_is_known_in_part_is_told(known_s: float | None, note: str) -> None:
    assert slo_row(replace(ONE, known_s=known_s)).note == note


@pytest.mark.parametrize(
    ("speed", "text"), [(0.001, "not this period"), (0.002, "in 5 d"), (0.0011, "not this period")]
)
def test_a_window_of_the_calendar_ends_and_its_budget_grows(speed: float, text: str) -> None:
    """Half of the budget of 10 days is left: at twice the speed it takes 5 days more, at 1.1 times 50."""
    status = replace(ONE, elapsed_s=10.0 * DAY_S, burns=((3600, speed),))
    assert slo_row(status).exhausted == text
