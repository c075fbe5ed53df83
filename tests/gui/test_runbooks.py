"""The Runbooks page driven as a user does: find, start, run, answer, recover, look back, write. Proves L2.3, E8.2."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QTextEdit,
)

from console.domain.change_event import RunbookRunChanged
from console.domain.runbooks.question import Asks, Question
from console.domain.runbooks.runbook_run import RunbookRun, RunMoment, RunState
from console.domain.runbooks.step_run import StepRun, StepState
from console.estate.schema.estate import Estate
from console.ports.outside import Outside
from console.services.policy.step_signature import StepSignature
from tests.fakes.reading import by_name, lines_of, reply, sees, top_window
from tests.fakes.runbook_console import World
from tests.fakes.sample_estate import sample_estate
from tests.fakes.two_operators import TwoOperators, public_key
from tests.gui.conftest import Stage
from views.dialogs.question_dialog import QuestionDialog
from views.page import Destination
from views.runbooks.runbook_editor import RunbookEditor
from views.shell.drawer import Drawer
from views.widgets.log_view import CAPACITY

WALK = """---
id: a-walk
title: A walk
severity: critical
parameters:
  - {name: cell, type: cell, help: Which cell.}
  - {name: word, type: text, default: hello, pattern: '[a-z]+'}
---
# A walk

Goes **once** around. <img src="http://evil.example/pixel.png"> ![picture](http://evil.example/pixel.png)

## Steps

### Say it

```sh {"name":"say"}
echo "$WORD from $CELL"
```

### Look around

```confirm {"name":"look","note":"required"}
Is everybody there?
```

## Verification

```sh {"name":"proof"}
echo "all is well"
```
"""
ASKING = """---
id: a-question
title: A question
---
# A question

## Steps

```approve {"name":"leave"}
May it go on?
```

```sh {"name":"work"}
echo done
```
"""
FALL = """---
id: a-fall
title: A fall
---
# A fall

## Steps

```sh {"name":"fall"}
echo "ouch"; exit 3
```

```sh {"name":"after"}
echo "never reached"
```

## Recovery

```sh {"name":"get-up"}
echo "up again"
```
"""
FLOOD = """---
id: a-flood
title: A flood
---
# A flood

## Steps

```sh {"name":"pour"}
i=0; while [ $i -lt 600 ]; do seq 1 100; i=$((i+1)); done
```
"""
MakeStage = Callable[..., Stage]


@pytest.fixture
def page(make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The page over the runbooks above, beside those of the program."""
    return opened(make_stage, monkeypatch)


def opened(make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = make_stage()
    own = stage.session.paths.config / "runbooks"
    own.mkdir(parents=True, exist_ok=True)
    for name, text in (("a-walk", WALK), ("a-fall", FALL), ("a-flood", FLOOD)):
        if not (own / f"{name}.md").exists():
            (own / f"{name}.md").write_text(text)
    world = World()
    monkeypatch.setattr(stage.session.changes, "_outside", lambda _folder: Outside(world, world))  # type: ignore[arg-type]
    stage.session.open_estate(sample_estate(), Path("/estates/shop.yaml"))
    stage.show()
    stage.window.show_page(Destination("runbooks"))
    stage.qtbot.waitUntil(lambda: any(line[0] == "A walk" for line in library(stage)), timeout=30_000)
    return stage


def library(stage: Stage) -> list[list[str]]:
    return [list(line) for line in lines_of(by_name(stage.window, "Runbooks", QAbstractItemView))]


def choose(file: Path) -> None:
    """Answer the file dialog that is open; it must be gone before the next one is looked for."""
    dialog = top_window(QFileDialog)
    dialog.fileSelected.emit(str(file))  # type: ignore[attr-defined]
    dialog.close()


def press(stage: Stage, key: str) -> None:
    widget = stage.window.focusWidget() or stage.window
    QTest.keyClick(widget, key)  # type: ignore[call-overload]


def click(stage: Stage, name: str) -> None:
    stage.qtbot.waitUntil(
        lambda: by_name(stage.window, name, QPushButton).isEnabled()
    )  # new ones are shown a bit later
    stage.qtbot.mouseClick(by_name(stage.window, name, QPushButton), Qt.MouseButton.LeftButton)


def start(stage: Stage, runbook: str, mode: str, **values: str) -> None:
    """Fill the form in, wait for the plan, and begin."""
    stage.window.show_page(Destination("runbooks", runbook=runbook, **values))
    stage.qtbot.waitUntil(lambda: by_name(stage.window, mode, QPushButton).isEnabled(), timeout=30_000)
    click(stage, mode)
    stage.qtbot.waitUntil(lambda: bool(steps(stage)), timeout=30_000)


def test_a_start_is_left_when_another_estate_is_opened(page: Stage) -> None:
    """proves C2, C3: the plan was that of the estate that was closed, and could still be begun"""
    page.window.show_page(Destination("runbooks", runbook="a-walk", cell="tokyo"))
    page.qtbot.waitUntil(lambda: by_name(page.window, "Run to the end", QPushButton).isEnabled(), timeout=30_000)
    page.session.open_estate(Estate.model_validate({"name": "nothing"}), Path("/estates/nothing.yaml"))
    page.qtbot.waitUntil(lambda: not sees(page.window, "Start: A walk") and not sees(page.window, "Run to the end"))


def steps(stage: Stage) -> list[list[str]]:
    """The steps of the run: number, title, state."""
    found = [one for one in stage.window.findChildren(QAbstractItemView) if one.accessibleName() == "Steps of the run"]
    return [line[:3] for one in found if one.isVisible() for line in lines_of(one)]


def states(stage: Stage) -> list[str]:
    return [line[2] for line in steps(stage)]


def wait_states(stage: Stage, *wanted: str) -> None:
    stage.qtbot.waitUntil(lambda: states(stage) == list(wanted), timeout=30_000)


def test_a_whole_run_by_keyboard_from_the_filter_to_the_history(page: Stage) -> None:
    table = by_name(page.window, "Runbooks", QAbstractItemView)
    table.setFocus()
    press(page, "/")
    QTest.keyClicks(page.window.focusWidget(), "a walk")
    page.qtbot.waitUntil(lambda: [line[0] for line in library(page)] == ["A walk"])
    table.setFocus()
    press(page, Qt.Key.Key_Home)
    text = by_name(page.window, "Text of the runbook", QTextEdit).toPlainText()
    assert "Goes once around." in text
    assert '<img src="http://evil.example/pixel.png">' in text, "raw HTML is text"
    press(page, Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: sees(page.window, "The parameter cell does not fit"), timeout=30_000)
    assert not by_name(page.window, "Run step by step", QPushButton).isEnabled()
    cell = by_name(page.window, "cell", QComboBox)
    assert [cell.itemText(place) for place in range(cell.count())][1:] == ["tokyo", "osaka", "frankfurt"]
    QTest.keyClicks(cell, "tokyo")
    page.qtbot.waitUntil(lambda: by_name(page.window, "Run step by step", QPushButton).isEnabled(), timeout=30_000)
    plan = [list(line) for line in lines_of(by_name(page.window, "The whole plan", QAbstractItemView))]
    assert [(line[1], line[2], line[5]) for line in plan] == [
        ("Steps", "Say it", "May change"),
        ("Steps", "Look around", "Asks you"),
        ("Verification", "proof", "May change"),
    ]
    assert sees(page.window, "3 steps: 2 change something, 1 asks you, 0 need the network.")
    click(page, "Run step by step")
    page.qtbot.waitUntil(lambda: states(page) == ["Next", "Not yet", "Not yet"], timeout=30_000)
    press(page, "n")
    wait_states(page, "Passed", "Next", "Not yet")
    by_name(page.window, "Steps of the run", QAbstractItemView).setFocus()
    press(page, Qt.Key.Key_Home)
    page.qtbot.waitUntil(lambda: sees(page.window, "hello from tokyo"))
    press(page, "n")
    page.qtbot.waitUntil(lambda: sees(page.window, "Is everybody there?", "Yes, it is so"), timeout=30_000)
    click(page, "Yes, it is so")
    assert sees(page.window, "A note is needed: what did you see?")
    by_name(page.window, "Note (needed)", QLineEdit).setText("all five")
    click(page, "Yes, it is so")
    wait_states(page, "Passed", "Passed", "Next")
    by_name(page.window, "Steps of the run", QAbstractItemView).setFocus()
    press(page, "a")
    page.qtbot.waitUntil(lambda: sees(page.window, "All steps are done, and the verification passed."), timeout=30_000)
    press(page, "3")
    page.qtbot.waitUntil(lambda: bool(_runs(page)))
    assert [(line[1], line[2], line[3]) for line in _runs(page)] == [("A walk", "Succeeded", "3 of 3")]


def _runs(stage: Stage) -> list[list[str]]:
    return [list(line) for line in lines_of(by_name(stage.window, "Runs", QAbstractItemView))]


def test_a_step_that_fails_offers_the_recovery_and_the_run_recovers(page: Stage) -> None:
    start(page, "a-fall", "Run to the end")
    wait_states(page, "Failed", "Not yet")
    page.qtbot.waitUntil(lambda: sees(page.window, "ouch", "The runbook says how to recover."))
    assert not any(one.isVisible() for one in page.window.findChildren(QPushButton, "") if one.text() == "Next step")
    click(page, "Begin the recovery …")
    dialog = top_window(QDialog)
    assert sees(dialog, "Begin the recovery?")
    page.qtbot.mouseClick(by_name(dialog, "Yes", QPushButton), Qt.MouseButton.LeftButton)
    page.qtbot.waitUntil(lambda: sees(page.window, "The recovery section was carried out."), timeout=30_000)
    assert states(page) == ["Failed", "Passed over", "Passed"]
    page.qtbot.waitUntil(lambda: sees(page.window, "up again"))


def test_what_does_not_fit_is_told_at_its_field_and_a_step_is_skipped_only_with_a_reason(page: Stage) -> None:
    page.window.show_page(Destination("runbooks", runbook="a-walk", cell="tokyo"))
    page.qtbot.waitUntil(lambda: by_name(page.window, "Run to the end", QPushButton).isEnabled(), timeout=30_000)
    field = by_name(page.window, "word", QLineEdit)
    field.setText("Not a word; rm -rf /")
    page.qtbot.waitUntil(lambda: sees(page.window, "it must match the pattern [a-z]+"), timeout=30_000)
    assert field.property("invalid") == "true"
    assert not by_name(page.window, "Dry run", QPushButton).isEnabled()
    start(page, "a-walk", "Run step by step", cell="osaka")
    by_name(page.window, "Steps of the run", QAbstractItemView).setFocus()
    press(page, "k")
    reply(top_window(QuestionDialog), "heard it before")
    wait_states(page, "Skipped", "Next", "Not yet")
    page.qtbot.waitUntil(lambda: sees(page.window, "heard it before"))


def test_an_interrupted_run_is_offered_at_the_top_by_the_next_console(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(make_stage, monkeypatch)
    start(first, "a-walk", "Run step by step", cell="tokyo")
    first.desktop.close()
    first.session.close_estate()
    second = opened(make_stage, monkeypatch)
    second.qtbot.waitUntil(
        lambda: sees(second.window, "The run of A walk was interrupted at the step say."), timeout=30_000
    )
    click(second, "Take it up")
    wait_states(second, "Next", "Not yet", "Not yet")
    second.qtbot.waitUntil(lambda: not sees(second.window, "was interrupted"))


def test_two_runs_are_compared_step_by_step(page: Stage) -> None:
    for word in ("one", "two"):
        start(page, "a-walk", "Run step by step", cell="tokyo", word=word)
        page.clock.advance(60)
    press(page, "3")
    table = by_name(page.window, "Runs", QAbstractItemView)
    page.qtbot.waitUntil(lambda: len(_runs(page)) == 2)
    table.setFocus()
    press(page, Qt.Key.Key_End)
    press(page, "m")
    press(page, Qt.Key.Key_Home)
    press(page, "m")
    page.qtbot.waitUntil(lambda: sees(page.window, "All 3 steps went the same way.", "one → two"), timeout=30_000)


def test_the_record_is_written_with_a_statement_beside_it(
    page: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    start(page, "a-fall", "Run to the end")
    wait_states(page, "Failed", "Not yet")
    press(page, "3")
    page.qtbot.waitUntil(lambda: len(_runs(page)) == 1)
    by_name(page.window, "Runs", QAbstractItemView).setFocus()
    press(page, Qt.Key.Key_Home)
    file = tmp_path / "record.md"
    asked: list[str] = []

    def choose(_dialogs: object, title: str, _pattern: str, _name: str, chosen: Callable[[Path], object]) -> None:
        asked.append(title)
        chosen(file)

    monkeypatch.setattr("views.dialogs.dialogs.Dialogs.choose_new_file", choose)
    click(page, "Export the record …")
    page.qtbot.waitUntil(file.is_file, timeout=30_000)
    assert asked == ["Export the record"]
    assert "ouch" in file.read_text()


def test_a_step_whose_system_is_away_can_be_put_off_or_skipped_and_consent_has_a_name(page: Stage) -> None:
    question = Question(Asks.OFFLINE, "Nobody answers at metrics.", needs_note=True)
    played = _run(page, StepRun("look", StepState.ASKED, question=question), state=RunState.WAITING)
    page.play(RunbookRunChanged(played))
    page.window.show_page(Destination("runbooks", run=played.id))
    page.qtbot.waitUntil(lambda: sees(page.window, "Nobody answers at metrics.", "Try again", "Put off"))
    click(page, "Skip it")
    assert sees(page.window, "Say in the note why it is skipped.")
    consent = StepRun("look", StepState.ASKED, question=Question(Asks.APPROVE, "May it go on?", people=1))
    page.play(RunbookRunChanged(replace(played, steps=(consent,), step=1)))
    page.qtbot.waitUntil(lambda: sees(page.window, "May it go on?"))
    click(page, "I consent")
    assert sees(page.window, "Say who consents.")


def test_where_the_estate_names_operators_consent_is_a_signature(page: Stage, tmp_path: Path) -> None:
    two = TwoOperators(tmp_path / "two")
    session = page.session
    session.trail.book._key = two.profiles["ann"].book.key  # the keyring of tests refuses
    names = [{"name": "Ann", "key": public_key(two.profiles["ann"])}, two.estate.operators[1].model_dump()]
    estate = Estate.model_validate({**sample_estate().model_dump(), "operators": names})
    (session.paths.config / "runbooks" / "a-question.md").write_text(ASKING)
    session.open_estate(estate, Path("/estates/shop.yaml"))
    page.qtbot.waitUntil(lambda: any(line[0] == "A question" for line in library(page)), timeout=30_000)
    start(page, "a-question", "Run to the end")
    page.qtbot.waitUntil(lambda: sees(page.window, "May it go on?"), timeout=30_000)
    request, approval = tmp_path / "one.request.json", tmp_path / "one.approval.json"
    click(page, "Ask for a signature …")
    choose(request)
    page.qtbot.waitUntil(lambda: sees(top_window(QDialog), "The request is in"))
    top_window(QDialog).close()
    bob = StepSignature(two.operator("bob"))
    bob.operator.estate = estate
    approval.write_text(bob.sign(bob.read(request.read_text()), page.clock.now().timestamp()))
    click(page, "Take in a signature …")
    choose(approval)
    wait_states(page, "Passed", "Passed")


def _run(stage: Stage, step: StepRun, **more: object) -> RunbookRun:
    now_s = stage.clock.now().timestamp()
    run = RunbookRun(
        "run-20260105-090000-abcdef", "shop", "ann", "a-walk", "A walk", "", "", now_s, (step,),
        (RunMoment(now_s, "started"),), 1,
    )  # fmt: skip
    return replace(run, **more)


def test_the_drawer_shows_runs_and_leads_to_them(page: Stage) -> None:
    start(page, "a-walk", "Run step by step", cell="tokyo")
    page.window.show_page(Destination("overview"))
    drawer = page.window.findChildren(Drawer)[0]
    drawer.show()
    page.qtbot.waitUntil(lambda: sees(drawer, "Runbooks (1 running)"), timeout=30_000)
    tabs = next(one for one in drawer.findChildren(QTabWidget) if one.isVisible())
    tabs.setCurrentWidget(drawer.runs)
    runs = drawer.runs.part
    runs.select_key(runs.shown_rows()[0].id)
    QTest.keyClick(runs, Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: bool(steps(page)))


def test_a_flood_of_output_stays_bounded_and_is_counted(page: Stage) -> None:
    start(page, "a-flood", "Run to the end")
    page.qtbot.waitUntil(lambda: states(page) == ["Passed"], timeout=60_000)
    page.qtbot.waitUntil(
        lambda: sees(page.window, "lines are not shown") or sees(page.window, "are kept"), timeout=30_000
    )
    output = by_name(page.window, "Output of the step", QPlainTextEdit)
    assert output.blockCount() <= CAPACITY
    page.qtbot.waitUntil(lambda: output.toPlainText().rstrip().endswith("100"), timeout=30_000)


def test_a_new_runbook_begins_with_a_template_in_the_users_folder(page: Stage) -> None:
    click(page, "New …")
    reply(top_window(QuestionDialog), "mend-the-roof")
    text = by_name(page.window, "Text of the runbook", QPlainTextEdit)
    page.qtbot.waitUntil(lambda: "mend-the-roof" in text.toPlainText())
    page.qtbot.waitUntil(lambda: sees(page.window, "no problems"), timeout=30_000)
    click(page, "Save")
    page.qtbot.waitUntil((page.session.paths.config / "runbooks" / "mend-the-roof.md").is_file, timeout=30_000)


def test_what_was_written_and_not_saved_is_there_again_after_the_window_was_closed(page: Stage) -> None:
    def begin() -> QPlainTextEdit:
        click(page, "New …")
        reply(top_window(QuestionDialog), "half-written")
        text = by_name(page.window, "Text of the runbook", QPlainTextEdit)
        page.qtbot.waitUntil(lambda: "half-written" in text.toPlainText())
        return text

    drafts, target = page.session.paths.state / "runbook-drafts", Path("half-written.md")
    text = begin()
    text.appendPlainText("My half a sentence")
    page.qtbot.waitUntil(lambda: drafts.is_dir() and len(list(drafts.iterdir())) == 1, timeout=30_000)
    (kept,) = drafts.iterdir()
    page.qtbot.waitUntil(lambda: "My half a sentence" in kept.read_text(), timeout=30_000)
    editor = text.parent()
    while not isinstance(editor, RunbookEditor):
        assert editor is not None
        editor = editor.parent()
    editor.open(target, "id: half-written", None)  # as in a window that was opened anew: nothing is unsaved
    click(page, "Close")
    text = begin()
    page.qtbot.waitUntil(lambda: "My half a sentence" in text.toPlainText(), timeout=30_000)
    assert sees(page.window, "did not save before the window was closed")
    click(page, "Close")
    dialog = top_window(QDialog)
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Leave them").click()
    page.qtbot.waitUntil(lambda: not list(drafts.glob(kept.name)), timeout=30_000)


def test_the_editor_takes_nothing_that_it_could_not_save(page: Stage) -> None:
    """Row C4: what was typed where no runbook was open was called "Saved" and was gone with the page."""
    page.window.show_page(Destination("runbooks"))
    next(one for one in page.window.findChildren(QTabWidget) if one.tabText(4) == "Editor").setCurrentIndex(4)
    text = by_name(page.window, "Text of the runbook", QPlainTextEdit)
    QTest.keyClicks(text, "# Mine")
    assert (text.toPlainText(), text.isReadOnly()) == ("", True)
    assert text.placeholderText().startswith("Nothing is being edited.")
    assert not by_name(page.window, "Save", QPushButton).isEnabled()


def test_the_editor_previews_lints_by_line_and_saves_a_copy_of_a_shipped_one(page: Stage) -> None:
    table = by_name(page.window, "Runbooks", QAbstractItemView)
    page.window.show_page(Destination("runbooks"))
    table.setFocus()
    press(page, "/")
    QTest.keyClicks(page.window.focusWidget(), "Router skew")
    page.qtbot.waitUntil(lambda: [line[0] for line in library(page)] == ["Router skew"])
    table.setFocus()
    press(page, Qt.Key.Key_Home)
    press(page, "e")
    text = by_name(page.window, "Text of the runbook", QPlainTextEdit)
    page.qtbot.waitUntil(lambda: "id: router-skew" in text.toPlainText())
    page.qtbot.waitUntil(lambda: sees(page.window, "Not saved"))
    text.setPlainText(text.toPlainText().replace("```change", "```chnage").replace("# Router skew", "# Router twist"))
    preview = by_name(page.window, "Preview", QTextEdit)
    page.qtbot.waitUntil(lambda: "Router twist" in preview.toPlainText())
    text.setPlainText(text.toPlainText().replace('timeout":"3m', 'timeout":"never').replace("chnage", "change"))
    problems = by_name(page.window, "Problems", QAbstractItemView)
    page.qtbot.waitUntil(lambda: bool(lines_of(problems)), timeout=30_000)
    line = int(lines_of(problems)[0][0])
    problems.setFocus()
    press(page, Qt.Key.Key_Home)
    press(page, Qt.Key.Key_Return)
    assert text.textCursor().blockNumber() + 1 == line
    assert "never" in text.textCursor().block().text()
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    copy = page.session.paths.config / "runbooks" / "router-skew.md"
    page.qtbot.waitUntil(copy.is_file, timeout=30_000)
    page.qtbot.waitUntil(lambda: sees(page.window, "Saved"))
    copy.write_text("somebody else was here")
    text.appendPlainText("more")
    QTest.keyClick(text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.qtbot.waitUntil(lambda: sees(page.window, "was changed since it was opened here"), timeout=30_000)
    assert copy.read_text() == "somebody else was here"
