"""Costs and loads of which something is missing: sums are the least, and it is said why (proves L6.1, E4.1)."""

from dataclasses import replace

from console.domain.course_gap import CourseGap, MissingHours
from console.domain.load_course import FAILED, MODEL_USD, REQUESTS
from console.domain.resource import ResourceRef
from console.presenters.cost_gaps import cost_gaps
from console.presenters.cost_proof import month_proof
from console.presenters.cost_view import CostView
from console.presenters.spend_rows import GroupBy
from console.store.history.row_codec import decode_rows, encode_rows
from console.store.state import State
from tests.fakes.spending import DAY_S, FIRST_S, LOADS, NOW_S, TODAY_S, estate, spending

BUDGET = {"key": "tokyo", "cells": ["tokyo"]}
HOURS = CourseGap(
    ResourceRef("costs", "CourseGap", "", "hours"),
    "",
    (MissingHours(FIRST_S, FIRST_S + DAY_S, 5.0), MissingHours(TODAY_S - DAY_S, TODAY_S, 3.0)),
)


def refused(measure: str) -> CourseGap:
    return CourseGap(ResourceRef("metrics", "CourseGap", "", measure), measure, error="prom refused a query: no.")


def known(topic: tuple[str, str], gap: CourseGap, before: State | None = None) -> State:
    found = before or spending(estate(BUDGET))
    table = found.objects[topic]
    return replace(found, objects={**found.objects, topic: replace(table, rows={**table.rows, gap.ref: gap})})


def test_hours_that_are_missing_make_the_sums_of_the_clusters_the_least() -> None:
    whole = CostView(spending(estate(BUDGET)), NOW_S)
    view = CostView(known(("costs", "cost-days"), HOURS), NOW_S)
    assert (whole.months[0].is_least, view.months[0].is_least) == (False, True)
    assert view.months[0].gaps == ("Clusters: 3 hours missing",), "the first day was another month's"
    assert view.months[0].spent == whole.months[0].spent
    assert ("Missing", "Clusters: 3 hours missing") in month_proof(view).facts
    assert "Clusters: 3 hours missing" in view.budgets[0].note
    weeks = {row.week: row.note for row in view.weeks(GroupBy.CELL) if row.key == "tokyo"}
    assert [note for note in weeks.values() if "hours missing" in note] == [weeks["2026-W47"], weeks["2026-W43"]]


def test_a_query_that_was_refused_is_told_and_what_rests_on_it_is_not_known() -> None:
    view = CostView(known(("metrics", "loads"), refused(FAILED)), NOW_S)
    good = [
        next(row.good for row in one.weeks(GroupBy.CELL) if row.key == "osaka")
        for one in (CostView(spending(estate(BUDGET)), NOW_S), view)
    ]
    assert good == [1.0, None], "where the failures were refused nobody knows that there were none"
    assert not view.months[0].is_least
    assert ("Missing", "Failed requests incomplete: prom refused a query: no") in month_proof(view).facts

    spared = tuple(one for one in LOADS if one.measure != MODEL_USD)
    view = CostView(known(("metrics", "loads"), refused(MODEL_USD), spending(estate(), loads=spared)), NOW_S)
    assert view.months[0].gaps == ("Model calls incomplete: prom refused a query: no",)


def test_what_one_server_of_several_refuses_is_missing_where_all_are_added_up() -> None:
    whole = {"key": "all", "sources": ["clusters", "models"]}
    part = {"key": "part", "segments": ["b2b"]}
    other = ("elsewhere", "loads")
    state = spending(estate(whole, part))
    state = replace(state, objects={**state.objects, other: replace(state.objects["metrics", "loads"], rows={})})
    view = CostView(known(other, refused(REQUESTS), known(other, refused(MODEL_USD), state)), NOW_S)
    notes = {row.key: row.note for row in view.budgets}
    assert "Model calls incomplete" in notes["all"]
    assert "Requests incomplete" in notes["part"]
    assert "Requests" not in notes["all"]
    assert all("Model calls incomplete" in row.note for row in view.weeks(GroupBy.CELL))
    assert {row.per_1000 for row in view.weeks(GroupBy.SEGMENT)} == {None}
    assert None not in {row.per_1000 for row in view.weeks(GroupBy.CELL)}


def test_what_is_not_asked_for_is_not_told_and_a_gap_is_remembered() -> None:
    book = CostView(known(("costs", "cost-days"), HOURS), NOW_S).book
    assert cost_gaps(book, TODAY_S, TODAY_S + DAY_S) == ()
    assert cost_gaps(book, FIRST_S, TODAY_S, (MODEL_USD,)) == ()
    assert decode_rows(encode_rows([HOURS])) == (HOURS,)
