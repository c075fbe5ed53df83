"""What stands against a plan before anything is asked. Proves E2.3."""

from pathlib import Path

import pytest

from console.domain.rollouts.rollout_plan import RolloutPlan
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment, read_run, run_form
from console.domain.rollouts.rollout_stage import RolloutStage
from console.domain.rollouts.rollout_wave import RolloutCell, RolloutWave
from console.domain.rollouts.route_lever import RouteLever
from console.kernel.errors import ChangeRefused
from console.services.rollouts.plan_review import coarse_weights, demand_sound
from tests.fakes.rollout_console import RolloutConsole
from tests.fakes.rollout_plans import ALONE, CELLS
from tests.fakes.sample_estate import sample_estate


def plan(weights: tuple[int, int], *shares: float) -> RolloutPlan:
    """A route whose rest goes somewhere else."""
    old, new = weights
    rest = 100 - old - new
    lever = RouteLever(
        "asia", "VirtualService", CELLS[0], "web", "/spec/http/0", "new", "old",
        (("new", new), ("old", old), *((("else", rest),) if rest else ())),
    )  # fmt: skip
    stages = (*(RolloutStage(one) for one in shares), RolloutStage(100))
    return RolloutPlan("web 2", (RolloutWave((RolloutCell(CELLS[0], (lever,)),)),), stages, ALONE)


@pytest.mark.parametrize(
    ("weights", "shares", "coarse"),
    [
        ((10, 0), (1, 5, 25), "1 %, 5 %"),  # nobody
        ((10, 0), (25, 96.5), "96.5 %"),  # everybody
        ((0, 0), (25,), "25 %"),
        ((10, 0), (6, 25, 94), ""),
        ((100, 0), (1, 99), ""),
        ((10, 0), (), ""),
    ],
)
def test_a_route_whose_weights_cannot_give_a_share_is_told(
    weights: tuple[int, int], shares: tuple[float, ...], coarse: str
) -> None:
    said = coarse_weights(plan(weights, *shares))
    assert [f"too coarse for {coarse}: new and old have only {sum(weights)}" in one for one in said] == [True] * bool(
        coarse
    )


def test_a_plan_with_a_share_that_would_set_nothing_does_not_begin(tmp_path: Path) -> None:
    console = RolloutConsole(tmp_path)
    service = console.engine.service
    with pytest.raises(ChangeRefused, match="too coarse for 5 %"):
        console.run(demand_sound(plan((10, 0), 5, 50), sample_estate(), service, None))  # type: ignore[arg-type]
    console.close()


def test_a_run_of_such_a_plan_that_is_in_a_journal_can_still_be_read() -> None:
    run = RolloutRun("r1", "shop", "ann", plan((10, 0), 5, 50), 0.0, (RunMoment(0.0, "begun"),))
    assert read_run(run_form(run)) == run
