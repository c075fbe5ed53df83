"""What lets a stage go on: nothing that was looked at is no evidence. Proves E2.2, E2.3."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.canary_counts import CanaryCounts
from console.domain.judge.compared_metric import ComparedMetric, MetricKind
from console.domain.resource import ResourceRef
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict
from console.domain.rollouts.rollout_gates import RolloutGates
from console.domain.rollouts.rollout_run import RunWay
from console.domain.rollouts.rollout_stage import RolloutStage
from console.kernel.errors import ConnectorError, ErrorKind
from console.services.rollouts.canary_counter import CanaryCounter
from tests.fakes.rollout_console import AFTER, BEFORE, RolloutConsole, Weights
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


def counted(bad: float) -> CanaryCounts:
    """What 10,000 requests of the new version came to, beside which nothing else answers any more."""
    errors = ComparedMetric("errors", MetricKind.ERRORS, (ArmSlice(0.0, 0.0, 10_000.0, bad),))
    return CanaryCounts(ResourceRef("metrics", "Canary", "", "web"), "new", 0.0, 1.0, 60.0, (errors,))


@pytest.mark.parametrize(("bad", "after"), [(20.0, AFTER), (400.0, BEFORE)])
def test_after_the_switch_too_many_errors_still_take_it_back_by_itself(
    console: RolloutConsole, monkeypatch: pytest.MonkeyPatch, bad: float, after: Weights
) -> None:
    begins: list[float] = []

    async def counts(*asked: Any, is_alone: bool = False) -> CanaryCounts:
        assert is_alone, "what it counts without a baseline counts"
        begins.append(asked[-1][0])
        return counted(bad)

    monkeypatch.setattr(CanaryCounter, "counts", counts)
    plan = route_plan(stages=(RolloutStage(100, 60.0),))
    run = console.drive(console.start(plan).id)
    assert run.is_over
    assert console.target.routes()[CELLS[0]] == after
    assert (run.way is RunWay.BACK) is (after == BEFORE)
    assert set(begins) == {run.moments[0].at_s}


def test_without_a_metric_server_the_last_stage_ends_as_before(
    console: RolloutConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def counts(*_asked: object, **_how: object) -> CanaryCounts:
        raise ConnectorError(ErrorKind.UNREACHABLE, "The server does not answer.")

    monkeypatch.setattr(CanaryCounter, "counts", counts)
    assert console.drive(console.start(route_plan(stages=(RolloutStage(100),))).id).way is RunWay.FORWARD
