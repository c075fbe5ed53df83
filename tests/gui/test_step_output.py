"""What a step of a run told, read by somebody of another language. (proves issue 8 "Japanese")"""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from console.domain.runbooks.run_plan import PlanStep, RunPlan
from console.domain.runbooks.runbook_run import RunbookRun, RunMoment
from console.domain.runbooks.section import Section
from console.domain.runbooks.step_run import StepRun
from console.presenters.runbooks.run_rows import step_rows
from console.services.runbooks.step_output import Lines
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from tests.gui.conftest import Stage
from views.runbooks.step_output_view import StepOutputView


class KeptOutput:
    """An output that was written by a console which spoke English."""

    def since(self, sequence: int) -> Lines:
        return Lines(("There was nothing to be undone.", "pod/api-1 restarted")[sequence:], 2)


@pytest.mark.parametrize(
    ("kind", "first"), [("change", "取り消すものはありませんでした。"), ("shell", "There was nothing to be undone.")]
)
def test_what_the_console_wrote_itself_is_told_in_the_readers_language(
    make_stage: Callable[..., Stage], kind: str, first: str
) -> None:
    stage = make_stage(Settings(appearance=Appearance(theme=Theme.LIGHT, language=Language.JAPANESE)))
    stage.show()
    view = StepOutputView(stage.window._context())
    stage.qtbot.addWidget(view)
    step = PlanStep("undo", kind, Section.STEPS, "Undo", "Undo what the step act changed.", "undo: act", {})
    plan = RunPlan("walk", "Walk", (step,), {}, {}, {}, "shop", 1.0, "")
    run = RunbookRun(
        "r", "shop", "ann", "walk", "Walk", "", "", 1.0, (StepRun("undo"),), (RunMoment(1.0, "started"),), 1
    )
    view.show_step(step_rows(run, plan, 2.0)[0])
    view.follow(KeptOutput())
    view.show()
    view.setCurrentWidget(view._log)
    log = next(one for one in view._log.findChildren(QPlainTextEdit))
    stage.qtbot.waitUntil(lambda: len(log.toPlainText().split("\n")) >= 2)
    assert log.toPlainText().split("\n")[:2] == [first, "pod/api-1 restarted"]
    assert "手順 act の変更を取り消します。" in view._prose.toPlainText()
