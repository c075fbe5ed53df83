"""A rollout that its checks let through is evidence, though nothing of its last stage is kept (proves L7.1, L7.3)."""

from dataclasses import replace

import msgspec

from console.domain.pipeline_stage import StageKey
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict, RolloutCheck
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment
from console.domain.rollouts.rollout_step import ended, found, let_on, passed, turned_back
from console.domain.rollouts.rollout_task import TaskKind
from console.domain.rollouts.rollout_way import task_of
from console.presenters.capacity.capacity_view import CapacityView
from console.presenters.maturity.maturity_rows import assessments
from console.presenters.pipeline.pipeline_basis import PipelineBasis
from console.presenters.pipeline.stage_rows import stage_rows
from console.store.state import State
from tests.fakes.capacity_estate import NOW_S, state
from tests.fakes.rollout_plans import route_plan

CHECK = RolloutCheck("tokyo", CheckTopic.ERRORS, CheckVerdict.GO, "Few errors.")
BEGUN = RolloutRun("r1", "shop", "ann", route_plan(), NOW_S - 600, (RunMoment(NOW_S - 600, "begun"),))


def looked() -> RolloutRun:
    return found(BEGUN, NOW_S - 300, (CHECK,))


def through(run: RolloutRun) -> RolloutRun:
    """It leaves the stage and ends."""
    return ended(passed(run, NOW_S - 200), NOW_S - 100)


def known(run: RolloutRun) -> State:
    return replace(state(), rollouts={run.id: run})


def counts(run: RolloutRun) -> bool | None:
    given = known(run)
    (tokyo,) = [one for one in assessments(CapacityView(given, NOW_S)) if one.cell == "tokyo"]
    return next(one.met for one in tokyo.findings if one.key == "rolled")


def test_checks_that_let_a_rollout_through_decided_it() -> None:
    done = through(looked())
    assert done.checks == ()
    assert counts(done) is True
    assert counts(through(BEGUN)) is False, "nobody looked"
    assert counts(ended(turned_back(looked(), NOW_S - 200, "errors"), NOW_S - 100)) is True


def test_what_a_person_forced_or_took_back_was_not_decided_by_checks() -> None:
    places = (msgspec.structs.replace(looked(), at=place) for place in range(20))
    waits = next(one for one in places if (task := task_of(one)) is not None and task.kind is TaskKind.SOAK)
    forced = let_on(waits, NOW_S - 250, "ann", "quick", forced=True)
    assert counts(through(forced)) is False
    assert counts(ended(turned_back(looked(), NOW_S - 200, "no", "ann"), NOW_S - 100)) is False


def test_a_rollout_that_went_through_validates() -> None:
    given = known(through(looked()))
    rows = {row.key: row for row in stage_rows(PipelineBasis(given, NOW_S, CapacityView(given, NOW_S), cell="tokyo"))}
    assert [one.text for one in rows[StageKey.VALIDATE].rows] == ["Rollout web 2: went through by its checks"]
