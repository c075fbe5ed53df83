"""Spending, unit costs and the weekly loop as rows, by hand-computed numbers (proves L6.1, E4.1)."""

from dataclasses import replace

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.cost_course import CostCourse
from console.domain.health import Health
from console.domain.load_course import MODEL_USD, LoadCourse
from console.presenters.cost_proof import (
    budget_proof,
    method_text,
    month_proof,
    spend_proof,
    unit_proof,
    week_proof,
)
from console.presenters.cost_view import CostView, cost_state
from console.presenters.data_state import DataKind, no_estate
from console.presenters.format import local_time
from console.presenters.spend_rows import GroupBy
from console.store.state import ObjectTable, State
from tests.fakes.spending import COSTS, DAY_S, LLM, LOADS, NOW_S, TODAY_S, WEB, cost, estate, late_loads, spending


def view_of(*budgets: dict[str, object]) -> CostView:
    return CostView(spending(estate(*budgets)), NOW_S)


def test_cells_cost_their_clusters_and_their_models_and_idle_is_nobodys() -> None:
    rows = view_of().spends(GroupBy.CELL)
    assert [(row.title, row.clusters, row.models, row.total) for row in rows] == [
        ("tokyo", 800, 1_200, 2_000),
        ("osaka", 400, 0, 400),
        ("idle", 1_000, 0, 1_000),
        ("no cell", 40, 0, 40),
    ]
    assert (rows[0].cpu, rows[0].memory, rows[0].other, rows[0].used) == pytest.approx((600, 200, 0, 0.5))


def test_services_and_segments_are_sums_of_the_same_money() -> None:
    view = view_of()
    services = {row.key: row.total for row in view.spends(GroupBy.SERVICE) if row.key}
    assert services == pytest.approx({"llm": 600 + 1_200, "web": 600})
    segments = {row.key: row.total for row in view.spends(GroupBy.SEGMENT) if row.key}
    # web of tokyo 3:1, all of osaka b2c, the models of tokyo are asked by b2b only
    assert segments == pytest.approx({"b2c": 150 + 400, "b2b": 50 + 1_800})
    for by in GroupBy:
        assert sum(row.total for row in view.spends(by)) == pytest.approx(2_000 + 400 + 1_000 + 40)


def test_currencies_are_never_added() -> None:
    view = CostView(spending(estate(), (*COSTS, cost("tokyo", "Deployment/foreign", 7, currency="JPY"))), NOW_S)
    tokyo = {row.currency: row.total for row in view.spends(GroupBy.CELL) if row.key == "tokyo"}
    assert tokyo == pytest.approx({"USD": 2_000, "JPY": 140})
    assert [(month.currency, month.spent) for month in view.months] == [("USD", 3_440.0), ("JPY", 140.0)]


def test_a_month_comes_to_thirty_days() -> None:
    month = view_of().months[0]
    assert {part.source.value: (part.spent, part.forecast) for part in month.parts} == {
        "clusters": pytest.approx((2_240, 3_360)),
        "models": pytest.approx((1_200, 1_800)),
    }


def test_a_month_whose_models_are_known_for_a_part_of_it_says_so() -> None:
    assert view_of().months[0].models_since_s is None
    view = CostView(spending(estate(), loads=late_loads(10)), NOW_S)
    assert view.months[0].models_since_s == TODAY_S - 10 * DAY_S
    assert ("Model calls known since", local_time(TODAY_S - 10 * DAY_S)) in month_proof(view).facts
    only_clusters = CostView(spending(estate(), loads=late_loads(10)[:2]), NOW_S)
    assert only_clusters.months[0].models_since_s is None


def test_unit_costs_have_the_numbers_that_they_are_made_of() -> None:
    tokyo = next(row for row in view_of().units(GroupBy.CELL) if row.key == "tokyo")
    assert (tokyo.cost, tokyo.served.requests, tokyo.served.users) == pytest.approx((700, 700_000, 2_000))
    assert tokyo.per_1000_requests == pytest.approx(1.0)  # only requests to the first service count
    assert tokyo.per_user == pytest.approx(0.05)  # 100 a day for 2,000 users
    assert tokyo.per_million_tokens == pytest.approx((30 + 60) / 5)
    assert (
        tokyo.made_of == "700.00 USD in 7 days, 700,000 requests, 2,000 users a day, 35.0 million tokens for 630.00 USD"
    )
    llm = next(row for row in view_of().units(GroupBy.SERVICE) if row.key == "llm")
    assert (llm.per_user, llm.per_1000_requests) == (None, pytest.approx(90 / 20))


_PLAIN = tuple(one for one in LOADS if one.measure != MODEL_USD)


@pytest.mark.parametrize(
    ("costs", "loads", "days", "per_1000", "per_user"),
    [
        ((cost("tokyo", WEB, 10, days=2), cost("tokyo", LLM, 30, days=2)), _PLAIN, 2, 0.4, 0.02),
        ((cost("tokyo", WEB, 10, days=2), cost("tokyo", LLM, 30, days=2)), LOADS, 2, 1.0, 0.05),
        (COSTS, late_loads(2), 2, 1.0, 0.05),
        (tuple(replace(one, spans=(one.spans[-6], *one.spans[-2:])) for one in COSTS), LOADS, 3, 1.0, 0.05),
        (COSTS, tuple(replace(one, spans=(one.spans[-6], *one.spans[-2:])) for one in LOADS), 3, 1.0, 0.05),
    ],
)
def test_unit_costs_are_of_the_days_that_tell_both_cost_and_load(
    costs: tuple[CostCourse, ...], loads: tuple[LoadCourse, ...], days: int, per_1000: float, per_user: float
) -> None:
    rows = CostView(spending(estate(), costs, loads), NOW_S).units(GroupBy.CELL)
    tokyo = next(row for row in rows if row.key == "tokyo")
    assert tokyo.days == days
    assert (tokyo.per_1000_requests, tokyo.per_user) == pytest.approx((per_1000, per_user))
    assert tokyo.served.requests == pytest.approx(days * 100_000)


def test_cost_and_load_of_different_days_make_no_unit_cost() -> None:
    costs = tuple(replace(one, spans=one.spans[-5:-3]) for one in COSTS)
    rows = CostView(spending(estate(), costs, late_loads(2)), NOW_S).units(GroupBy.CELL)
    assert {(row.per_user, row.per_1000_requests, row.per_million_tokens) for row in rows if row.key == "osaka"} == {
        (None, None, None)
    }


def test_what_nobody_counts_has_no_unit_cost() -> None:
    view = CostView(spending(estate(), loads=()), NOW_S)
    assert {(row.per_user, row.per_1000_requests, row.per_million_tokens) for row in view.units(GroupBy.CELL)} == {
        (None, None, None)
    }


def test_the_weekly_loop_puts_service_budget_and_actual_side_by_side() -> None:
    view = view_of(
        {"key": "tokyo", "cells": ["tokyo"], "limit": {"amount": 900, "currency": "USD"}},
        {"key": "osaka", "cells": ["osaka"], "limit": {"amount": 900, "currency": "USD"}},
    )
    rows = view.weeks(GroupBy.CELL)
    running = [row for row in rows if row.is_running]
    assert [(row.week, row.key, row.health) for row in running] == [
        ("2026-W47", "tokyo", Health.CRITICAL),
        ("2026-W47", "osaka", Health.OK),
    ]
    tokyo, osaka = running
    assert (tokyo.budget, tokyo.actual) == pytest.approx((900 / 30 * 5, 200))
    assert tokyo.deviation == pytest.approx(200 / 150 - 1)
    assert tokyo.good == pytest.approx(1 - 100 / 100_000)
    assert osaka.good == 1.0
    assert (tokyo.models, tokyo.per_1000) == pytest.approx((300, 1.0))
    before = next(row for row in rows if row.week == "2026-W46" and row.key == "tokyo")
    assert (before.budget, before.actual) == pytest.approx((900 / 30 * 7, 280))
    assert {row.week for row in rows} == {f"2026-W{number}" for number in range(43, 48)}


def test_a_week_that_touches_two_months_has_a_part_of_the_budget_of_each() -> None:
    view = view_of({"key": "tokyo", "cells": ["tokyo"], "limit": {"amount": 900, "currency": "USD"}})
    week = next(row for row in view.weeks(GroupBy.CELL) if row.week == "2026-W44" and row.key == "tokyo")
    assert week.budget == pytest.approx(900 / 31 * 6 + 900 / 30)  # from 26 October to 1 November


def test_what_rests_on_models_is_not_told_of_a_week_that_is_known_in_part() -> None:
    for sources, told in ((("clusters",), True), (("models",), False)):
        budget = {"key": "tokyo", "cells": ["tokyo"], "sources": sources, "limit": {"amount": 900, "currency": "USD"}}
        weeks = CostView(spending(estate(budget), loads=late_loads(10)), NOW_S).weeks(GroupBy.CELL)
        running, before = [one for one in weeks if one.key == "tokyo"][:2]
        assert (running.models, running.per_1000) == pytest.approx((300, 1.0))
        assert running.deviation is not None
        assert (before.models, before.per_1000) == (None, None)
        assert (before.deviation is not None) == told
        assert ("not known for the whole period" in before.note) != told


def test_parts_without_a_budget_of_their_own_are_not_judged() -> None:
    rows = view_of({"key": "all"}, {"key": "two", "cells": ["tokyo", "osaka"]}).weeks(GroupBy.CELL)
    assert {(row.budget, row.deviation, row.health) for row in rows} == {(None, None, Health.UNKNOWN)}


def test_every_number_leads_to_its_source_time_and_query() -> None:
    view = view_of({"key": "tokyo", "cells": ["tokyo"]})
    proofs = (
        month_proof(view),
        budget_proof(view, view.budgets[0]),
        spend_proof(view, view.spends(GroupBy.CELL)[0]),
        week_proof(view, view.weeks(GroupBy.CELL)[0]),
        unit_proof(view, view.units(GroupBy.CELL)[0]),
    )
    for proof in proofs:
        assert "Read from costs" in dict(proof.facts)
        assert "asked for costs" in proof.query
    assert "cost service" in method_text(view.state)


def test_what_is_computed_from_metrics_says_so() -> None:
    state = spending(estate())
    objects = {("metrics", topic): table for (_, topic), table in state.objects.items()}
    assert "Computed from metrics" in method_text(State(estate=state.estate, objects=objects))


def test_states_are_honest() -> None:
    chosen = estate()
    nothing = State(estate=chosen)
    assert cost_state(State(), NOW_S) == no_estate()
    assert cost_state(nothing, NOW_S).kind is DataKind.LOADING
    bare = chosen.model_copy(update={"opencost": (), "prometheus": (), "cloudflare": ()})
    assert cost_state(State(estate=bare), NOW_S).kind is DataKind.EMPTY
    live = {
        key: ConnectionStatus(key, "x", ConnectionState.LIVE, NOW_S, last_ok_at_s=NOW_S) for key in ("costs", "metrics")
    }
    fresh = spending(chosen)
    known = State(estate=chosen, objects=fresh.objects, connections=live)
    assert cost_state(known, NOW_S).kind is DataKind.FRESH
    half = State(estate=chosen, objects={("costs", "cost-days"): fresh.objects["costs", "cost-days"]}, connections=live)
    assert cost_state(half, NOW_S).text.endswith("What is known already is shown.")
    old = {key: ObjectTable(table.rows, table.at_s, from_history=True) for key, table in fresh.objects.items()}
    assert cost_state(State(estate=chosen, objects=old, connections=live), NOW_S).kind is DataKind.STALE
    failed = {"costs": ConnectionStatus("costs", "opencost", ConnectionState.FAILED, NOW_S, error="It is gone.")}
    assert cost_state(State(estate=chosen, connections=failed), NOW_S).kind is DataKind.FAILED


def test_loads_alone_are_enough_for_models() -> None:
    view = CostView(spending(estate(), (), LOADS), NOW_S)
    assert [(row.key, row.clusters, row.total) for row in view.spends(GroupBy.CELL)] == [("tokyo", None, 1_200)]


def test_a_bill_that_nobody_told_is_unknown_and_not_nothing() -> None:
    view = CostView(spending(estate(), loads=()), NOW_S)
    assert {row.models for row in view.spends(GroupBy.CELL)} == {None}
    assert {row.models for row in view.weeks(GroupBy.CELL)} == {None}
    assert {row.models for row in view_of().spends(GroupBy.CELL) if row.key == "osaka"} == {0}
