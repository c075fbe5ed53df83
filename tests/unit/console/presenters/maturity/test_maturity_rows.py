"""Maturity from evidence: what each criterion looks at (proves L7.3)."""

from dataclasses import replace

from console.domain.capacity.load_test import LimitCheck, LoadTest
from console.domain.maturity.week_record import WeekRecord
from console.presenters.capacity.capacity_view import CapacityView
from console.presenters.maturity.maturity_rows import MaturityRow, assessments, maturity_rows
from console.store.state import ObjectTable, State
from tests.fakes.capacity_estate import DAY_S, NOW_S, estate, exhausted, scaler, state


def rows(given: State, tests: tuple[LoadTest, ...] = (), weeks: tuple[WeekRecord, ...] = ()) -> dict[str, MaturityRow]:
    view = CapacityView(given, NOW_S, tests=tests)
    return {row.cell: row for row in maturity_rows(view, assessments(view, tests), weeks)}


def verdict(row: MaturityRow, key: str) -> tuple[bool | None, str]:
    found = next(one for one in row.criteria if one.key == key)
    return found.met, found.evidence


def test_what_was_not_read_is_no_evidence_either_way() -> None:
    tokyo = rows(State(estate=estate()))["tokyo"]
    assert tokyo.level == "–"
    assert {key: verdict(tokyo, key)[0] for key in ("seen", "scales", "spare", "carbon")} == {
        "seen": None, "scales": None, "spare": None, "carbon": False,
    }  # fmt: skip
    assert verdict(tokyo, "described") == (True, "2 services, team east")


def test_a_service_without_autoscaler_keeps_a_cell_from_level_2() -> None:
    tokyo = rows(state())["tokyo"]
    assert verdict(tokyo, "scales") == (False, "no autoscaler: llm")
    given = state()
    both = (*given.objects["asia", "autoscalers"].rows.values(), scaler("tokyo", "llm", 2, 6))
    scaled = replace(
        given, objects={**given.objects, ("asia", "autoscalers"): ObjectTable({one.ref: one for one in both}, NOW_S)}
    )
    assert verdict(rows(scaled)["tokyo"], "scales")[0] is True


def test_capacity_counts_for_levels_3_and_4() -> None:
    short, calm = rows(state())["tokyo"], rows(state(peaks={"tokyo": 200.0, "osaka": 150.0}))["tokyo"]
    assert verdict(short, "spare")[0] is False
    assert verdict(calm, "spare")[0] is True
    assert "recommended and not done" in verdict(short, "limits")[1]
    assert verdict(calm, "limits")[0] is True
    assert verdict(calm, "trusted")[0] is True


def test_a_cell_that_can_carry_nothing_has_no_spare() -> None:
    assert verdict(rows(exhausted())["osaka"], "spare") == (False, "runs out: now; headroom none")


def test_a_load_test_counts_for_a_quarter() -> None:
    def tested(age_d: float, *, kept: bool) -> tuple[LoadTest, ...]:
        limits = (LimitCheck("p(95)<800", kept),)
        return (LoadTest("k", "k6", "t", NOW_S - age_d * DAY_S, "tokyo", "web", 4, 9, 0, 1.0, 1, 1.0, (), limits),)

    assert verdict(rows(state(), tested(10, kept=True))["tokyo"], "loaded")[0] is True
    assert verdict(rows(state(), tested(10, kept=False))["tokyo"], "loaded")[0] is False
    assert verdict(rows(state(), tested(100, kept=True))["tokyo"], "loaded")[0] is False
    assert verdict(rows(state(), tested(10, kept=True))["osaka"], "loaded")[0] is False


def test_what_is_missing_has_an_advice_and_the_weeks_a_trend() -> None:
    weeks = (WeekRecord("2026-W45", "tokyo", 2, (), 0.0), WeekRecord("2026-W46", "tokyo", 0, (), 0.0))
    tokyo = rows(state(), weeks=weeks)["tokyo"]
    assert all(one.advice for one in tokyo.criteria)
    assert tokyo.next_step
    assert tokyo.trend == "was L2 in 2026-W45"
    assert rows(state())["osaka"].trend == "first week"
