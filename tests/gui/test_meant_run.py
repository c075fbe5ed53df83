"""What a person says about a run is said to the run and the step that they were asked about, whatever is shown by then.

Proves L2.3.
"""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton

from console.domain.change_event import RunbookRunChanged
from console.domain.runbooks.question import Asks, Question
from console.domain.runbooks.runbook_run import RunbookRun, RunMoment, RunState
from console.domain.runbooks.step_run import StepRun, StepState
from tests.fakes.reading import by_name, reply, sees, top_window
from tests.gui.conftest import Stage
from tests.gui.test_runbooks import MakeStage, click, opened
from views.dialogs.question_dialog import QuestionDialog
from views.page import Destination
from views.runbooks.question_card import Answer, QuestionCard
from views.runbooks.run_tab import RunTab

ASKED = Question(Asks.CONFIRM, "Is everybody there?", needs_note=True)


def run_of(stage: Stage, name: str, **more: object) -> RunbookRun:
    now_s = stage.clock.now().timestamp()
    steps = (StepRun("first"), StepRun("second"), StepRun("third"))
    run = RunbookRun(
        f"run-20260105-090000-{name}",
        "shop",
        "ann",
        name,
        name,
        "",
        "",
        now_s,
        steps,
        (RunMoment(now_s, "started"),),
        3,
    )
    return replace(run, **more)


@pytest.fixture
def stage(make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The page Runbooks."""
    return opened(make_stage, monkeypatch)


@pytest.fixture
def said(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, int, str]]:
    """What reaches the engine: the command, the run, the place, the note."""
    tab, found = tab_of(stage), list[tuple[str, str, int, str]]()
    monkeypatch.setattr(
        tab._doing, "say", lambda command, run, place, note: found.append((command, run.id, place, note))
    )
    return found


def tab_of(stage: Stage) -> RunTab:
    (tab,) = stage.window.findChildren(RunTab)
    return tab


def test_a_run_that_comes_to_the_front_meanwhile_is_not_ended(
    stage: Stage, said: list[tuple[str, str, int, str]]
) -> None:
    one, other = run_of(stage, "aaaaaa"), run_of(stage, "bbbbbb")
    stage.play(RunbookRunChanged(one), RunbookRunChanged(other))
    tab_of(stage).watch(one)
    tab_of(stage).say("abort")
    assert sees(top_window(QDialog), "End this run?")
    tab_of(stage).watch(other)
    by_name(top_window(QDialog), "Yes", QPushButton).click()
    assert said == [("abort", one.id, 0, "")]


def test_back_leads_to_the_step_that_was_chosen_when_the_reason_was_asked_for(
    stage: Stage, said: list[tuple[str, str, int, str]]
) -> None:
    run = run_of(stage, "aaaaaa", at=2)
    stage.play(RunbookRunChanged(run))
    tab = tab_of(stage)
    tab.watch(run)
    tab.detail._steps.select_key(0)
    tab.say("back")
    tab.detail._steps.select_key(1)
    reply(top_window(QuestionDialog), "once more")
    assert said == [("back", run.id, 0, "once more")]


def test_a_step_that_was_not_asked_about_is_not_skipped(stage: Stage, said: list[tuple[str, str, int, str]]) -> None:
    run = run_of(stage, "aaaaaa")
    stage.play(RunbookRunChanged(run))
    tab = tab_of(stage)
    tab.watch(run)
    tab.say("skip")
    stage.play(RunbookRunChanged(replace(run, at=1, step=1)))
    reply(top_window(QuestionDialog), "heard it before")
    assert said == []
    assert sees(top_window(QDialog), "The run stands at another step by now.", "Look at it, then say it again.")
    top_window(QDialog).close()
    tab.say("skip")
    reply(top_window(QuestionDialog), "this one")
    assert said == [("skip", run.id, 1, "this one")]


def test_a_note_and_a_picture_stay_with_the_run_that_they_were_given_for(stage: Stage) -> None:
    step = StepRun("first", StepState.ASKED, attempt=1, question=ASKED)
    one, other = (
        run_of(stage, name, steps=(step, StepRun("second")), total=2, state=RunState.WAITING)
        for name in ("aaaaaa", "bbbbbb")
    )
    stage.play(RunbookRunChanged(one), RunbookRunChanged(other))
    stage.window.show_page(Destination("runbooks", run=one.id))
    (card,) = stage.window.findChildren(QuestionCard)
    given: list[Answer] = []
    card.answered.disconnect()
    card.answered.connect(given.append)
    by_name(card, "Note (needed)", QLineEdit).setText("tokyo is green")
    card._picture = Path("/tmp/tokyo.png")
    tab_of(stage).show_newest(one)
    assert by_name(card, "Note (needed)", QLineEdit).text() == "tokyo is green", "the same question keeps what is typed"
    stage.window.show_page(Destination("runbooks", run=other.id))
    click(stage, "Yes, it is so")
    assert not given
    assert vars(card)["_picture"] is None
    assert sees(card, "A note is needed: what did you see?")
    tab_of(stage).show_newest(replace(other, steps=(replace(step, attempt=2), StepRun("second"))))
    assert not sees(card, "A note is needed: what did you see?")
