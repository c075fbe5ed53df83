"""The figures of a review are written as the reader writes them, and their sums are those of their parts."""

# proves L4.5, C6

from dataclasses import replace

import pytest

from console.domain.course_gap import CourseGap, MissingHours
from console.domain.edge.edge_usage import EdgeUsage
from console.domain.health import Health
from console.domain.incident.incident import Incident
from console.domain.report.code import Code
from console.domain.report.key_figures import KeyFigures
from console.domain.report.report_span import ReportSpan, SpanKind, span_named
from console.domain.report.table import Table
from console.domain.report.value import Value, ValueKind
from console.domain.resource import ResourceRef
from console.kernel.i18n import set_numbers
from console.presenters.emission_text import mass
from console.presenters.format import local_time
from console.presenters.report_value import amount
from console.presenters.savings.saving import Saving
from console.reports.decision import decisions
from console.reports.review_facts import ReviewFacts
from console.reports.risk import risks
from console.store.slices.estate import EstateOpened
from console.store.state import ObjectTable, State
from console.store.store import Store
from tests.fakes.carbon_estate import carbon_estate, usual_events
from tests.fakes.document_text import chapter, texts, values
from tests.fakes.reviewed_estate import FACTS, MONTH, SLO, WEEK, context, course, made, state
from tests.fakes.spending import COSTS, LOADS, NOW_S, estate, spending

LITTLE = {"amount": 1, "currency": "USD"}


def test_how_much_an_indicator_changed_has_the_signs_of_the_reader() -> None:
    grown = replace(course("tokyo", "router_rps", 300.0), values=(1.0, *FACTS.courses[0].values[1:]))
    facts = replace(FACTS, courses=(grown,))
    set_numbers("1.234,5")
    try:
        said = list(texts(chapter(made(facts=facts), "tokyo")))
    finally:
        set_numbers("1,234.5")
    change = next(one for one in said if one.startswith("+") and one.endswith(" %"))
    assert "," in change
    assert "." not in change


def test_an_incident_is_told_with_its_day_and_not_with_how_long_ago_it_was() -> None:
    opened_s = MONTH.begin_s + 3 * 86_400
    incident = Incident("i-1", "shop", 3, "Checkout is slow", opened_s, group=(("cell", "tokyo"),))
    blocks = chapter(made(facts=replace(FACTS, incidents=(incident,))), "tokyo")
    table = next(one for one in blocks if isinstance(one, Table) and one.columns[0].title == "Opened")
    assert table.rows[0][0] == Value(local_time(opened_s), opened_s, ValueKind.MOMENT)
    assert NOW_S - opened_s > 86_400


def test_of_a_month_that_is_over_nothing_can_be_saved_any_more() -> None:
    october = span_named("2026-10")
    saving = Saving("s", "Fewer replicas", "tokyo", 0.0123, "USD", "how", "always", None, is_guarded=True)
    told = {}
    for span in (MONTH, october):
        ctx = context(state(SLO, chosen=spending(estate({"key": "tight", "limit": LITTLE}))), span)
        ctx.views.cost.__dict__["savings"] = (saving,)
        told[span.name] = next(one.text for one in decisions(ctx) if one.text.startswith("tight:"))
    assert "proposals that save up to" in told[MONTH.name]
    assert told["2026-10"].endswith("USD, or spend less.")


def test_a_budget_that_a_month_kept_to_its_end_is_no_risk_at_any_pace() -> None:
    october = span_named("2026-10")
    shown = state(chosen=spending(estate({"key": "kept", "cells": ["tokyo"]})))
    (budget,) = context(shown, october).views.cost.budgets
    assert (budget.spent, budget.health, budget.note) == (520, Health.OK, "")  # 40 a day, and 1,240 at that pace
    assert [one.text for one in risks(context(shown, october))] == []
    (now,) = context(shown).views.cost.budgets
    assert now.health is Health.CRITICAL


@pytest.mark.parametrize("span", [MONTH, WEEK, span_named("2026-W45"), span_named("2026-10")])
def test_what_the_cells_and_everything_else_cost_is_together_what_the_board_is_told(span: ReportSpan) -> None:
    shown = spending(estate())
    document = made(state(SLO, chosen=shown), span)
    table = next(
        one
        for one in chapter(document, "The whole estate")
        if isinstance(one, Table) and one.columns[0].title == "Part"
    )
    *parts, whole = ([one.number for one in values(row)] for row in table.rows)
    assert [row[0] for row in table.rows] == ["tokyo", "osaka", "idle", "no cell", "Total"]
    assert sum(one[-1] or 0 for one in parts) == pytest.approx(whole[-1])
    for one in parts:
        assert sum(part or 0 for part in one[:-1]) == pytest.approx(one[-1])
    summary = [one for one in chapter(document, "Summary for the board") if isinstance(one, KeyFigures)]
    told = next(one for one in summary[0].figures if one.label.startswith("Cost "))
    assert told.value == amount(whole[-1], "USD")
    if span.kind is SpanKind.MONTH:
        (month,) = context(shown, span).views.cost.months
        assert whole[-1] == pytest.approx(month.spent)


def test_a_period_of_which_no_cost_is_known_says_so() -> None:
    shown = spending(estate(), costs=(), loads=())
    assert "No cost is known in 2026-11." in list(texts(chapter(made(state(chosen=shown)), "The whole estate")))


def test_a_query_on_several_lines_is_one_query_wherever_it_was_asked() -> None:
    several = "sum(rate(costs[1d])) # of all\n/\n{part}"
    costs = tuple(replace(one, query=several.format(part="days")) for one in COSTS)
    loads = tuple(replace(one, query=several.format(part=one.measure)) for one in LOADS)
    shown = spending(estate({"key": "tight", "sources": ["clusters", "models"]}), costs, loads)
    asked = {one.text for one in chapter(made(state(chosen=shown)), "Appendix") if isinstance(one, Code)}
    assert {several.format(part=part) for part in ("days", "model-usd", "requests", "tokens", "users")} <= asked
    assert not {"/", "days", "requests"} & asked


def test_the_score_of_a_cell_says_what_it_is_per_also_where_only_its_number_is_shown() -> None:
    store = Store()
    for event in (EstateOpened(carbon_estate(), {}, {}, {}), *usual_events(NOW_S)):
        store.dispatch(event)
    store.drain(1.0)
    blocks = chapter(made(store.state, facts=ReviewFacts()), "Tokyo")
    figures = [one for block in blocks if isinstance(block, KeyFigures) for one in block.figures]
    score = next(one for one in figures if "SCI" in one.label)
    assert score.label.endswith("per 1,000 requests)")
    assert isinstance(score.value, Value)
    assert (score.value.unit, score.value.text) == ("g", mass(float(score.value.number or 0)))


def test_where_nothing_is_known_no_moment_is_named_at_which_it_was_read() -> None:
    assert dict(made(State(estate=estate()), facts=ReviewFacts()).facts)["Data read"] == "never"
    assert dict(made().facts)["Data read"] == local_time(NOW_S)


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (MONTH, []),
        (
            span_named("2026-10"),
            [f"{bill}: known only since 2026-10-19, so the sums of 2026-10 are the least."
             for bill in ("Clusters", "Model calls")],
        ),
    ],
)  # fmt: skip
def test_a_period_of_which_the_begin_is_not_known_says_so_beside_its_sums(span: ReportSpan, told: list[str]) -> None:
    document = made(state(chosen=spending(estate())), span)
    for title in ("tokyo", "osaka", "The whole estate"):
        assert [one for one in texts(chapter(document, title)) if "known only since" in one] == told


def test_hours_that_are_missing_are_told_beside_the_sums() -> None:
    days = (MissingHours(MONTH.begin_s, MONTH.begin_s + 86_400, 3.0),)
    gap = CourseGap(ResourceRef("costs", "CourseGap", "", "hours"), "", days)
    found = spending(estate())
    known = found.objects["costs", "cost-days"]
    gapped = {**found.objects, ("costs", "cost-days"): replace(known, rows={**known.rows, gap.ref: gap})}
    document = made(state(chosen=replace(found, objects=gapped)))
    for title in ("tokyo", "The whole estate"):
        assert "Clusters: 3 hours missing, so the sums of 2026-11 are the least." in list(
            texts(chapter(document, title))
        )


def test_use_of_the_edge_that_is_known_for_a_part_of_the_month_is_told_as_the_least() -> None:
    shown = state(chosen=spending(estate(cloudflare=[{"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}])))
    days = tuple(EdgeUsage(ResourceRef("edge", "EdgeUsage", "", str(one)), "workers", f"2026-11-{one:02}", "router",
                           (("requests", 2e6),)) for one in range(12, 21))  # fmt: skip
    table = ObjectTable({one.ref: one for one in days}, NOW_S)
    document = made(replace(shown, objects={**shown.objects, ("edge", "edge-usage"): table}))
    blocks = chapter(document, "The whole estate")
    assert "Edge: known only since 2026-11-12, so the sums of 2026-11 are the least." in list(texts(blocks))
    rows = next(one for one in blocks if isinstance(one, Table) and one.columns[0].title == "Part").rows
    assert [row[0] for row in rows[-2:]] == ["Edge · edge", "Total"]
    *parts, whole = (float(one.number or 0) for row in rows for one in values(row[-1]))
    assert sum(parts) == pytest.approx(whole)


def test_use_of_the_edge_that_was_last_read_in_the_month_before_is_none_of_this_month() -> None:
    account = {"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}
    shown = state(chosen=spending(estate({"key": "all", "sources": ["edge"]}, cloudflare=[account])))
    used = EdgeUsage(ResourceRef("edge", "EdgeUsage", "", "1"), "workers", "2026-11-12", "router", (("requests", 2e9),))
    table = ObjectTable({used.ref: used}, NOW_S)
    shown = replace(shown, objects={**shown.objects, ("edge", "edge-usage"): table})
    december = context(shown, span_named("2026-12")).views.cost
    assert (december.months, [one.spent for one in december.budgets]) == ((), [None])
    assert [one.month for one in december.edge] == ["2026-11"]  # the page goes on telling the month that it knows
    assert "No cost is known in 2026-12." in list(
        texts(chapter(made(shown, span_named("2026-12")), "The whole estate"))
    )
    (november,) = context(shown).views.cost.budgets
    assert november.spent is not None


def test_the_costs_of_a_week_say_that_they_are_without_the_edge() -> None:
    account = {"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}
    told = "Without the edge, whose costs are told by month."
    shown = state(chosen=spending(estate(cloudflare=[account])))
    used = EdgeUsage(ResourceRef("edge", "EdgeUsage", "", "1"), "workers", "2026-11-12", "router", (("requests", 2e9),))
    known = replace(shown, objects={**shown.objects, ("edge", "edge-usage"): ObjectTable({used.ref: used}, NOW_S)})
    for title in ("Summary for the board", "The whole estate"):
        assert told in list(texts(chapter(made(known, WEEK), title)))
        assert told not in list(texts(chapter(made(known), title)))
        assert told not in list(texts(chapter(made(shown, WEEK), title)))
