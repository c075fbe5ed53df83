"""Whether a cell has got its share, as Argo takes it. Proves E2.3."""

from dataclasses import replace

import pytest

from console.domain.event import ObjectsListed
from console.domain.operations.set_rollout_steps import SetRolloutSteps
from console.domain.rollouts.argo_lever import ArgoLever
from console.domain.rollouts.rollout_check import CheckVerdict
from console.domain.rollouts.rollout_wave import RolloutCell
from console.services.rollouts.cell_health import cell_health
from console.store.store import Store
from tests.fakes.canary_stage import rollout
from tests.fakes.small_estate import NOW_S

LEVER = ArgoLever("main", "cell-tokyo", "personalize", "personalize", "registry/personalize:2")


@pytest.mark.parametrize(("percent", "weight"), [(0.3, 1), (25, 25), (99.4, 99), (99.6, 99)])
def test_a_cell_is_waited_for_at_the_weight_that_its_own_steps_hold_it(percent: float, weight: int) -> None:
    (hold,) = LEVER.forward(percent, is_first=False)
    assert isinstance(hold, SetRolloutSteps)
    assert hold.steps == ({"setWeight": weight}, {"pause": {}}), "without steps everybody has it"
    store = Store()
    row = replace(rollout(), weight=weight, live_weight=weight)
    store.dispatch(ObjectsListed("main", "rollouts", (row,), NOW_S))
    store.drain(1.0)
    found = cell_health(store.state, RolloutCell("tokyo", (LEVER,)), percent, NOW_S)
    assert found.verdict is CheckVerdict.GO, found.sentence


def test_only_everybody_is_rounded_to_everybody() -> None:
    (last,) = LEVER.forward(100, is_first=False)
    assert isinstance(last, SetRolloutSteps)
    assert last.steps == ()
