"""One signature for all steps of a rollout: what it covers, and what does not count. Proves C3, L7.4, product P2."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as changed

from console.domain.change import Change, ChangeState, Moment
from console.domain.operation import Operation
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment
from console.domain.rollouts.rollout_task import rollout_tasks
from console.kernel.errors import ChangeRefused, UserError
from console.services.policy.plan_signature import PlanSignature
from tests.fakes.rollout_plans import route_plan
from tests.fakes.two_operators import NOW_S, TwoOperators, planned_change

HOUR_S = 3600.0
RUN = RolloutRun("rollout-1", "shop", "ann@desk", route_plan(HOUR_S), NOW_S, (RunMoment(NOW_S, "begun"),), "why not")
STEPS = [one.operation for one in rollout_tasks(RUN.plan) if one.operation is not None]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> TwoOperators:
    """Ann and Bob."""
    return TwoOperators(tmp_path_factory.mktemp("operators"))


@pytest.fixture(scope="module")
def sides(two: TwoOperators) -> dict[str, PlanSignature]:
    return {name: PlanSignature(two.operator(name)) for name in ("ann", "bob", "eve")}


@pytest.fixture(scope="module")
def signed(sides: dict[str, PlanSignature]) -> str:
    """Bob's signature on what Ann asks for."""
    return sides["bob"].sign(sides["bob"].read(sides["ann"].ask(RUN)), NOW_S)


def step(operation: Operation, run_id: str = RUN.id) -> Change:
    moments = (Moment(ChangeState.PLANNED, NOW_S), Moment(ChangeState.PREVIEWED, NOW_S))
    return Change("c1", "shop", "production", "ann@desk", "why not", operation, "", moments, part_of=run_id)


def test_every_step_of_the_plan_is_covered_for_as_long_as_its_stages_last(
    sides: dict[str, PlanSignature], signed: str
) -> None:
    approval = sides["ann"].take(RUN, signed, NOW_S)
    assert approval.actor == "Bob (bob@desk)"
    lasts_s = 2 * HOUR_S  # an hour in each of two waves
    for at_s in (NOW_S, NOW_S + 24 * HOUR_S + lasts_s - 1):
        assert {sides["ann"].check(step(one), approval, at_s) for one in STEPS} == {"Bob"}
    with pytest.raises(ChangeRefused, match="expired"):
        sides["ann"].check(step(STEPS[0]), approval, NOW_S + 24 * HOUR_S + lasts_s)


def test_nothing_else_is_covered(sides: dict[str, PlanSignature], signed: str) -> None:
    approval = sides["ann"].take(RUN, signed, NOW_S)
    other = planned_change().operation
    larger = replace(STEPS[0], weights=(("new", 90), ("old", 10)))  # type: ignore[type-var]
    for change in (step(other), step(larger), step(STEPS[0], "rollout-2"), step(STEPS[0], "")):  # type: ignore[arg-type]
        with pytest.raises(ChangeRefused, match="no step"):
            sides["ann"].check(change, approval, NOW_S)


def test_another_plan_another_person_or_another_key_does_not_count(
    two: TwoOperators, sides: dict[str, PlanSignature], signed: str
) -> None:
    for run in (changed(RUN, id="rollout-2"), changed(RUN, plan=route_plan(2 * HOUR_S)), changed(RUN, reason="")):
        with pytest.raises(ChangeRefused, match="another plan"):
            sides["ann"].take(run, signed, NOW_S)
    request = sides["ann"].read(sides["ann"].ask(RUN))
    with pytest.raises(ChangeRefused, match="same person"):
        sides["ann"].sign(request, NOW_S)
    with pytest.raises(ChangeRefused, match="same person"):
        PlanSignature(two.operator("bob", "ann@desk")).sign(request, NOW_S)
    with pytest.raises(ChangeRefused, match="does not name you"):
        sides["eve"].sign(request, NOW_S)
    with pytest.raises(ChangeRefused, match="Nobody knows who proposes"):
        sides["bob"].sign(sides["bob"].read(sides["eve"].ask(RUN)), NOW_S)
    with pytest.raises(UserError, match="cannot be read"):
        sides["ann"].take(RUN, sides["ann"].ask(RUN), NOW_S)
    with pytest.raises(UserError, match="cannot be read"):
        two.ann.take(planned_change(), signed, NOW_S)
