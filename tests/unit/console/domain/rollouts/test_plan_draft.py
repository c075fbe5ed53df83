"""From a form to a plan: stages in a line, cells in waves, one thing moved once. Proves E2.3, product P2."""

import pytest

from console.domain.rollouts.plan_draft import PlanDraft, plan_of
from console.domain.rollouts.rollout_stage import STAGES, RolloutStage
from console.domain.rollouts.stage_text import read_stages, stages_text
from console.kernel.errors import UserError
from tests.fakes.rollout_plans import CELLS, argo_lever, route_lever

LEVERS = {cell: argo_lever(cell) for cell in CELLS}


def test_the_usual_stages_are_written_and_read_back() -> None:
    assert stages_text(STAGES) == "5 % 6h, 25 % 12h, 50 % 24h, 100 %"
    assert read_stages(stages_text(STAGES)) == STAGES
    assert read_stages("0.5:90s → 10% 1.5h; 100") == (
        RolloutStage(0.5, 90.0),
        RolloutStage(10, 5400.0),
        RolloutStage(100),
    )
    assert stages_text((RolloutStage(1, 3 * 86_400.0), RolloutStage(2, 61.0))) == "1 % 3d, 2 % 61s"


@pytest.mark.parametrize("text", ["5 % soon", "five", "5 % 6h 7h", "101", "5 % 91d", "-5"])
def test_what_is_no_stage_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_stages(text)


def test_waves_become_cells_with_their_lever_and_a_person_stands_between_them() -> None:
    plan = plan_of(PlanDraft("web 2", (CELLS[:1], CELLS[1:])), LEVERS)
    assert [one.barrier for one in plan.waves] == ["hand", "clock"]
    assert plan.cells == CELLS
    assert plan.waves[1].cells[0].levers == (LEVERS[CELLS[1]],)
    assert plan_of(PlanDraft("web 2", (CELLS,), waits=False), LEVERS).waves[0].barrier == "clock"


def test_a_cell_without_it_and_one_thing_for_two_cells_are_refused() -> None:
    with pytest.raises(UserError, match="does not have it"):
        plan_of(PlanDraft("web 2", (("atlantis",),)), LEVERS)
    shared = dict.fromkeys(CELLS, route_lever("edge"))
    with pytest.raises(UserError, match="moved twice"):
        plan_of(PlanDraft("web 2", (CELLS[:2],)), shared)
    assert plan_of(PlanDraft("web 2", (CELLS[:1],)), shared).cells == CELLS[:1]
