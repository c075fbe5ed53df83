"""A running game day gives nothing away; one that is over tells all, in both languages (P12)."""

from pathlib import Path

import pytest

from console.domain.game_day.game_day import GameAct, GameDay
from console.domain.game_day.game_plan import GamePlan
from console.domain.game_day.game_step import broken, checked, gathered, healed, lost, named, seen, timed_out
from console.domain.health import Health
from console.kernel.i18n import Speaking
from console.presenters.game_days.game_debrief import debrief
from console.presenters.game_days.game_lessons import lessons, result
from console.presenters.game_days.game_rows import game_rows, measure_rows, moment_rows, score_rows
from console.presenters.game_days.game_view import fault_choices, game_view
from console.reports.render import render
from tests.fakes.game_lab import METRICS, SKEW

NEW = GameDay("game-1", "lab", GamePlan(7, ("router-skew",), 1_000.0), "me@here")
RUNNING = broken(NEW, 1_100.0, SKEW)
HEALED = healed(named(seen(RUNNING, 1_160, "me@here"), 1_200, "router-skew", "me@here"), 1_500)
DONE = gathered(
    checked(HEALED, 1_600, "me@here"), (GameAct(1_300.0, "runbook.begun", "run-1", "router-skew", "me@here"),)
)


def test_nothing_shown_before_it_is_seen_depends_on_the_fault() -> None:
    for now_s in (1_050.0, 1_150.0, 1_700.0):
        assert game_view(NEW, now_s) == game_view(RUNNING, now_s)
    (row,) = game_rows([RUNNING])
    assert (row.fault, row.score, row.health) == ("hidden until it is over", "–", Health.UNKNOWN)


def test_what_the_operator_said_is_shown_in_order() -> None:
    view = game_view(HEALED, 1_520.0)
    assert view.is_seen
    assert [one.split("  ")[1] for one in view.said] == [
        "You said that something is wrong.",
        "You said that it needs the runbook router-skew.",
    ]
    assert view.clock == "6 min since you saw it"


def test_a_debrief_row_has_score_times_and_what_happened() -> None:
    (row,) = game_rows([DONE])
    assert (row.fault, row.word, row.score, row.took) == (
        "Router skew",
        "Healed and checked",
        "100 of 100",
        "6 min 40 s",
    )
    assert [(one.phase, one.took, one.points) for one in measure_rows(DONE)] == [
        ("Detect", "1 min", "25 of 25"),
        ("Diagnose", "1 min 40 s", "25 of 25"),
        ("Mitigate", "6 min 40 s", "30 of 30"),
        ("Verify", "1 min 40 s", "20 of 20"),
    ]
    told = [(one.after, one.what, one.note) for one in moment_rows(DONE)]
    assert told[0] == ("0 s", "The fault began", "Router skew")
    assert told[3][2] == "router-skew"
    assert lessons(DONE) == ("Every phase was within its good time. Practise another fault.",)


def test_the_score_is_the_sum_of_the_rows_that_are_shown() -> None:
    day = named(seen(RUNNING, 1_500, "me"), 1_777, "cache-poisoning", "me")
    rows = score_rows(timed_out(named(day, 2_100, SKEW.runbook, "me"), 4_000))
    off = [(one.phase, one.took, one.points) for one in rows if one.points.startswith("−")]
    assert off == [("Wrong names", "× 1", "−5")]
    given = sum(int(one.points.split()[0]) for one in rows[:-1] if " of " in one.points)
    assert (rows[-1].phase, rows[-1].points) == ("Score", f"{given - 5} of 100")
    assert "−" not in "".join(one.points for one in score_rows(DONE))


def test_a_bad_one_says_what_to_learn() -> None:
    day = timed_out(named(seen(RUNNING, 2_500, "me"), 2_600, "cache-poisoning", "me"), 4_000)
    found = " ".join(lessons(day))
    assert "Wrong diagnoses: 1." in found
    assert "The runbook router-skew was not begun" in found
    assert result(day) == "It was not healed."
    assert "which was wrong" in [one.note for one in moment_rows(day)][2]
    assert result(lost(RUNNING, 1_200, "The lab ended.")) == "The game day was lost: The lab ended."


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_debrief_is_a_document_in_the_language_with_the_label_of_the_lab(language: str, tmp_path: Path) -> None:
    with Speaking(language):
        document = debrief(DONE)
    text = render(document, "md").decode()
    assert render(document, "md") == render(document, "md")
    assert {"en": "Lab: simulated data", "ja": "ラボ"}[language] in text
    assert {"en": "Router skew", "ja": "ルーター"}[language] in text
    assert {"en": "+1 min 40 s", "ja": "+1 分 40 秒"}[language] in text
    assert b"<html" in render(document, "html")


def test_what_can_be_named_are_the_runbooks_with_their_faults() -> None:
    assert fault_choices((SKEW, METRICS)) == (
        ("hpa-does-not-scale", "HPA without metrics"),
        ("router-skew", "Router skew"),
    )
