"""The sections about the quality of a model, as they are read by people and programs.

# proves E4.1 E4.2 E6.1 E6.2 E7.1 E7.2 E7.3
"""

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from console.domain.health import Health
from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.domain.resource import ResourceRef
from console.domain.route import Setting
from console.estate.models.model_documents import ModelDocuments
from console.presenters.model_sheet import SectionSheet, SheetTable
from console.presenters.model_view import ModelView
from console.presenters.models import (
    accuracy,
    alert_levels,
    compression,
    degradation,
    feedback,
    live_thresholds,
    roadmap,
)
from console.store.state import ObjectTable
from tests.fakes.model_world import HEALTHY, model_estate, model_view, model_world, ranker

COMPRESSION = {"information": 0.971, "similarity": 0.944, "coverage": 0.931, "impact": 0.012,
               "stages": ({"number": 1, "from_bytes": 10_000_000, "to_bytes": 4_920_000, "kept": 0.986, "lost": 0.004},
                          {"number": 2, "to_bytes": 2_100_000, "kept": 0.96, "lost": 0.01})}  # fmt: skip
PHASES = (
    {"title": "Rules", "begins": "2026-09-01", "ends": "2026-09-14", "reached": 0.61, "fallback": ("Keep the rules",)},
    {"title": "Retraining", "begins": "2026-09-15", "ends": "2026-10-26", "reached": 0.68,
     "measures": ("Retrain every Sunday",), "fallback": ("Go back", "Label more")},
    {"title": "Dictionary", "begins": "2026-10-27", "ends": "2026-11-30", "measures": ("Add words",)},
)  # fmt: skip


def view(
    told: dict[str, float | None] | None = None, *, world: dict[str, Any] | None = None, **quality: Any
) -> ModelView:
    return model_view(model_world({**HEALTHY, **(told or {})}, **(world or {})), **quality)


def table(sheet: SectionSheet, key: str) -> SheetTable:
    return next(one for one in sheet.tables if one.key == key)


def texts(sheet: SectionSheet, key: str) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in line.cells) for line in table(sheet, key).lines]


def test_live_thresholds_put_what_is_broken_first_with_its_query() -> None:
    sheet = live_thresholds.build(view({"model_cpu_p99": 0.052, "model_cache_hit": 0.77}))
    assert sheet.health is Health.CRITICAL
    assert sheet.headline == "2 of 10 limits are broken: CPU time p99 52 ms, Cache hits 77.0 %."
    rows = texts(sheet, "thresholds")
    assert rows[0] == ("CPU time p99", "52 ms", "≤ 45 ms", "–", "> 50 ms", "prom: query of model_cpu_p99")
    assert rows[1][:5] == ("Cache hits", "77.0 %", "≥ 80.0 %", "< 70.0 %", "–")
    assert ("Memory", "61.0 MB", "≤ 120 MB", "> 100 MB", "–", "prom: query of model_memory") in rows
    assert ("KV reads", "2,000/s", "–", "–", "–", "edge: edge-usage") in rows
    assert sheet.tiles[0].value == "8 / 10"


def test_live_thresholds_that_nobody_measures_are_dashes_with_a_reason() -> None:
    sheet = live_thresholds.build(view({"model_timeouts": None}))
    assert sheet.health is Health.UNKNOWN
    assert sheet.headline == "No limit is broken; 1 of 10 are not known."
    assert ("Timed-out answers", "–", "≤ 0.10 %", "–", "–", "prom has no such series now") in texts(sheet, "thresholds")


def test_level_one_names_its_reason_and_proposes_the_rollback() -> None:
    estate = model_estate(
        notifications=[
            {"key": "pager", "title": "Pager", "kind": "pagerduty", "secret": "env:P", "severities": ["critical"]},
            {"key": "slack", "title": "Slack", "kind": "slack", "secret": "env:S"},
            {"key": "jira", "title": "Jira", "kind": "jira", "secret": "env:J", "url": "https://j", "username": "u",
             "project": "OPS"},
        ],
        calendars=[{"key": "work", "time_zone": "Asia/Tokyo"}],
    )  # fmt: skip
    sheet = alert_levels.build(
        view({"model_errors": 0.08, "model_memory": 104e6}, world={"estate": estate, "worker": ranker(("c", 100.0))})
    )
    assert sheet.health is Health.CRITICAL
    assert sheet.headline == "Level 1 (Critical) is on: Failed calls 8.00 %."
    assert texts(sheet, "levels") == [
        ("1 · Critical", "on", "15 min", "2026-11-20 15:15 JST", "Failed calls 8.00 %"),
        ("2 · Warning", "on", "2 h", "2026-11-20 17:00 JST", "Memory 104 MB"),
        ("3 · Info", "off", "next working day", "2026-11-23 18:00 JST", "–"),
    ]
    assert texts(sheet, "duties") == [
        ("1 · Critical", "page the on-call engineer, roll back, open an incident", "Pager, Slack"),
        ("2 · Warning", "tell Slack, open a ticket", "Slack, Jira"),
        ("3 · Info", "log, weekly report", "nobody at once"),
    ]
    (proposal,) = sheet.proposals
    assert proposal.operation == SetWorkerPercentages("edge", "edge-ranker", (("b", 100.0),))
    assert proposal.title == "Roll back: v1.4.2 100 %"


def test_a_level_that_cannot_be_judged_is_not_called_quiet() -> None:
    sheet = alert_levels.build(view({"model_errors": None}, world={"worker": ranker(("c", 100.0))}))
    assert sheet.health is Health.UNKNOWN
    assert sheet.headline == "No level is known to be on; 1 of 8 conditions cannot be judged."
    assert sheet.tiles[0].value == "–"
    assert sheet.notes[0] == "Not known: Failed calls (prom has no such series now)."
    assert [row[1] for row in texts(sheet, "levels")] == ["–", "off", "off"]
    info = alert_levels.build(view({"model_errors": None, "model_new_words": 60.0}))
    assert info.headline == (
        "Level 3 (Info) is on: New words 60, Versions waiting 1; a more urgent one cannot be judged."
    )
    quiet = alert_levels.build(view(world={"worker": ranker(("c", 100.0))}))
    assert (quiet.health, quiet.headline, quiet.proposals) == (Health.OK, "No alert level is on.", ())
    assert quiet.notes[-1].startswith("Nothing is rolled back by itself")


def test_alert_levels_say_where_the_estate_has_level_one_rolled_back_by_itself() -> None:
    estate = model_estate(incidents={"rollback": "automatic"})
    assert alert_levels.build(view(world={"estate": estate})).notes[-1].startswith("Level 1 is rolled back by itself")


@pytest.mark.parametrize(
    ("now", "health", "headline", "proposed"),
    [
        (0.79, Health.CRITICAL, "ROLLBACK: the accuracy fell by 5.2 points, from 84.2 % to 79.0 %.",
         (("b", 100.0),)),
        (0.81, Health.WARNING, "ADJUST: the accuracy fell by 3.2 points, from 84.2 % to 81.0 %.",
         (("b", 70.0), ("c", 30.0))),
        (0.83, Health.OK, "MONITOR: the accuracy fell by 1.2 points, from 84.2 % to 83.0 %.", None),
        (0.85, Health.OK, "MONITOR: the accuracy is 85.0 %, not below 84.2 %.", None),
    ],
)  # fmt: skip
def test_the_degradation_answers_with_its_steps_and_a_change(
    now: float, health: Health, headline: str, proposed: tuple[tuple[str, float], ...] | None
) -> None:
    running = ranker(("b", 40.0), ("c", 60.0))
    sheet = degradation.build(view({"model_accuracy": now}, world={"worker": running}))
    assert (sheet.health, sheet.headline) == (health, headline)
    assert [one.operation.shares for one in sheet.proposals] == ([proposed] if proposed else [])  # type: ignore[attr-defined]
    lit = {line.cells[0].text for line in table(sheet, "steps").lines if line.health is not None}
    assert lit == {headline.partition(":")[0]}
    assert len(texts(sheet, "steps")) == 11


def test_a_model_behind_a_router_is_proposed_less_of_its_calls() -> None:
    router = {"kind": "model", "key": "answers", "title": "Answers", "cluster": "main",
              "config_map": {"namespace": "ai", "name": "model-router", "entry": "weights.json"},
              "targets": [{"name": "ranker", "weight": 0.5}, {"name": "large", "weight": 0.5}]}  # fmt: skip
    estate = model_estate(clusters=[{"key": "main"}], routers=[router])
    setting = Setting(
        ResourceRef("main", "ConfigMap", "ai", "model-router"), (("weights.json", '{"ranker": 0.8, "large": 0.2}'),)
    )
    state = model_world({**HEALTHY, "model_accuracy": 0.81}, estate=estate, worker=ranker(("a", 100.0)))
    objects = {**state.objects, ("main", "settings"): ObjectTable({setting.ref: setting}, 0.0)}
    sheet = degradation.build(model_view(replace(state, objects=objects)))
    last = sheet.proposals[-1]
    assert last.operation == SetModelWeights(
        "main", "ai", "model-router", "weights.json", (("ranker", 0.4), ("large", 0.6))
    )
    assert last.title == "Give ranker 40.0 % of Answers"


def test_the_accuracy_at_acceptance_goes_before_the_usual_one() -> None:
    sheet = degradation.build(view({"model_accuracy": 0.80, "model_accuracy_usual": 0.80}, reference=0.86))
    assert sheet.headline.startswith("ROLLBACK")
    assert sheet.tiles[2].note == "its acceptance"
    assert sheet.tiles[2].evidence.source == "quality.json (test)"


def test_a_degradation_without_a_comparison_is_unknown() -> None:
    sheet = degradation.build(view({"model_accuracy_usual": None}))
    assert sheet.health is Health.UNKNOWN
    assert sheet.headline == "There is nothing to compare with: neither a document nor a week of readings."
    assert sheet.proposals == ()
    silent = degradation.build(view({"model_accuracy": None}, reference=0.8))
    assert silent.headline == "The accuracy is not known: prom has no such series now."


def test_the_milestone_that_counts_is_urgent_when_it_slips() -> None:
    told: dict[str, float | None] = {"model_accuracy": 0.66, "model_accuracy_ab": 0.65}
    sheet = accuracy.build(
        view(told, started="2026-09-21", measurements=[{"day": "2026-09-27", "realtime": 0.62, "ab_test": 0.6,
                                                        "feedback": 0.6}])
    )  # fmt: skip
    assert sheet.health is Health.CRITICAL
    assert sheet.headline == "URGENT: weighted accuracy 68.9 %, 6.1 points below 75.0 % of Week 8."
    assert texts(sheet, "milestones") == [
        ("Week 1", "2026-09-28", "60.0 %", "61.0 %", "0.0 points", "OK", "–"),
        ("Week 2", "2026-10-05", "65.0 %", "–", "–", "not measured", "–"),
        ("Week 4", "2026-10-19", "70.0 %", "–", "–", "not measured", "–"),
        ("Week 8", "2026-11-16", "75.0 %", "68.9 %", "6.1 points", "URGENT",
         "Stop other work on the model: train anew with corrections and reports, review the phase's fallback plan."),
        ("Month 3", "2026-12-21", "85.0 %", "–", "–", "not due yet", "–"),
    ]  # fmt: skip
    assert texts(sheet, "sources") == [
        ("Real-time evaluation", "0.5", "66.0 %", "33.0 points", "–"),
        ("A/B test", "0.3", "65.0 %", "19.5 points", "–"),
        ("Thumbs of users (7 d)", "0.2", "82.0 %", "16.4 points", "–"),
    ]


def test_the_last_milestone_and_the_tile_are_those_that_the_estate_names() -> None:
    model = {"key": "ranker", "account": "edge", "worker": "edge-ranker", "current": "v1.4.2"}
    estate = model_estate(models=[{**model, "accuracy_baseline": 0.4, "accuracy_target": 0.9}])
    sheet = accuracy.build(view(world={"estate": estate}, started="2026-08-01"))
    assert sheet.tiles[0].note == "baseline 40.0 %, target 90.0 %"
    assert texts(sheet, "milestones")[-1][2] == "90.0 %"
    assert "below 90.0 % of Month 3" in sheet.headline


def test_a_reached_milestone_is_ok_and_a_missing_source_leaves_it_unknown() -> None:
    sheet = accuracy.build(view(started="2026-09-21"))
    assert (sheet.health, sheet.headline) == (
        Health.OK, "OK: weighted accuracy 83.6 %, 75.0 % of Week 8 is reached.",
    )  # fmt: skip
    missing = accuracy.build(view({"model_accuracy_ab": None}, started="2026-09-21"))
    assert missing.health is Health.UNKNOWN
    assert texts(missing, "sources")[1] == ("A/B test", "0.3", "–", "–", "prom has no such series now")
    bare = accuracy.build(view())
    assert bare.headline == "Weighted accuracy 83.6 %; no document tells when the roadmap began."
    assert bare.health is Health.UNKNOWN


def test_the_compression_gate_names_what_failed() -> None:
    sheet = compression.build(view(compression={**COMPRESSION, "coverage": 0.88, "impact": 0.04}))
    assert sheet.health is Health.CRITICAL
    assert sheet.headline == (
        "The gate is closed: Keyword coverage 0.880 (≥ 0.90), Accuracy impact 4.0 points (≤ 3.0 points)."
    )
    assert texts(sheet, "gate")[2] == ("Keyword coverage", "0.880", "≥ 0.90", "failed")
    assert texts(sheet, "stages") == [
        ("1", "10.0 MB → 5.00 MB", "10.0 MB → 4.92 MB", "98.6 % (≥ 98 %)", "0.4 points (≤ 1.0)", "passed"),
        ("2", "5.00 MB → 2.00 MB", "2.10 MB", "96.0 % (≥ 95 %)", "1.0 points (≤ 3.0)", "failed"),
        ("3", "2.00 MB → 800 kB", "–", "– (≥ 90 %)", "– (≤ 5.0)", "not run yet"),
    ]


def test_an_open_gate_still_tells_of_a_stage_that_missed_its_plan() -> None:
    sheet = compression.build(view(compression=COMPRESSION))
    assert sheet.headline == "The gate is open, but stage 2 missed its plan."
    good = compression.build(view(compression={**COMPRESSION, "stages": ()}))
    assert (good.health, good.headline) == (Health.OK, "The gate is open: all four checks hold.")
    assert good.notes == ("Measured just now, told by quality.json (test).",)
    bare = compression.build(view())
    assert bare.health is Health.UNKNOWN
    assert bare.headline == "No document tells how the model was compressed."


def test_feedback_is_counted_against_its_plan_and_weighed_for_learning() -> None:
    sheet = feedback.build(view())
    assert (sheet.health, sheet.headline) == (
        Health.OK, "1,142 signals in 24 hours, 114.2 % of the planned 1,000.",
    )  # fmt: skip
    assert texts(sheet, "signals")[3] == ("Thumbs", "explicit", "100", "100", "3.0", "300")
    assert texts(sheet, "signals")[0] == ("Click-through", "implicit", "600", "0", "–", "–")
    assert [(row[0], row[1], row[2], row[3]) for row in texts(sheet, "triggers")] == [
        ("Error rate", "0.02 %", "> 10.0 %", "off"),
        ("Signals of a day", "1,142", "≥ 500", "on"),
        ("Signals of a week", "5,300", "≥ 5,000", "on"),
    ]


def test_a_high_error_rate_asks_for_retraining_within_half_an_hour() -> None:
    sheet = feedback.build(view({"model_errors": 0.12}))
    assert (sheet.health, sheet.headline) == (Health.CRITICAL, "Retrain within 30 min: 12.0 % of the calls fail.")
    few = {key: None for key in HEALTHY if key.startswith("model_feedback_day") and key != "model_feedback_day/dwell"}
    told = {key: value for key, value in HEALTHY.items() if key not in few}
    thin = feedback.build(model_view(model_world(told)))
    assert thin.headline == "Too little feedback: 400 signals in 24 hours, 40.0 % of the planned 1,000."
    assert thin.health is Health.WARNING


def test_the_roadmap_shows_the_fallback_plan_of_what_was_missed_first() -> None:
    sheet = roadmap.build(view({"model_samples": 900.0}, roadmap=PHASES))
    assert sheet.health is Health.WARNING
    assert sheet.headline == "Phase 3 (Dictionary) is at 83.6 % of 85.0 %."
    assert [row[-1] for row in texts(sheet, "phases")] == ["reached", "missed", "running"]
    assert texts(sheet, "phases")[2][-2] == "900 / 1,000"
    assert texts(sheet, "plan")[:3] == [
        ("2", "if 70.0 % is missed", "Go back"),
        ("2", "if 70.0 % is missed", "Label more"),
        ("2", "measure", "Retrain every Sunday"),
    ]
    assert table(sheet, "plan").lines[0].health is Health.CRITICAL


def test_a_goal_that_is_not_kept_any_more_brings_its_fallback_plan_back() -> None:
    told: dict[str, float | None] = {"model_accuracy": 0.5, "model_accuracy_ab": 0.5}
    sheet = roadmap.build(view(told, roadmap=PHASES))
    assert sheet.health is Health.CRITICAL
    assert sheet.headline == (
        "Phase 1: the accuracy, 56.4 %, is below its goal of 60.0 % again: follow its fallback plan."
    )
    assert texts(sheet, "plan")[0] == ("1", "if 60.0 % is missed", "Keep the rules")


def test_a_missed_goal_that_is_not_reached_since_goes_before_the_running_phase() -> None:
    missed = ({**PHASES[0], "reached": 0.58}, *PHASES[1:])
    low: dict[str, float | None] = {"model_accuracy": 0.5, "model_accuracy_ab": 0.5, "model_samples": 2_000.0}
    sheet = roadmap.build(view(low, roadmap=missed))
    assert sheet.health is Health.CRITICAL
    assert sheet.headline == (
        "Phase 1 missed 60.0 % with 58.0 %, and 56.4 % is still below it: follow its fallback plan."
    )
    made_up = roadmap.build(view({"model_samples": 2_000.0}, roadmap=missed))
    assert (made_up.health, made_up.headline) == (Health.OK, "Phase 3 (Dictionary) is at 83.6 % of 85.0 %.")
    silent = roadmap.build(view({"model_accuracy": None}, roadmap=missed))
    assert silent.health is Health.UNKNOWN
    uncounted = roadmap.build(view({"model_samples": None}, roadmap=missed))
    assert (uncounted.health, uncounted.tiles[2].note) == (Health.UNKNOWN, "prom has no such series now")


def test_a_roadmap_that_is_over_and_missed_says_so() -> None:
    late = ({**PHASES[0]}, {**PHASES[1]}, {**PHASES[2], "ends": "2026-11-01"})
    sheet = roadmap.build(view(roadmap=late))
    assert sheet.health is Health.CRITICAL
    assert sheet.headline == "Phase 3 (Dictionary) missed 85.0 % with 83.6 %: follow its fallback plan."
    assert sheet.notes == ("Phase 3 was missed and names no fallback plan.",)
    silent = roadmap.build(view({"model_accuracy": None}, roadmap=PHASES))
    assert silent.headline == "Phase 3 (Dictionary) must reach 85.0 %; the accuracy is not known."
    bare = roadmap.build(view())
    assert (bare.health, bare.tiles) == (Health.UNKNOWN, ())


@pytest.mark.parametrize("section", [accuracy, compression, degradation, roadmap])
def test_documents_that_are_still_being_read_are_not_called_missing(section: ModuleType) -> None:
    shown = replace(view(), documents=ModelDocuments(complete=False))
    sheet = section.build(shown)
    assert (sheet.health, sheet.headline, sheet.notes) == (Health.UNKNOWN, "Reading the documents …", ())


def test_a_span_over_new_year_tells_both_years() -> None:
    late = {**PHASES[0], "begins": "2026-10-01", "ends": "2027-01-31"}
    sheet = roadmap.build(view(roadmap=(PHASES[0], late)))
    assert [row[2] for row in texts(sheet, "phases")] == ["2026-09-01 – 09-14", "2026-10-01 – 2027-01-31"]
