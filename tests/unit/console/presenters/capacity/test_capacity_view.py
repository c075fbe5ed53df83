"""The capacity review of an estate that can be reckoned by hand (proves L4.3, L4.2)."""

from dataclasses import replace
from datetime import datetime
from math import exp, log
from zoneinfo import ZoneInfo

import pytest

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.capacity.load_test import LimitCheck, LoadTest
from console.domain.capacity.question import Question
from console.domain.capacity.saturation import Ground
from console.domain.capacity.service_load import ServiceLoad
from console.domain.forecast.outlook import Outlook
from console.domain.forecast.scenario import Scenario
from console.domain.health import Health
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.quantity import quantity_number
from console.domain.resource import ResourceRef
from console.domain.route import Destination, Quota, Route, RouteRule, Setting
from console.domain.workload import Workload
from console.estate.schema.router import IstioRouter
from console.presenters.budget_rows import BudgetRow
from console.presenters.capacity.budget_advice import budget_advice
from console.presenters.capacity.capacity_plan import CapacityPlan
from console.presenters.capacity.capacity_row import need_text
from console.presenters.capacity.capacity_view import CapacityView, capacity_state
from console.presenters.capacity.fan_course import fan_course
from console.presenters.capacity.service_row import service_rows
from console.presenters.capacity.what_if_rows import what_if_rows
from console.presenters.data_state import DataKind, no_estate
from console.presenters.forecast_text import local_day
from console.store.state import ObjectTable, State
from tests.fakes.capacity_estate import DAY_S, NOW_S, estate, exhausted, outlook, state


def view(
    given: State | None = None, plan: CapacityPlan | None = None, tests: tuple[LoadTest, ...] = ()
) -> CapacityView:
    return CapacityView(given or state(), NOW_S, plan, tests)


def test_the_arithmetic_of_each_cell() -> None:
    rows = {row.cell: row for row in view().rows}
    tokyo = rows["tokyo"].outlook
    # web: 85 a replica × 10 / 1 = 850; llm: 17 × 4 / 0.1 = 680: llm is met first.
    assert tokyo.load.capacity.rps == pytest.approx(680)
    assert tokyo.load.capacity.bottleneck == "llm"
    # 500 × 1.2 (policy above the 10 % of past misses) + all of osaka's 300, its only stand-in: 900.
    assert (tokyo.buffer, tokyo.spare_rps, tokyo.need) == pytest.approx((0.2, 300, 900))
    assert tokyo.headroom == pytest.approx(1 - 900 / 680)
    osaka = rows["osaka"].outlook  # web: 85 × 8 = 680, llm 680; 300 × 1.2 + 500 = 860
    assert osaka.load.capacity.rps == pytest.approx(680)
    assert osaka.need == pytest.approx(860)
    assert rows["tokyo"].health is Health.CRITICAL
    assert rows["tokyo"].run_out in {"now", "2026-11-21"}
    assert "900/s" in need_text(rows["tokyo"])
    assert [row.cell for row in view().rows] == ["tokyo", "osaka"]  # the less headroom the earlier


def test_a_cell_that_can_carry_nothing_comes_first_and_says_so() -> None:
    found = view(exhausted())
    osaka, tokyo = found.rows
    assert (osaka.cell, osaka.health, osaka.run_out) == ("osaka", Health.CRITICAL, "now")
    assert (osaka.capacity, osaka.need, osaka.headroom, osaka.bottleneck) == ("0/s", "860/s", "none", "llm")
    assert osaka.note == "it can carry nothing now"
    assert (tokyo.headroom, tokyo.note) == ("-32.4 %", "")
    # 860 × 0.1 / 17 = 5.1 → 6 replicas.
    advice = next(one for one in found.advice("osaka") if one.title == "Replicas of llm")
    assert (advice.now, advice.wanted, advice.is_needed) == ("0, fixed", "6", True)
    asked = {row.cell: row for row in what_if_rows(view(), found)}["osaka"]
    assert asked.headroom == "-26.5 % → none"


def test_recommendations_are_what_the_need_asks_for() -> None:
    advice = {row.title: row for row in view().advice("tokyo")}
    # web: 900 / 85 = 10.6 → 11 at most; quiet hours 50 × 1.2 / 85 → 2 at least (the loss of one).
    assert (advice["Replicas of web"].now, advice["Replicas of web"].wanted) == ("2 – 10", "2 – 11")
    assert advice["Replicas of web"].operation == SetReplicaBounds(
        "asia", "HorizontalPodAutoscaler", "cell-tokyo", "web", 2, 11
    )
    # llm: 900 × 0.1 / 17 = 5.3 → 6 replicas, fixed.
    assert advice["Replicas of llm"].operation == ScaleWorkload("asia", "Deployment", "cell-tokyo", "llm", 6)
    # 8 cores are requested; 11 - 4 = 7 more web and 6 - 4 = 2 more llm of one core: 17 of 40.
    assert (advice["requests.cpu of cell-tokyo"].wanted, advice["requests.cpu of cell-tokyo"].is_needed) == (
        "17",
        False,
    )
    assert not advice["Quota next_edge_rps"].is_needed  # 2000 lets 900 in
    assert [row.is_needed for row in view().advice("tokyo")] == [True, True, False, False]


def test_a_quota_below_the_need_is_to_be_raised() -> None:
    given = state()
    settings = given.rows("asia", "settings", Setting)
    rows = {one.ref: replace(one, entries=(("next_edge_rps", "600"),)) for one in settings}
    low = replace(given, objects={**given.objects, ("asia", "settings"): ObjectTable(rows, NOW_S)})
    tokyo = view(low).outlook("tokyo")
    assert tokyo is not None
    assert (tokyo.load.capacity.bottleneck, tokyo.load.capacity.rps) == ("next_edge_rps", 600)
    advice = {row.title: row for row in view(low).advice("tokyo")}["Quota next_edge_rps"]
    assert advice.is_needed
    assert advice.operation is not None
    assert "900" in advice.operation.summary()


def test_the_arithmetic_that_is_told_is_true_when_peaks_fall_on_different_days() -> None:
    sale = {"title": "Sale", "kind": "campaign", "start": "2026-12-01T00:00:00+00:00",
            "end": "2026-12-01T12:00:00+00:00", "uplift": 2.0, "cells": ["osaka"]}  # fmt: skip
    fair = {**sale, "title": "Fair", "uplift": 1.1, "cells": ["tokyo"],
            "start": "2026-12-05T00:00:00+00:00", "end": "2026-12-05T12:00:00+00:00"}  # fmt: skip
    found = view(state(calendars=[{"key": "shop", "time_zone": "UTC", "entries": [sale, fair]}]))
    tokyo = {row.cell: row for row in found.rows}["tokyo"]
    # On the fifth 550 × 1.2 + 300 = 960; on the first 500 × 1.2 + 600 = 1200, the most.
    assert (tokyo.peak, tokyo.spare) == ("550/s", "600/s for osaka")
    assert "Needs 1,200/s = 500/s × (1 + 20.0 %) + 600/s for osaka;" in need_text(tokyo)
    why = {row.title: row for row in found.advice("tokyo")}["Quota next_edge_rps"].why
    assert why.startswith("forecast peak 500/s and 20.0 % buffer and 600/s for the loss of osaka")


def test_what_is_lost_is_named_only_where_spare_is_kept_for_it() -> None:
    alone = view(state(capacity={"spare_cell": False}))
    assert {row.cell: row.spare for row in alone.rows}["tokyo"] == "none"
    why = {row.title: row for row in alone.advice("tokyo")}["Quota next_edge_rps"].why
    assert why == "forecast peak 500/s and 20.0 % buffer, × 1.00"


def test_a_quota_of_cpu_holds_replicas_down() -> None:
    given = state()
    tight = Quota(next(iter(given.objects["asia", "quotas"].rows)), (("requests.cpu", "10", "8"),))
    held = replace(given, objects={**given.objects, ("asia", "quotas"): ObjectTable({tight.ref: tight}, NOW_S)})
    basis = view(held).basis("tokyo")
    assert basis is not None
    web = next(one for one in service_rows(basis) if one.name == "web")
    assert web.most == "6 by the quota cell"  # 4 run, 2 cores are left
    assert {row.title: row for row in view(held).advice("tokyo")}["requests.cpu of cell-tokyo"].is_needed


@pytest.mark.parametrize(
    ("bound", "most", "wanted"),
    [
        (("pods", "6", "4"), "6 by the quota cell", ""),
        (("count/pods", "4", "4"), "4 by the quota cell", ""),
        (("requests.memory", "12Gi", "8Gi"), "6 by the quota cell", "Gi"),
        (("memory", "12288Mi", "8192Mi"), "6 by the quota cell", "Mi"),
        (("limits.cpu", "12", "9"), "5 by the quota cell", ""),
        (("limits.memory", "20Gi", "16Gi"), "5 by the quota cell", "Gi"),
        (("limits.ephemeral-storage", "12", "11"), "", None),
        (("services", "5", "5"), "", None),
    ],
)
def test_places_for_pods_and_memory_hold_replicas_down_too(
    bound: tuple[str, str, str], most: str, wanted: str | None
) -> None:
    """Row L4.2: of quotas in every form, that which is met first counts, and is proposed where it has to grow."""
    given = state()
    gib = 2.0**30
    sized = {
        one.ref: replace(one, memory_request=2 * gib, memory_limit=3 * gib, cpu_limit=2.0)
        for one in given.rows("asia", "workloads", Workload)
    }
    tight = Quota(next(iter(given.objects["asia", "quotas"].rows)), (("requests.cpu", "400", "8"), bound))
    tables = {("asia", "workloads"): ObjectTable(sized, NOW_S), ("asia", "quotas"): ObjectTable({tight.ref: tight}, 0)}
    found = view(replace(given, objects={**given.objects, **tables}))
    basis = found.basis("tokyo")
    assert basis is not None
    web = next(one for one in service_rows(basis) if one.name == "web")
    assert web.most == most if most else "by the quota" not in web.most
    advice = {row.title: row for row in found.advice("tokyo")}.get(f"{bound[0]} of cell-tokyo")
    if wanted is None:
        assert advice is None
        return
    assert advice is not None
    assert advice.is_needed
    assert advice.wanted.endswith(wanted)
    assert advice.operation is not None
    assert quantity_number(advice.wanted) > quantity_number(bound[1])  # type: ignore[operator]


def test_a_quota_of_other_pods_holds_no_replicas_down() -> None:
    given = state()
    ref = next(iter(given.objects["asia", "quotas"].rows))
    batch = Quota(ref, (("requests.cpu", "10", "8"),), ("Terminating",))
    found = replace(given, objects={**given.objects, ("asia", "quotas"): ObjectTable({ref: batch}, NOW_S)})
    basis = view(found).basis("tokyo")
    assert basis is not None
    assert "by the quota" not in next(one for one in service_rows(basis) if one.name == "web").most
    assert "requests.cpu of cell-tokyo" not in {row.title for row in view(found).advice("tokyo")}


def test_the_last_replica_that_a_quota_has_room_for_is_not_lost_to_rounding() -> None:
    given = state()
    small = {one.ref: replace(one, cpu_request=0.1) for one in given.rows("asia", "workloads", Workload)}
    tight = Quota(next(iter(given.objects["asia", "quotas"].rows)), (("requests.cpu", "4", "3600m"),))
    tables = {("asia", "workloads"): ObjectTable(small, NOW_S), ("asia", "quotas"): ObjectTable({tight.ref: tight}, 0)}
    basis = view(replace(given, objects={**given.objects, **tables})).basis("tokyo")
    assert basis is not None
    web = next(one for one in service_rows(basis) if one.name == "web")
    assert web.most == "8 by the quota cell"  # 4 run, 0.4 cores are left for 4 of 0.1


@pytest.mark.parametrize(
    ("sources", "serves"), [(("cpu", "cron"), True), (("memory",), True), (("kafka", "cpu"), False), ((), False)]
)
@pytest.mark.parametrize("by_hpa", [False, True])
def test_a_service_that_keda_scales_by_load_or_clock_is_on_the_path_of_requests(
    sources: tuple[str, ...], serves: bool, by_hpa: bool
) -> None:
    """Row L4.3: only one that answers to a queue (or whose triggers nobody knows) says nothing of requests."""
    given = state()
    hpa = next(one for one in given.rows("asia", "autoscalers", Autoscaler) if one.ref.namespace == "cell-tokyo")
    triggers = tuple(ScalingMetric(one, None, "1", one) for one in sources)
    keda = replace(hpa, ref=replace(hpa.ref, kind="ScaledObject", name="web-keda", group="keda.sh"), metrics=triggers)
    made = replace(hpa, ref=replace(hpa.ref, name="keda-hpa-web-keda"), owner="ScaledObject/web-keda")
    rows = (replace(keda, maximum=None), made) if by_hpa else (keda,)
    table = ObjectTable({one.ref: one for one in rows}, NOW_S)
    basis = view(replace(given, objects={**given.objects, ("asia", "autoscalers"): table})).basis("tokyo")
    assert basis is not None
    assert ("web" in {one.name for one in service_rows(basis)}) is serves
    if serves:
        assert next(one for one in service_rows(basis) if one.name == "web").most == "10"


def test_a_budget_follows_the_demand() -> None:
    budget = BudgetRow("b", "Tokyo", ("tokyo",), (), (), "month", "USD", 1000.0, 700.0, 900.0, Health.OK, "")
    whole = replace(budget, key="w", cells=())
    found = view(state(), CapacityPlan(Scenario.OWN, 4.0))
    told = tuple(budget_advice((budget, whole), "tokyo", found.series("tokyo"), found.forecast("tokyo")))
    assert [row.key for row in told] == ["budget/tokyo/b"]  # others are not this cell's alone
    # Recent peaks 450 and 500, mean 475; ahead 500 growing to five times in a year: mean of 500 × 5^(d/365), d = 1…91.
    ahead = sum(500 * 5 ** (day / 365) for day in range(1, 92)) / 91
    assert told[0].wanted == f"{900 * ahead / 475:,.2f} USD"
    assert told[0].is_needed
    assert told[0].operation is None
    assert tuple(budget_advice((replace(budget, forecast=None),), "tokyo", found.series("tokyo"), None)) == ()


def test_growth_brings_the_run_out_nearer_and_own_growth_counts() -> None:
    calm = {"tokyo": 200.0, "osaka": 150.0}  # 200 × 1.2 + 150 = 390 of 680
    assert all(row.health is Health.OK for row in view(state(peaks=calm)).rows)
    grown = view(state(peaks=calm), CapacityPlan(Scenario.GROWTH)).outlook("tokyo")  # 1 % a day on the logarithm
    assert grown is not None
    assert grown.run_out is not None
    # 390 × exp(0.01 d) > 680 from d = 100 ln(680 / 390) = 55.6 on.
    assert grown.run_out.likely_s == pytest.approx(NOW_S + 56 * DAY_S)
    assert grown.run_out.early_s is not None
    assert grown.run_out.early_s < NOW_S + 56 * DAY_S
    own = view(state(peaks=calm), CapacityPlan(Scenario.OWN, 4.0)).outlook("tokyo")
    assert own is not None
    assert own.peak == pytest.approx(200 * exp(log(5) * 91 / 365), rel=0.02)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "Pacific/Auckland", "Europe/Berlin", "Pacific/Honolulu"])
def test_the_day_of_the_run_out_is_that_of_the_place_whose_day_it_is(zone: str) -> None:
    given = state(peaks={"tokyo": 200.0, "osaka": 150.0})
    there = {one.ref: replace(one, zone=zone) for one in given.rows("metrics", "outlooks", Outlook)}
    held = replace(given, objects={**given.objects, ("metrics", "outlooks"): ObjectTable(there, NOW_S)})
    row = {one.cell: one for one in view(held, CapacityPlan(Scenario.GROWTH)).rows}["tokyo"]
    run_out = row.outlook.run_out
    assert run_out is not None
    assert run_out.likely_s is not None
    begin = datetime.fromtimestamp(run_out.likely_s, ZoneInfo(zone))
    assert begin.hour <= 1, "days begin about midnight there"
    assert row.run_out == begin.date().isoformat() == local_day(run_out.likely_s, zone)
    assert row.interval == f"{local_day(run_out.early_s, zone)} to {local_day(run_out.late_s, zone)}"


def test_a_campaign_of_the_calendar_raises_the_peak_and_can_be_tried_stronger() -> None:
    entry = {"title": "Sale", "kind": "campaign", "start": "2026-12-01T00:00:00+00:00",
             "end": "2026-12-01T12:00:00+00:00", "uplift": 1.5}  # fmt: skip
    planned = state(calendars=[{"key": "shop", "time_zone": "UTC", "entries": [entry]}])
    usual, stronger = view(planned), view(planned, CapacityPlan(uplifts=(("Sale", 3.0),)))
    peaks = [one.outlook("tokyo").peak for one in (usual, stronger)]  # type: ignore[union-attr]
    assert peaks == pytest.approx([750, 1500], rel=0.02)


def test_a_load_test_is_better_evidence_than_the_cpu() -> None:
    def tested(key: str, rps: float, *, kept: bool) -> LoadTest:
        limits = (LimitCheck("p(95)<800", kept),)
        return LoadTest(key, "k6", key, NOW_S, "tokyo", "llm", 4, int(rps * 100), 0, 100.0, 50, 1.0, (), limits)

    found = view(tests=(tested("good", 80, kept=True), tested("bad", 100, kept=False))).outlook("tokyo")
    assert found is not None
    # 80 / 4 = 20 a replica kept its limits, 25 did not: 20 × 4 / 0.1 = 800.
    assert found.load.capacity.rps == pytest.approx(800)
    assert found.load.capacity.ground is Ground.TESTED


def test_what_if_shows_both_sides_and_lost_cells() -> None:
    now = view()
    rows = what_if_rows(now, now.asked(Question(lost=("osaka",))))
    assert [(row.cell, row.after is None) for row in rows] == [("tokyo", False), ("osaka", True)]
    # The spare is used up: (500 + 300) × 1.2 = 960, and nobody else could be lost.
    assert rows[0].need == "900/s → 960/s"
    doubled = now.asked(Question(factor=2.0)).outlook("tokyo")
    assert doubled is not None
    assert doubled.need == pytest.approx(1800)
    assert now.asked(Question()).outlook("tokyo") == now.outlook("tokyo")


def test_a_cell_that_the_router_does_not_send_to_has_no_weight_beside_those_it_does() -> None:
    given = state()
    router = next(one for one in estate().routers if isinstance(one, IstioRouter))
    to_tokyo = tuple(Destination(one.destination, 100.0) for one in router.destinations if one.cell == "tokyo")
    ref = ResourceRef(router.cluster, "VirtualService", router.namespace, router.name)
    table = ObjectTable({ref: Route(ref, (), to_tokyo, (), (RouteRule("/spec/http/0", "", to_tokyo),))}, NOW_S)
    seen = view(replace(given, objects={**given.objects, (router.cluster, "routes"): table}))
    assert {one.load.cell: one.load.weight for one in seen.bases} == {"tokyo": 1.0, "osaka": 0.0}
    # Without any weight the requests that are seen are the shares.
    assert {one.load.cell: one.load.weight > 1.0 for one in view().bases} == {"tokyo": True, "osaka": True}


def test_the_fan_has_the_past_the_bands_and_the_need() -> None:
    found = view()
    series, forecast, tokyo = found.series("tokyo"), found.forecast("tokyo"), found.outlook("tokyo")
    assert series is not None
    assert forecast is not None
    assert tokyo is not None
    course = fan_course(series, forecast, tokyo.course)
    assert course.past_times == tuple(NOW_S - DAY_S * back for back in (3, 2, 1))
    assert course.past[0] == pytest.approx(450)
    assert course.past[1] != course.past[1]  # a day without data stays a gap
    assert len(course.times) == 91
    assert [round(band.share, 2) for band in course.bands] == [0.9, 0.8, 0.5]
    assert course.bands[1].low[0] == pytest.approx(500 / 1.1, rel=1e-3)
    assert course.need[0] == pytest.approx(900)


def test_forecasts_that_did_not_change_are_not_shaped_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = view()

    def never(*_args: object) -> None:
        raise AssertionError("shaped again")

    monkeypatch.setattr("console.presenters.capacity.capacity_view.planned_forecast", never)
    again = CapacityView(first.state, NOW_S, before=first)
    assert again.rows == first.rows


def test_what_is_not_known_is_said() -> None:
    nothing = view(State(estate=estate()))
    assert {row.health for row in nothing.rows} == {Health.UNKNOWN}
    assert "no forecast of its demand yet" in nothing.rows[0].note
    assert nothing.advice("tokyo") == ()
    short = state()
    empty = outlook("tokyo", 500, days=0)
    held = replace(short, objects={**short.objects, ("metrics", "outlooks"): ObjectTable({empty.ref: empty}, NOW_S)})
    assert view(held).outlook("tokyo").run_out is None  # type: ignore[union-attr]


def test_a_few_hours_of_load_are_said_to_be_few() -> None:
    given = state()
    short = {one.ref: replace(one, hours=5) for one in given.rows("metrics", "service-loads", ServiceLoad)}
    few = replace(given, objects={**given.objects, ("metrics", "service-loads"): ObjectTable(short, NOW_S)})
    assert "5 hours only" in view(few).rows[0].note
    assert view().rows[0].note == ""


def test_the_page_says_what_its_data_is() -> None:
    assert capacity_state(State(), NOW_S) == no_estate()
    assert capacity_state(State(estate=estate(prometheus=[], cells=[], routers=[])), NOW_S).kind is DataKind.EMPTY
    assert capacity_state(State(estate=estate()), NOW_S).kind is DataKind.LOADING
    assert capacity_state(state(), NOW_S).kind is DataKind.FRESH


def test_a_forecast_of_less_than_a_whole_day_is_a_cell_whose_need_is_not_known() -> None:
    short = replace(outlook("tokyo", 500.0, days=1), at_s=NOW_S + 9 * 3600)
    known = state()
    table = ObjectTable({one.ref: one for one in (short, outlook("osaka", 300.0))}, NOW_S)
    seen = view(replace(known, objects={**known.objects, ("metrics", "outlooks"): table}))
    rows = {row.cell: row for row in seen.rows}
    assert (rows["tokyo"].outlook.need, rows["tokyo"].health) == (None, Health.UNKNOWN)
    assert "no forecast of its demand yet" in need_text(rows["tokyo"])
    assert rows["osaka"].outlook.need == pytest.approx(300 * 1.2)
    assert seen.advice("tokyo") is not None
    forecast = seen.forecast("tokyo")
    assert forecast is not None
    course = fan_course(short, forecast, None)
    assert (course.times, course.middle, course.ends_s) == ((), (), course.past_times[-1])
