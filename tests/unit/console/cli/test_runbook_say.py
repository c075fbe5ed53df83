"""What the command line tells of a run that somebody stopped or ended: as it is, and how it goes on."""

import pytest
from msgspec.structs import replace

from console.cli.runbook_say import end_told, place_of, stop_told
from console.domain.runbooks.question import Asks, Question
from console.domain.runbooks.runbook_run import RunbookRun, RunMoment, RunState
from console.domain.runbooks.step_run import StepRun, StepState
from console.kernel.errors import UserError

RUN = RunbookRun("run-1", "e", "ann", "r", "t", "", "", 0.0, (StepRun("a"),), (RunMoment(0.0, "started"),), 1)
STOPPING = replace(RUN, state=RunState.RUNNING, is_stopping=True, steps=(StepRun("a", StepState.RUNNING),))
CUT_OFF = replace(RUN, steps=(StepRun("a", StepState.UNKNOWN),))


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (STOPPING, "The console that drives the run run-1 stops its present step."),
        (RUN, "The run run-1 rests. Go on with: cell-console runbook resume run-1 --auto"),
        (replace(RUN, state=RunState.RUNNING, at=1), "Noted: run-1"),
    ],
)
def test_a_run_that_was_stopped(run: RunbookRun, told: str) -> None:
    assert stop_told(run) == told


def test_a_step_that_was_cut_off_is_told_of() -> None:
    first, second = stop_told(CUT_OFF).splitlines()
    assert first == stop_told(RUN)
    assert second == "Its console ended in the middle of a step: that is looked into first."


def test_a_run_that_was_ended_is_over_or_told_how_it_ends() -> None:
    assert end_told(replace(RUN, state=RunState.ENDED)) == "The run run-1 is over."
    first, second = end_told(STOPPING).splitlines()
    assert first == stop_told(STOPPING)
    assert second == "Then end it with: cell-console runbook stop run-1 --end"


def test_a_question_without_choices_is_answered_without_one() -> None:
    """Proves C4, C8."""
    asking = replace(RUN, steps=(StepRun("a", StepState.ASKED, question=Question(Asks.CONFIRM, "Is it well?")),))
    assert place_of(asking, "") == 0
    with pytest.raises(UserError, match=r"no answer '1'\. There is nothing to choose here: leave --choice out"):
        place_of(asking, "1")
