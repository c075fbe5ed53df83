"""The review says what the pages say, says what it does not know, and asks for decisions. (proves L4.5, C6)"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import resources
from console.domain.capacity.load_test import LoadTest
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.domain.incident.incident import Incident
from console.domain.report.callout import Callout, Tone
from console.domain.report.chart import Chart, ChartKind
from console.domain.report.key_figures import KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.report_span import span_named
from console.domain.report.table import Table
from console.kernel.errors import Cancelled
from console.kernel.i18n import Speaking
from console.presenters.cell_board import cell_rows
from console.presenters.cost_view import CostView
from console.presenters.money_text import money
from console.presenters.slo_detail import TOPIC
from console.presenters.slo_rows import slo_rows
from console.presenters.spend_rows import GroupBy, spend_rows
from console.presenters.trail_rows import trail_rows
from console.reports.decision import Decision, decisions
from console.reports.render import render
from console.reports.review import review
from console.reports.review_facts import ReviewFacts
from console.reports.risk import Risk, risks
from console.reports.sections import board, capacity
from console.store.state import ObjectTable, State
from tests.fakes import capacity_estate
from tests.fakes.capacity_estate import outlook
from tests.fakes.document_text import chapter, headings, texts, values
from tests.fakes.pdf_pages import PdfPages
from tests.fakes.reviewed_estate import FACTS, OVER, SLO, WEEK, context, made, record, state
from tests.fakes.spending import NOW_S, WEB, cost, estate, spending

SECTIONS_OF_A_CELL = [
    "State", "Service level objectives", "Demand and indicators", "Forecast of the next quarter",
    "Capacity and run-out", "Cost against budget and forecast", "Energy and carbon", "Maturity", "Incidents",
    "Changes", "Load tests", "Risks", "Decisions asked",
]  # fmt: skip


def test_a_month_has_the_board_every_section_of_every_cell_the_estate_and_an_appendix() -> None:
    document = made()
    assert document.title == "Capacity review 2026-11"
    assert headings(document, 1) == ["Summary for the board", "tokyo", "osaka", "The whole estate", "Appendix"]
    named = headings(document, 2)
    begin = named.index("State")
    assert named[begin : begin + len(SECTIONS_OF_A_CELL)] == SECTIONS_OF_A_CELL


def test_the_summary_for_the_board_fits_on_the_first_page() -> None:
    with PdfPages(render(made(), "pdf")) as pages:
        assert "Decisions asked" in pages.texts[0]
        assert "Greatest risks" in pages.texts[0]
        assert "Contents" in pages.texts[1]


def test_the_board_keeps_to_its_page_with_many_decisions_risks_and_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    why = "1,030/s to the cell × 0.506 requests each ÷ 67.5/s a replica (computed from the CPU that it uses)"
    asked = [Decision("tokyo", f"Tokyo, Replicas of personalize-{one}: from 5, fixed to 7.", why) for one in range(7)]
    feared = [Risk("tokyo", Health.CRITICAL, f"Tokyo {one} runs out.", "2026-11-30 to later") for one in range(7)]
    few = cell_rows(state(SLO))
    monkeypatch.setattr(board, "decisions", lambda _ctx: asked)
    monkeypatch.setattr(board, "risks", lambda _ctx: feared)
    monkeypatch.setattr(board, "cell_rows", lambda _state: few * 6)
    with PdfPages(render(made(), "pdf")) as pages:
        assert "Tokyo, Replicas of personalize-4" in pages.texts[0]
        assert "2 more stand in the chapters." in pages.texts[0]
        assert pages.texts[1].split("\n")[1].strip().startswith("Contents"), pages.texts[1][:200]


def test_every_number_of_the_cost_page_is_in_the_pdf_as_the_page_writes_it() -> None:
    shown = state(SLO)
    page = CostView(shown, NOW_S)
    with PdfPages(render(made(shown), "pdf")) as pages:
        said = " ".join(" ".join(pages.texts).split())
    for row in page.budgets:
        for amount in (row.limit, row.spent, row.forecast, row.left):
            assert money(amount, row.currency) in said
    for spend in page.spends(GroupBy.CELL):
        if spend.key:
            assert money(spend.total, spend.currency) in said
    for unit in page.units(GroupBy.CELL):
        for amount in (unit.per_user, unit.per_1000_requests, unit.per_million_tokens):
            assert money(amount, unit.currency) in said
    assert money(page.months[0].spent, "USD") in said
    assert money(page.months[0].forecast, "USD") in said


def test_objectives_are_those_of_the_page_with_their_numbers_behind_them() -> None:
    shown = state(SLO, OVER)
    tables = [one for one in chapter(made(shown), "tokyo") if isinstance(one, Table)]
    rows = {row[1]: row for row in tables[0].rows}
    for page_row in slo_rows(shown):
        told = {one.text if hasattr(one, "text") else one for one in rows[page_row.name]}
        assert {page_row.attained, page_row.budget_left, page_row.burn, page_row.objective} <= told
    numbers = {one.number for one in values(tables[0])}
    assert {SLO.attained, SLO.budget_left, OVER.budget_left} <= numbers


@pytest.mark.parametrize("labels", [(), (("cell", "gone"),)])
def test_an_objective_of_no_cell_stands_in_the_chapter_of_the_whole_estate(labels: tuple[tuple[str, str], ...]) -> None:
    everywhere = replace(OVER, ref=replace(OVER.ref, name="delivery"), labels=labels)
    document = made(state(SLO, everywhere))
    assert "Objectives beyond the cells" in headings(document, 2)
    assert "Objectives beyond the cells" not in headings(made(state(SLO)), 2)
    told = {title: list(texts(chapter(document, title))) for title in ("tokyo", "The whole estate")}
    assert ("delivery" in told["The whole estate"], "delivery" in told["tokyo"]) == (True, False)
    assert "availability" not in told["The whole estate"]


def test_the_mean_of_the_period_stands_against_that_of_the_period_before() -> None:
    tables = [one for one in chapter(made(), "tokyo") if isinstance(one, Table) and one.columns[0].title == "Indicator"]
    row = next(one for one in tables[0].rows if one[0] == "Routed")
    mean, before, change = (value.number for value in values((row[1], row[3], row[4])))
    assert mean == pytest.approx(300, rel=0.02)
    assert before == pytest.approx(150, rel=0.02)
    assert change == pytest.approx(1.0, abs=0.05)


def test_what_is_not_known_is_said_and_never_a_zero() -> None:
    document = made(State(estate=estate()), facts=ReviewFacts())
    blocks = chapter(document, "tokyo")
    missing = [one for one in blocks if isinstance(one, Callout) and one.tone is Tone.MISSING]
    assert len(missing) >= 6
    assert all(one.text.strip() for one in missing)
    assert not any(one.number == 0 for one in values(blocks))
    for key in ("pdf", "html", "xlsx", "md", "csv"):
        assert render(document, key)


def test_a_forecast_of_less_than_a_whole_day_is_told_as_missing() -> None:
    short = replace(outlook("tokyo", 500.0, days=1), at_s=NOW_S + 9 * 3600)
    known = state(SLO)
    shown = replace(known, objects={**known.objects, ("metrics", "outlooks"): ObjectTable({short.ref: short}, NOW_S)})
    said = " ".join(texts(chapter(made(shown), "tokyo")))
    assert "There is no forecast of this cell's demand yet." in said


def test_the_campaigns_that_a_forecast_reckons_with_are_named_with_their_multiple() -> None:
    entries = [
        {"title": title, "kind": "campaign", "start": f"2026-12-{day:02}T09:00:00+00:00",
         "end": f"2026-12-{day:02}T15:00:00+00:00", **more}
        for title, day, more in (("Sale", 1, {"uplift": 1.5}), ("Fair", 9, {"cells": ["osaka"], "uplift": 2.0}))
    ]  # fmt: skip
    calm = capacity_estate.state()
    planned = capacity_estate.state(calendars=[{"key": "shop", "time_zone": "UTC", "entries": entries}])
    document, without = (made(one, now_s=capacity_estate.NOW_S, facts=ReviewFacts()) for one in (planned, calm))
    told: dict[str, list[tuple[str, str]]] = {}
    for title in ("Tokyo", "Osaka"):
        blocks = chapter(document, title)
        table = next(one for one in blocks if isinstance(one, Table) and one.caption == "Campaigns ahead")
        told[title] = [(str(row[0]), next(values(row[3])).text) for row in table.rows]
        fan = next(one for one in blocks if isinstance(one, Chart) and one.kind is ChartKind.FAN)
        assert [one.title for one in fan.moments] == [name for name, _ in told[title]]
    assert told == {"Tokyo": [("Sale", "× 1.50")], "Osaka": [("Sale", "× 1.50"), ("Fair", "× 2.00")]}
    assert "Campaigns ahead" not in list(texts(without))
    later = chapter(made(planned, now_s=capacity_estate.NOW_S + 45 * 86_400, facts=ReviewFacts()), "Osaka")
    assert "Campaigns ahead" not in list(texts(later)), "both are over, though the forecast reckoned with them"


def test_a_passed_budget_and_a_used_up_objective_are_risks_and_ask_for_decisions() -> None:
    ctx = context()
    assert [one.text for one in risks(ctx)[:2]] == [
        "The error budget of web / latency is used up.", "tight: the period comes to 1,200.00 USD of 1,000.00 USD.",
    ]  # fmt: skip
    asked = [one.text for one in decisions(ctx)]
    assert any(one.startswith("tight: raise the limit to 1,200.00 USD") for one in asked)
    assert "Hold releases of web until latency is met again." in asked
    board = list(texts(chapter(made(), "Summary for the board")))
    assert asked[0] in board


def test_decisions_of_a_cell_stand_in_its_chapter() -> None:
    document = made()
    tokyo, osaka = (list(texts(chapter(document, key))) for key in ("tokyo", "osaka"))
    assert any(one.startswith("tight: raise") for one in tokyo)
    assert "Hold releases of web until latency is met again." in tokyo
    assert "Nothing is asked to be decided here." in osaka


def test_a_month_that_is_over_is_seen_from_its_end_and_says_so() -> None:
    shown = state(SLO)
    over = span_named("2026-10")
    document = made(shown, over)
    spent = CostView(shown, over.end_s - 1).spends(GroupBy.CELL)[0]
    said = list(texts(document))
    assert money(spent.total, spent.currency) in said
    assert any("2026-10 is over" in one for one in said)
    assert not any("2026-10 is over" in one for one in texts(made(shown)))


def test_a_week_has_indicators_of_each_cell_and_leaves_out_what_is_monthly() -> None:
    document = made(span=WEEK)
    assert document.title == "Scaling indicators 2026-W47"
    named = headings(document, 2)
    assert "Demand and indicators" in named
    assert "Maturity" not in named
    assert "Load tests" not in named


def test_one_cell_alone_can_be_asked_for() -> None:
    assert headings(review(context(), ("osaka",)), 1) == [
        "Summary for the board", "osaka", "The whole estate", "Appendix",
    ]  # fmt: skip


def test_only_the_changes_of_the_cell_are_in_its_chapter() -> None:
    tokyo, osaka = (chapter(made(), key) for key in ("tokyo", "osaka"))
    assert "more room" in list(texts(tokyo))
    assert "more room" not in list(texts(osaka))


def test_changes_of_no_cell_and_of_a_cell_that_is_gone_stand_in_the_chapter_of_the_whole_estate() -> None:
    for cell in ("", "gone"):
        document = made(facts=replace(FACTS, trail=(record("change.verified", cell),)))
        assert "more room" in list(texts(chapter(document, "The whole estate")))
        assert "more room" not in list(texts(chapter(document, "tokyo")))
    assert "more room" not in list(texts(chapter(made(), "The whole estate")))


def test_the_trail_and_the_costs_are_told_once_for_all_chapters(monkeypatch: pytest.MonkeyPatch) -> None:
    """With fifty cells and a long trail the same rows would else be made fifty times."""
    asked: list[str] = []

    def counted(make: Callable[..., object]) -> Callable[..., object]:
        def told(*given: object) -> object:
            asked.append(make.__name__)
            return make(*given)

        return told

    monkeypatch.setattr("console.reports.sections.changes.trail_rows", counted(trail_rows))
    monkeypatch.setattr("console.reports.sections.cost.spend_rows", counted(spend_rows))
    assert "more room" in list(texts(made(span=WEEK)))
    assert sorted(asked) == ["spend_rows", "trail_rows"]


def test_the_appendix_names_method_age_and_every_query() -> None:
    said = list(texts(chapter(made(), "Appendix")))
    assert {"slo:ratio", "asked for router_rps", "asked for costs"} <= set(said)
    assert "Costs per day" in said


def test_courses_that_were_asked_for_the_report_are_not_told_to_be_from_the_history() -> None:
    """Row L4.5: the window keeps the courses of its page; the report asks for its own, where there is a network."""
    seen = state(SLO)
    kept = {**seen.objects, ("metrics", TOPIC): ObjectTable({}, NOW_S - 86_400, from_history=True)}
    for facts, origin in ((FACTS, "read for this report"), (replace(FACTS, budgets=()), "local history")):
        tables = chapter(made(replace(seen, objects=kept), facts=facts), "Appendix")
        rows = next(one for one in tables if isinstance(one, Table)).rows
        assert [row[4] for row in rows if row[1] == "Courses of objectives"] == [origin]


def test_a_cell_that_can_carry_nothing_has_no_headroom_and_is_the_first_to_run_out() -> None:
    ctx = context(capacity_estate.exhausted(), now_s=capacity_estate.NOW_S)
    assert ctx.estate.cells[1].key == "osaka"
    blocks = capacity.build(replace(ctx, cell=ctx.estate.cells[1]))
    figures = next(one.figures for one in blocks if isinstance(one, KeyFigures))
    told = {one.label: one for one in figures}
    assert (told["Headroom"].value, told["Headroom"].health) == ("none", Health.CRITICAL)
    assert {one.text for one in values(tuple(figures))} >= {"0/s", "860/s"}
    assert [one.text for one in risks(ctx) if "runs out" in one.text] == [
        "Osaka runs out of capacity: now.", "Tokyo runs out of capacity: now.",
    ]  # fmt: skip


def test_the_line_of_a_used_up_budget_and_a_spare_that_is_not_kept_are_told_as_what_they_are() -> None:
    """Row L4.5: "Used up: 0 %" beside "Budget left: 49.7 %" would be another number, and nothing is kept "for none"."""
    charts = [one for one in chapter(made(state(SLO)), "tokyo") if isinstance(one, Chart)]
    budget = next(one for one in charts if one.title.startswith("Error budget"))
    assert [(one.title, one.value) for one in budget.limits] == [("Used up at 0 %", 0.0)]
    ctx = context(capacity_estate.state(capacity={"spare_cell": False}), now_s=capacity_estate.NOW_S)
    blocks = capacity.build(replace(ctx, cell=ctx.estate.cells[0]))
    figures = next(one.figures for one in blocks if isinstance(one, KeyFigures))
    assert "no spare for the loss of a cell" in [one.note for one in figures]


def test_only_the_lab_is_labelled_as_such() -> None:
    assert made().label == ""
    assert made(state(is_lab=True)).label == "Lab: simulated data"


def test_the_same_state_at_the_same_moment_gives_the_same_bytes() -> None:
    for key in ("pdf", "xlsx", "csv"):
        assert render(made(), key) == render(made(), key)


def test_in_japanese_nothing_of_the_reports_own_words_is_left_in_english() -> None:
    folder = Path(resources.__path__[0]) / "i18n" / "ja"
    own = json.loads((folder / "reports.json").read_text(encoding="utf-8"))
    english = {key for key, value in own.items() if key != value and "{" not in key}
    with Speaking("ja"):
        document = made()
    assert document.language == "ja"
    assert not english & set(texts(document))
    with PdfPages(render(document, "pdf")) as pages:
        assert "経営層向け概要" in pages.texts[0]


def test_in_japanese_a_sentence_of_the_capacity_has_one_full_stop_of_its_language() -> None:
    """Row L4.5: "…から計算. 予測…。." was read by the board."""
    ctx = context(capacity_estate.exhausted(), now_s=capacity_estate.NOW_S)
    with Speaking("ja"):
        blocks = tuple(capacity.build(replace(ctx, cell=ctx.estate.cells[1])))
    told = [one.text for one in blocks if isinstance(one, Paragraph)]
    assert told
    assert all(text.endswith("。") and ". " not in text and "。。" not in text for text in told), told


def test_it_can_be_given_up_between_chapters() -> None:
    heard: list[tuple[int, int]] = []

    def tell(done: int, of: int) -> None:
        heard.append((done, of))
        if done == 2:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        review(context(), tell=tell)
    assert heard == [(0, 5), (1, 5), (2, 5)]


def test_notes_about_what_could_not_be_read_stand_in_the_appendix() -> None:
    facts = replace(FACTS, notes=("metrics: no answer.",))
    assert "metrics: no answer." in list(texts(chapter(made(facts=facts), "Appendix")))


def test_the_board_tells_the_cost_of_every_currency_with_the_state_of_its_own_budgets() -> None:
    costs = (cost("tokyo", WEB, 400_000, currency="JPY"), cost("osaka", WEB, 90))
    small: dict[str, object] = {"key": "small", "cells": ["osaka"], "limit": {"amount": 10, "currency": "USD"}}
    blocks = chapter(made(state(chosen=spending(estate(small), costs=costs, loads=()))), "Summary for the board")
    shown = next(one for one in blocks if isinstance(one, KeyFigures)).figures
    months = {next(values(one)).unit: one.health for one in shown if one.label == "Cost of the month so far"}
    assert months == {"JPY": None, "USD": Health.CRITICAL}


def test_releases_to_hold_stand_in_the_chapter_of_a_cell_that_its_metric_server_calls_otherwise() -> None:
    shown = state(replace(OVER, labels=(("cell", "prom-tokyo"),)))
    assert shown.estate is not None
    cells = tuple(
        one.model_copy(update={"selectors": one.selectors.model_copy(update={"metrics_cell": f"prom-{one.key}"})})
        for one in shown.estate.cells
    )
    named = replace(shown, estate=shown.estate.model_copy(update={"cells": cells}))
    assert "Hold releases of web until latency is met again." in list(texts(chapter(made(named), "tokyo")))


def test_what_the_board_has_no_room_for_stands_in_a_chapter() -> None:
    known = state(SLO, OVER)
    refused = {
        key: ConnectionStatus(key, "kubernetes", ConnectionState.FAILED, NOW_S, error="refused")
        for key in (f"k8s-{one}" for one in range(8))
    }
    shown = replace(known, connections={**known.connections, **refused})
    for cells in ((), ("osaka",)):
        document = review(context(shown), cells)
        chapters = [one for one in headings(document, 1) if one not in {"Summary for the board", "Appendix"}]
        said = [text for one in chapters for text in texts(chapter(document, one))]
        ctx = context(shown)
        for text in (*(one.text for one in risks(ctx)), *(one.text for one in decisions(ctx))):
            assert said.count(text) == 1, (cells, text)


def test_a_table_that_is_cut_says_how_many_more_there_are_and_where() -> None:
    incidents = tuple(
        Incident(f"i-{one}-{cell}", "shop", 3, f"Incident {one}", NOW_S - 7200 + one, group=(("cell", cell),))
        for one in range(45) for cell in ("tokyo", "")
    )  # fmt: skip
    trail = tuple(record("change.verified", cell, NOW_S - 3600 - one) for one in range(46) for cell in ("tokyo", ""))
    tests = tuple(
        LoadTest(f"t-{one}", "k6", "peak", NOW_S - 3600, "tokyo", "web", 3, 100, 0, 10.0, 5, 20.0, (), ())
        for one in range(15)
    )
    document = made(facts=replace(FACTS, incidents=incidents, trail=trail, tests=tests))
    told = ["5 more are on the console's page Incidents & alerts.", "6 more are on the console's page Activity."]
    assert [one for one in texts(chapter(document, "tokyo")) if " more are on " in one] == [
        *told, "3 more are on the console's page Capacity.",
    ]  # fmt: skip
    assert [one for one in texts(chapter(document, "The whole estate")) if " more are on " in one] == told
    whole = made(facts=replace(FACTS, incidents=incidents[:80], trail=trail[:80], tests=tests[:12]))
    assert not [one for one in texts(whole) if " more are on " in one]


def test_cells_that_the_board_has_no_room_for_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    few = cell_rows(state(SLO))
    monkeypatch.setattr(board, "cell_rows", lambda _state: few * 7)
    assert "2 more are on the console's page Overview." in list(texts(chapter(made(), "Summary for the board")))


def test_a_query_on_several_lines_stays_one_query() -> None:
    query = 'sum(rate(failed{code=~"5.."}[5m])) # of all\n/\nsum(rate(all[5m]))'
    said = list(texts(chapter(made(state(replace(SLO, query=query))), "Appendix")))
    assert query in said
    assert "/" not in said
