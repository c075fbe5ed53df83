"""The sections about a model's budget, learning, versions, test, words and vectors, as people and programs read them.

# proves E1.1 E1.2 E1.3 E2.1 E2.4 E3.1 E3.2 E3.3
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.domain.edge.edge_worker import EdgeWorker, WorkerVersion
from console.domain.health import Health
from console.domain.model.vector_report import NumberFormat, VectorReport, VectorVariant
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.estate.models.kinds.ab_test import AbTest
from console.estate.models.kinds.dictionary import Dictionary
from console.estate.models.kinds.vectors import Vectors
from console.estate.models.kinds.vocabulary import Vocabulary
from console.estate.models.model_document import ModelDocument
from console.estate.models.model_documents import DocumentFault, FoundDocument, ModelDocuments
from console.presenters.model_sheet import SectionSheet, SheetEvidence
from console.presenters.model_summary import document_notes, model_summary
from console.presenters.model_view import ModelView
from console.presenters.models import (
    ab_test,
    dictionary,
    inference_budget,
    learning,
    update_calendar,
    vectors,
    versions,
    vocabulary,
)
from console.store.state import State
from tests.fakes.model_world import NOW, NOW_S, model_estate, model_world, ranker, reading

MATRIX = (
    {"versions": "v1.4.x", "works_with": ("v1.4.x",)},
    {"versions": "v1.5.x", "works_with": ("v1.4.2",), "invalidate_cache": True, "migration": "scripts/1.5.sh"},
)
PARTS = {
    f"model_part_cpu/{part}/{quantile}": value
    for part, values in {"cache": (0.8, 1.2, 1.6), "inference": (12, 21, 29), "response": (0.7, 1.1, 1.5)}.items()
    for quantile, value in zip(("0.5", "0.95", "0.99"), (one / 1e3 for one in values), strict=True)
}
CPU = {"model_cpu_p50": 0.016, "model_cpu_p95": 0.028, "model_cpu_p99": 0.038, "fallback_rate": 0.018}
BEGIN_S = NOW_S - 13 * 3600  # 02:00 in Japan, at 15:00 there
ARMS = {
    "model_arm_requests/experimental/v1.5.0": 50_000.0,
    "model_arm_requests/experimental/v1.4.9": 900_000.0,
    "model_arm_requests/control/v1.4.2": 50_000.0,
    "model_arm_requests/current/v1.4.2": 900_000.0,
    "model_arm_evaluated/experimental/v1.5.0/true": 670.0,
    "model_arm_evaluated/experimental/v1.5.0/false": 230.0,
    "model_arm_evaluated/control/v1.4.2/true": 758.0,
    "model_arm_evaluated/control/v1.4.2/false": 142.0,
    "model_arm_conversions/experimental/v1.5.0": 1_100.0,
    "model_arm_conversions/control/v1.4.2": 1_550.0,
    "model_arm_latency/experimental/v1.5.0/0.03": 25_000.0,
    "model_arm_latency/experimental/v1.5.0/0.045": 49_000.0,
    "model_arm_latency/experimental/v1.5.0/+Inf": 50_000.0,
    "model_arm_latency/control/v1.4.2/0.03": 25_000.0,
    "model_arm_latency/control/v1.4.2/0.045": 49_000.0,
    "model_arm_latency/control/v1.4.2/+Inf": 50_000.0,
}


def view(
    told: Mapping[str, float | None] | None = None,
    *documents: ModelDocument,
    worker: EdgeWorker | None = None,
    reports: Mapping[type, object] | None = None,
    **model: Any,
) -> ModelView:
    """Return the model with exactly what is told, and its documents."""
    state = model_world(told or {}, worker=worker)
    found = {
        ("ranker", type(one)): FoundDocument(one, f"{type(one).__name__}.json", (reports or {}).get(type(one)))
        for one in documents
    }
    assert state.estate is not None
    changed = type(state.estate.models[0]).model_validate({**state.estate.models[0].model_dump(), **model})
    return ModelView(state, changed, ModelDocuments(found), NOW_S)


def texts(sheet: SectionSheet, place: int = 0) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in line.cells) for line in sheet.tables[place].lines]


def document(schema: type[ModelDocument], **content: Any) -> ModelDocument:
    head = {"model": "ranker", "made_at": NOW, "source": "nightly job"}
    return schema.model_validate({**head, **content})


# --- E1.1 -------------------------------------------------------------------------------------------------------------


def test_the_budget_shows_each_part_at_its_quantiles_and_the_tightest_one() -> None:
    sheet = inference_budget.build(view({**PARTS, **CPU}))
    assert texts(sheet) == [
        ("Cache lookup", "2.0 ms", "0.80 ms", "1.2 ms", "1.6 ms", "80.0 %"),
        ("Inference", "30 ms", "12 ms", "21 ms", "29 ms", "96.7 %"),
        ("Response", "2.0 ms", "0.70 ms", "1.1 ms", "1.5 ms", "75.0 %"),
        ("Buffer", "11 ms", "2.5 ms", "4.7 ms", "5.9 ms", "53.6 %"),
        ("Whole inference", "45 ms", "16 ms", "28 ms", "38 ms", "84.4 %"),
    ]
    assert sheet.headline == "38 ms of 45 ms CPU at p99; fallbacks 1.80 %."
    assert (sheet.health, sheet.tiles[1].value) == (Health.WARNING, "96.7 %")
    assert sheet.tables[0].lines[1].evidence == SheetEvidence("query of model_part_cpu", "prom", NOW_S)
    assert sheet.bars is not None
    assert [one.planned for one in sheet.bars.bars][-1] == pytest.approx((0.034, 0.045))


def test_a_budget_that_is_used_up_is_critical_and_many_fallbacks_are_a_warning() -> None:
    assert inference_budget.build(view({**PARTS, **CPU, "model_cpu_p99": 0.046})).health is Health.CRITICAL
    sheet = inference_budget.build(view({**PARTS, **CPU, "model_part_cpu/inference/0.99": 0.02, "fallback_rate": 0.06}))
    assert (sheet.health, sheet.tiles[2].health) == (Health.WARNING, Health.WARNING)


def test_without_parts_the_whole_is_judged_and_without_anything_it_is_unknown() -> None:
    sheet = inference_budget.build(view(CPU))
    assert sheet.tiles[0].value == "38 ms"
    assert "No metric tells the CPU time of each part" in sheet.notes[0]
    nothing = inference_budget.build(view())
    assert (nothing.health, nothing.headline) == (Health.UNKNOWN, "The CPU time of edge-ranker is not known.")
    assert {text for row in texts(nothing) for text in row[2:]} == {"–"}


def test_an_estate_may_have_another_budget() -> None:
    own = {"cache_ms": 5, "inference_ms": 60, "response_ms": 5, "buffer_ms": 30}
    assert inference_budget.build(view({**PARTS, **CPU}, budget=own)).headline.startswith("38 ms of 100 ms")


# --- E1.2, E1.3 -------------------------------------------------------------------------------------------------------


def night(*took_min: float) -> dict[str, float]:
    told, at_s = {}, BEGIN_S
    stages = ("collect", "preprocess", "train", "validate", "compress", "decide", "distribute")
    for stage, minutes in zip(stages, took_min, strict=True):
        told[f"model_stage_began/{stage}"] = at_s
        at_s += minutes * 60
        told[f"model_stage_ended/{stage}"] = at_s
    return told


def test_a_late_night_says_where_it_lost_its_time() -> None:
    sheet = learning.build(view(night(5, 10, 72, 15, 20, 5, 5)))
    assert sheet.headline == "Learning of 2026-11-20: 12 min late, mostly Train (12 min over its plan)."
    assert texts(sheet)[2] == ("Train", "02:15–03:15", "02:15", "03:27", "+12 min", "12 min", "done")
    assert texts(sheet)[6] == ("Distribute", "03:55–04:00", "04:07", "04:12", "0 s", "12 min", "done")
    assert (sheet.health, sheet.tiles[1].value) == (Health.WARNING, "7 / 7")


def test_a_night_in_time_an_unknown_one_and_one_that_never_began() -> None:
    assert learning.build(view(night(5, 10, 60, 15, 20, 5, 5))).headline == "Learning of 2026-11-20 was in time."
    unknown = learning.build(view())
    assert (unknown.health, unknown.tiles[0].value) == (Health.UNKNOWN, "–")
    yesterday = {key: value - 86_400 for key, value in night(5, 10, 60, 15, 20, 5, 5).items()}
    missed = learning.build(view(yesterday))
    assert missed.headline == "Learning of 2026-11-20: Collect data has not begun."
    assert missed.health is Health.CRITICAL
    collected = {"model_stage_began/collect": BEGIN_S + 5, "model_stage_ended/collect": BEGIN_S + 300}
    stuck = learning.build(view({**yesterday, **collected}))
    assert stuck.headline == "Learning of 2026-11-20: Preprocess has not begun."


def test_a_night_that_began_late_says_so_and_a_silent_stage_is_not_called_in_time() -> None:
    planned = night(5, 10, 60, 15, 20, 5, 5)
    late = learning.build(view({key: value + 1_860 for key, value in planned.items()}))
    assert late.health is Health.CRITICAL
    assert late.headline == (
        "Learning of 2026-11-20: 31 min late, mostly because Collect data began 31 min after it could."
    )
    silent = learning.build(view({key: value for key, value in planned.items() if "distribute" not in key}))
    assert (silent.health, silent.headline) == (
        Health.UNKNOWN, "Learning of 2026-11-20: nobody tells of Distribute; the other stages are in time.",
    )  # fmt: skip


def test_times_that_are_no_seconds_tell_nothing() -> None:
    in_ms = learning.build(view({key: value * 1e3 for key, value in night(5, 10, 60, 15, 20, 5, 5).items()}))
    assert (in_ms.health, in_ms.headline) == (Health.UNKNOWN, "Nobody tells how the learning of 2026-11-20 went.")


def test_nights_of_which_nothing_was_read_are_not_missed_ones() -> None:
    seen = view(night(5, 10, 60, 15, 20, 5, 5))
    sheet = learning.build(replace(seen, now_s=NOW_S + 10 * 86_400))
    assert (sheet.headline, sheet.health) == ("Learning of 2026-11-20 was in time.", Health.OK)


def test_the_calendar_has_the_next_dates_in_japan_and_here() -> None:
    sheet = update_calendar.build(view())
    assert sheet.headline == "Next: Daily update in 11 h."
    rows = texts(sheet)
    assert rows[0][0] == "2026-11-21 02:00"
    assert rows[0][3:] == ("Daily update", "take in feedback, small changes of weights, renew the cache")
    weekly = [row for row in rows if row[3] == "Weekly update"]
    assert [row[0] for row in weekly] == ["2026-11-22 02:00", "2026-11-29 02:00", "2026-12-06 02:00"]
    assert next(row[0] for row in rows if row[3] == "Monthly update") == "2026-11-30 02:00"
    assert sheet.health is Health.OK


# --- E2.1, E2.4 -------------------------------------------------------------------------------------------------------


def worker(*running: tuple[str, float]) -> EdgeWorker:
    one = ranker(*running)
    tags = {"a": "v1.4.1", "b": "v1.4.2", "c": "v1.5.0 Larger dictionary"}
    return replace(
        one, versions=tuple(WorkerVersion(old.version_id, old.number, NOW_S - 3600, tags[old.version_id])
                            for old in one.versions)
    )  # fmt: skip


def test_versions_say_what_runs_and_which_switches_are_refused_and_why() -> None:
    sheet = versions.build(view(worker=worker(("b", 95.0), ("c", 5.0)), compatibility=MATRIX, canary="v1.5.0"))
    assert (sheet.health, sheet.headline) == (Health.OK, "As the estate says: v1.5.0 5.00 %, v1.4.2 95.0 %.")
    assert [(tile.label, tile.value, tile.note) for tile in sheet.tiles] == [
        ("Current", "v1.4.2", "answers 95.0 % of the calls"),
        ("Canary", "v1.5.0", "answers 5.00 % of the calls"),
        ("Previous", "v1.4.1", "answers 0 % of the calls"),
    ]
    assert texts(sheet, 1) == [
        ("v1.4.2", "v1.5.0", "yes", "–", "run scripts/1.5.sh first; clear the cache"),
        ("v1.4.2", "v1.4.1", "yes", "–", "–"),
        ("v1.5.0", "v1.4.2", "yes", "–", "undo scripts/1.5.sh first; clear the cache"),
        ("v1.5.0", "v1.4.1", "no", "v1.4.1 works with v1.4.x, not with v1.5.0.", "switch to v1.4.2 first"),
    ]


def test_a_version_beside_the_current_one_that_does_not_work_with_it_is_critical() -> None:
    sheet = versions.build(view(worker=worker(("b", 75.0), ("c", 25.0)), compatibility=MATRIX[:1]))
    assert sheet.health is Health.CRITICAL
    assert sheet.headline == "v1.5.0 answers 25.0 % of the calls: The matrix says nothing about v1.5.0."


def test_what_runs_and_what_the_estate_says_may_differ() -> None:
    extra = versions.build(view(worker=worker(("a", 100.0)), compatibility=MATRIX))
    assert (extra.health, extra.headline) == (Health.WARNING, "v1.4.1 runs, but the estate names v1.4.2.")
    missing = versions.build(view(worker=worker(("b", 100.0)), compatibility=MATRIX, canary="v1.5.0"))
    assert missing.headline == "v1.5.0 is named in the estate, but does not run."


def test_what_runs_is_told_though_its_name_is_missing_or_written_in_another_way() -> None:
    three = worker(("b", 95.0), ("c", 5.0))
    older = replace(three, versions=three.versions[:1])  # so many are newer that the running one is not listed
    sheet = versions.build(view(worker=older, compatibility=MATRIX, canary="v1.5.0"))
    assert (sheet.health, sheet.headline) == (Health.WARNING, "b runs, but the estate names v1.4.2, v1.5.0.")
    short = versions.build(view(worker=worker(("b", 100.0)), compatibility=MATRIX, current="1.4.2", previous="1.4.1"))
    assert (short.health, short.headline) == (Health.OK, "As the estate says: 1.4.2 100 %.")
    assert [tile.note for tile in short.tiles] == ["answers 100 % of the calls", "", "answers 0 % of the calls"]


def test_a_worker_of_which_nobody_tells_what_runs_is_not_called_well() -> None:
    sheet = versions.build(view(worker=replace(worker(), shares=()), compatibility=MATRIX))
    assert (sheet.health, sheet.headline) == (Health.UNKNOWN, "Nobody tells what runs of edge-ranker.")


def test_of_many_versions_the_newest_are_shown_and_those_that_matter() -> None:
    one = worker(("b", 100.0))
    nightly = tuple(WorkerVersion(f"n{night}", 99 - night, NOW_S, f"v1.5.{99 - night}") for night in range(40))
    sheet = versions.build(view(worker=replace(one, versions=(*nightly, *one.versions)), compatibility=MATRIX))
    assert [row[0] for row in texts(sheet)] == [*(f"v1.5.{99 - night}" for night in range(10)), "v1.4.2", "v1.4.1"]


def test_what_the_matrix_cannot_judge_is_no_conflict() -> None:
    beside = worker(("b", 95.0), ("c", 5.0))

    def told(note: str, name: str = "c", **model: Any) -> SectionSheet:
        named = tuple(replace(one, version_id=name, note=note) if one.version_id == "c" else one
                      for one in beside.versions)  # fmt: skip
        shares = tuple(replace(one, version_id=name) if one.version_id == "c" else one for one in beside.shares)
        return versions.build(view(worker=replace(beside, versions=named, shares=shares), **model))

    none = told("v1.5.0", canary="v1.5.0")  # without any matrix a change is not judged either
    assert (none.health, none.headline) == (Health.OK, "As the estate says: v1.5.0 5.00 %, v1.4.2 95.0 %.")
    nameless = told(" ", "12345678-9abc", compatibility=MATRIX)
    assert (nameless.health, nameless.headline) == (Health.WARNING, "12345678… runs, but the estate names v1.4.2.")
    early = told("v1.5.0-rc.1 trial", compatibility=MATRIX, canary="v1.5.0-rc.1")
    assert (early.health, early.headline) == (
        Health.WARNING, "v1.5.0-rc.1 is no version, so the compatibility matrix cannot tell whether it fits.",
    )  # fmt: skip
    assert texts(early)[0][:3] == ("v1.5.0-rc.1", "Canary", "5.00 %")


def test_a_worse_arm_fails_by_its_running_version_alone_and_the_way_back_is_proposed() -> None:
    sheet = ab_test.build(view(ARMS, worker=worker(("b", 95.0), ("c", 5.0)), canary="v1.5.0"))
    assert sheet.health is Health.CRITICAL
    assert sheet.headline.startswith("Fail: 25.6 % of 900 canary answers were wrong, 15.8 % of 900 of the baseline.")
    assert texts(sheet)[0] == (
        "Experimental arm", "v1.5.0", "5.00 %", "50,000", "900", "74.4 %", "30 ms", "2.20 %",
    )  # fmt: skip
    tests = texts(sheet, 1)
    assert tests[0][:4] == ("Accuracy", "two proportions", "-9.78 points", "-13.48 … -6.05 points")
    assert tests[0][4:] == ("< 0.0001", "yes")
    assert [row[1] for row in tests] == [
        "two proportions", "two proportions", "Brunner-Munzel (ranks)", "e-value, safe at every look",
        "e-value, safe at every look",
    ]  # fmt: skip
    (proposal,) = sheet.proposals
    assert proposal.operation == SetWorkerPercentages("edge", "edge-ranker", (("b", 100.0),))


def test_too_few_answers_are_not_enough_and_no_test_is_no_trouble() -> None:
    few = {key: value / 30 if "evaluated" in key else value for key, value in ARMS.items()}
    waiting = ab_test.build(view(few, worker=worker(("b", 95.0), ("c", 5.0)), canary="v1.5.0"))
    assert waiting.health is Health.UNKNOWN
    assert waiting.headline.startswith("Not enough data: needs about ")
    none = ab_test.build(view({"model_arm_requests/current/v1.4.2": 1e6}))
    assert (none.health, none.headline) == (Health.OK, "No A/B test runs.")
    assert ab_test.build(view()).headline == "Nobody tells of an A/B test."


def test_an_arm_that_was_never_wrong_or_never_right_has_an_accuracy() -> None:
    def accuracy(without: str) -> str:
        told = {key: value for key, value in ARMS.items() if not key.startswith("model_arm_evaluated/exp")}
        told["model_arm_evaluated/experimental/v1.5.0/" + ("false" if without == "true" else "true")] = 40.0
        return texts(ab_test.build(view(told, worker=worker(("b", 95.0), ("c", 5.0)), canary="v1.5.0")))[0][5]

    assert (accuracy("false"), accuracy("true")) == ("100 %", "0 %")
    unjudged = {key: value for key, value in ARMS.items() if "evaluated" not in key}
    assert texts(ab_test.build(view(unjudged)))[0][5] == "–"


def test_a_pass_is_none_of_what_cannot_be_compared() -> None:
    running = worker(("b", 95.0), ("c", 5.0))
    unjudged = {key: value for key, value in ARMS.items() if "evaluated/exp" not in key}
    sheet = ab_test.build(view(unjudged, worker=running, canary="v1.5.0"))
    assert sheet.health is Health.UNKNOWN
    assert sheet.headline.startswith("Pass: 2.00 % of 50,000 canary requests took over 0.0450 s")
    assert sheet.headline.endswith("as bad. Cannot be compared: Accuracy.")
    other = {key: value for key, value in ARMS.items() if "latency/exp" not in key and "conversions/exp" not in key}
    assert ab_test.build(view(other, worker=running)).headline.endswith("Cannot be compared: Latency, Conversion.")


def test_an_arm_without_the_other_is_not_called_no_test() -> None:
    lone = ab_test.build(view({key: value for key, value in ARMS.items() if "control" not in key}))
    assert (lone.health, lone.headline) == (
        Health.UNKNOWN, "Experimental arm is counted, Control arm is not: there is nothing to compare.",
    )  # fmt: skip
    assert len(texts(lone)) == 2
    other = ab_test.build(view({key: value for key, value in ARMS.items() if "experimental" not in key}))
    assert other.headline == "Control arm is counted, Experimental arm is not: there is nothing to compare."


def test_a_test_that_was_counted_elsewhere_is_compared_with_its_single_latencies() -> None:
    arms = [
        {"arm": "experimental", "version": "v2", "requests": 1_000, "evaluated": 500, "correct": 440,
         "conversions": 40, "latency_ms": (31.0, 33.0, 35.0, 32.0)},
        {"arm": "control", "version": "v1", "requests": 1_000, "evaluated": 500, "correct": 430,
         "conversions": 38, "latency_ms": (21.0, 22.0, 20.5, 23.0)},
    ]  # fmt: skip
    sheet = ab_test.build(view({}, document(AbTest, kind="ab-test", arms=arms)))
    assert [row[1] for row in texts(sheet, 1)][2:4] == ["Welch (means)", "Mann-Whitney (order)"]
    assert texts(sheet, 1)[2][2] == "+11.13 ms"
    low, high = (float(one) for one in str(sheet.tables[1].lines[2].cells[3].value).split("/"))
    assert low < 0.01113 < high
    assert str(sheet.tables[1].lines[0].cells[3].value).startswith("-0.0")
    assert sheet.tables[0].lines[0].evidence.source == "AbTest.json (nightly job)"
    assert sheet.proposals == ()


# --- E3 ---------------------------------------------------------------------------------------------------------------


def words() -> ModelDocument:
    found = [{"word": f"w{number:03d}", "uses": 2_000 - number, "last_used": NOW.date()} for number in range(930)]
    return document(Dictionary, kind="dictionary", size_bytes=251_000,
                    words=[*found, {"word": "fax", "uses": 4, "last_used": NOW.date()}])  # fmt: skip


def tokens(covered: int, **missing: int) -> ModelDocument:
    days = [{"day": (NOW - timedelta(days=ago)).date(), "tokens": 100_000, "covered": covered} for ago in range(30)]
    lacking = [{"token": token, "count": count} for token, count in missing.items()]
    return document(Vocabulary, kind="vocabulary", days=days, uncovered=lacking)


def test_the_next_dictionary_and_whether_it_may_be_deployed() -> None:
    sheet = dictionary.build(view({}, words(), tokens(84_900, copilot=40_000)))
    assert sheet.headline == "Next: 900 kept, 1 new; covers 85.9 %, ready to be deployed."
    assert [tile.value for tile in sheet.tiles] == ["85.9 %", "251 kB", "931"]
    assert texts(sheet) == [("fax", "4", "2026-11-20")]
    assert texts(sheet, 1) == [("copilot", "40,000")]
    assert len(sheet.tables[2].lines) == 30
    poor = dictionary.build(view({}, words(), tokens(80_000, copilot=40_000)))
    assert (poor.health, poor.headline[:18]) == (Health.CRITICAL, "Not to be deployed")


def test_a_dictionary_over_300_kb_is_too_large_and_one_without_tokens_has_no_coverage() -> None:
    large = dictionary.build(view({}, document(Dictionary, kind="dictionary", size_bytes=300_001, words=[])))
    assert (large.health, large.headline) == (Health.CRITICAL, "Too large: 300 kB of 300 kB.")
    assert large.tiles[0].value == "–"


def test_the_vocabulary_recommends_how_many_words_to_add() -> None:
    sheet = vocabulary.build(view({}, tokens(84_000, copilot=20_000, agentic=15_000)))
    assert sheet.headline == "84.0 % covered: add the 2 most frequent missing tokens to pass 85.0 %."
    assert texts(sheet)[0] == ("copilot", "20,000", "0.67 %")
    assert (len(sheet.tables[1].lines), len(sheet.notes)) == (30, 1)
    assert vocabulary.build(view({}, tokens(90_000))).health is Health.OK
    assert vocabulary.build(view({}, tokens(50_000, rare=1))).health is Health.CRITICAL


def test_the_trend_says_how_many_days_it_compares() -> None:
    def trend(known: int) -> tuple[str, str]:
        rates = [
            {"day": (NOW - timedelta(days=ago)).date(), "tokens": 100, "covered": 90 - ago} for ago in range(known)
        ]
        tile = vocabulary.build(view({}, document(Vocabulary, kind="vocabulary", days=rates))).tiles[1]
        return tile.value, tile.note

    assert trend(30) == ("+20.0 points", "last 10 days against the first 10")
    assert trend(7) == ("+5.0 points", "last 2 days against the first 2")
    assert trend(2) == ("+1.0 points", "last 1 day against the first 1")
    assert trend(1) == ("–", "")


def test_documents_say_how_old_their_numbers_are() -> None:
    arms = [{"arm": "experimental", "version": "v2"}, {"arm": "control", "version": "v1"}]
    told = (words(), tokens(90_000), document(AbTest, kind="ab-test", arms=arms),
            document(Vectors, kind="vectors", file="words.npy"))  # fmt: skip
    later = replace(view({}, *told, reports={Vectors: report()}), now_s=NOW_S + 40 * 86_400)
    for build in (dictionary.build, vocabulary.build, vectors.build, ab_test.build):
        assert build(later).notes[-1].startswith("Measured 40 d ago, told by "), build


def report(**changes: Any) -> VectorReport:
    original = VectorVariant(128, 1.0, NumberFormat.FLOAT32, 512_000, 1.0, 1.0, 1.0)
    small = VectorVariant(44, 0.97, NumberFormat.INT8, 44_176, 0.0863, 2.909, 0.962)
    return VectorReport(**{"words": 1_000, "dimensions": 128, "needed": 44, "variance": 0.97,
                           "variants": (original, small), **changes})  # fmt: skip


def test_vectors_name_the_smallest_form_that_keeps_the_neighbours() -> None:
    one = document(Vectors, kind="vectors", file="words.npy")
    sheet = vectors.build(view({}, one, reports={Vectors: report()}))
    assert sheet.headline == "int8 in 44 dimensions: 8.63 % of the size, 2.9 × as fast, 96.2 % kept."
    assert texts(sheet)[1] == ("PCA + int8", "44", "97.0 %", "44.2 kB", "8.63 %", "2.9 ×", "96.2 %")
    wide = vectors.build(view({}, one, reports={Vectors: report(variance=0.9, needed=71)}))
    assert (wide.health, wide.headline) == (
        Health.WARNING, "50 dimensions hold 90.0 % of the variance; 95.0 % would need 71."
    )  # fmt: skip


# --- together ---------------------------------------------------------------------------------------------------------


def test_what_needs_a_document_says_which_and_while_they_are_read_that() -> None:
    for build, kind in ((dictionary.build, "dictionary"), (vocabulary.build, "vocabulary"), (vectors.build, "vectors")):
        sheet = build(view())
        assert sheet.health is Health.UNKNOWN
        assert f"kind {kind} " in sheet.notes[0]
        early = build(replace(view(), documents=ModelDocuments(complete=False)))
        assert early.headline == "Reading the documents …"


def test_the_summary_has_the_worst_first_and_every_section_once() -> None:
    rows = model_summary(model_world({**PARTS, **CPU, "model_cpu_p99": 0.06}), ModelDocuments(), NOW_S)
    assert rows[0].health is Health.CRITICAL
    assert [row.health for row in rows] == sorted((row.health for row in rows), reverse=True)
    mine = {"budget", "learning", "calendar", "versions", "ab", "dictionary", "vocabulary", "vectors"}
    assert mine <= {row.section for row in rows}
    assert len({row.section for row in rows}) == len(rows)
    assert model_summary(State(estate=model_estate(models=[])), ModelDocuments(), NOW_S) == ()


def test_every_line_has_a_cell_for_every_column() -> None:
    for row in model_summary(model_world({**PARTS, **CPU, **ARMS, **night(5, 10, 60, 15, 20, 5, 5)}),
                             ModelDocuments(), NOW_S):  # fmt: skip
        for one in row.sheet.tables:
            assert all(len(line.cells) == len(one.columns) for line in one.lines), (row.section, one.key)
            assert len({column.key for column in one.columns}) == len(one.columns)
        assert len(row.sheet.tiles) <= 3


def test_a_refused_query_and_an_unusable_document_are_told() -> None:
    state = model_world({})
    refused = reading("model_part_cpu", None, "parse error")
    table = state.objects["prom", "model-readings"]
    told = replace(
        state, objects={**state.objects, ("prom", "model-readings"): replace(table, rows={refused.ref: refused})}
    )
    sheet = inference_budget.build(ModelView(told, model_estate().models[0], ModelDocuments(), NOW_S))
    assert "The query of model_part_cpu was refused: parse error" in sheet.notes
    faults = ModelDocuments({}, (DocumentFault("ranker", "a.json:3:1: broken.", "Correct it."),))
    assert document_notes(faults) == ("ranker: a.json:3:1: broken. Correct it.",)
