"""What lets a stage go on: nothing that was looked at is no evidence. Proves E2.3."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict
from console.domain.rollouts.rollout_gates import RolloutGates
from tests.fakes.rollout_console import AFTER, RolloutConsole
from tests.fakes.rollout_plans import CELLS, route_plan


@pytest.fixture
def console(tmp_path: Path) -> Iterator[RolloutConsole]:
    """Over an estate that sets neither objectives nor budgets."""
    one = RolloutConsole(tmp_path)
    one.engine.unlock()
    one.engine.state()
    yield one
    one.close()


def test_a_gate_that_sees_nothing_waits_for_a_person(console: RolloutConsole) -> None:
    gates = RolloutGates(judge=False, carbon=False)
    run = console.drive(console.start(route_plan(10.0, gates=gates)).id, "evidence")
    (gate,) = (one for one in run.checks if one.topic is CheckTopic.SLO)
    assert (gate.cell, gate.verdict) == (CELLS[0], CheckVerdict.HOLD)
    assert gate.sentence.startswith("No-go: the estate sets neither objectives nor budgets")
    console.run(console.command.promote(run.id, "nobody has set any"))
    console.drive(run.id, "evidence")
    assert console.target.routes()[CELLS[0]] == AFTER


def test_a_gate_that_sees_something_and_finds_nothing_against_it_lets_it_go_on(console: RolloutConsole) -> None:
    gates = RolloutGates(judge=False)  # the cells have a grid zone
    run = console.drive(console.start(route_plan(10.0, gates=gates)).id, "time")
    (gate,) = (one for one in run.checks if one.topic is CheckTopic.SLO)
    assert (gate.verdict, gate.sentence) == (CheckVerdict.GO, "Go: nothing stands against a release (Carbon).")
    assert console.drive(run.id, "evidence").is_over
