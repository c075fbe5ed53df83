"""What was said beforehand of a run: its recovery follows a failure, not what a person stopped."""

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from console.cli.runbook_drive import Driving, _goes_on
from console.domain.runbooks.runbook_run import TO_THE_END, RunbookRun, RunMoment, RunState
from console.domain.runbooks.step_run import StepRun, StepState

STEPS = (StepRun("a", StepState.FAILED), StepRun("back"))
RUN = RunbookRun("run-1", "e", "ann", "r", "t", "", "", 0.0, STEPS, (RunMoment(0.0, "started"),), 1, RunState.FAILED)


@pytest.mark.parametrize(
    ("until", "is_given_up", "recovers"),
    [(TO_THE_END, False, True), (-1, False, False), (-1, True, True)],
)
def test_the_recovery_follows_a_failure_and_what_was_given_up(until: int, is_given_up: bool, recovers: bool) -> None:
    said: list[str] = []
    command = SimpleNamespace(recover=lambda run_id, _why, automatic: said.append(run_id))
    desk = SimpleNamespace(runbooks=SimpleNamespace(command=command))
    session: Any = SimpleNamespace(changes=desk, runtime=SimpleNamespace(run=lambda _: None))
    run = replace(RUN, until=until)
    assert _goes_on(session, run, Driving(recovers=True), is_given_up=is_given_up) is recovers
    assert said == (["run-1"] if recovers else [])
