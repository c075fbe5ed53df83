"""What levers do to their targets, forward and back. Proves E2.2, E2.3."""

from console.domain.operation import Operation
from console.domain.operations.set_image import SetImage
from console.domain.operations.set_rollout_steps import SetRolloutSteps
from console.domain.rollouts.model_lever import ModelLever
from console.domain.rollouts.pool_lever import PoolLever
from console.domain.rollouts.worker_lever import WorkerLever
from tests.fakes.rollout_plans import argo_lever

OWN = SetRolloutSteps("asia", "tokyo", "web", ({"setWeight": 20}, {"pause": {}}))
OLD = SetImage("asia", "Rollout", "tokyo", "web", "web", "registry/web:1")
BEFORE: dict[str, Operation] = {OWN.key: OWN, OLD.key: OLD}


def test_argo_holds_the_share_by_its_steps_before_the_image_is_released() -> None:
    hold, image = argo_lever("tokyo").forward(5, is_first=True)
    assert isinstance(hold, SetRolloutSteps)
    assert hold.steps == ({"setWeight": 5}, {"pause": {}})
    assert isinstance(image, SetImage)
    (last,) = argo_lever("tokyo").forward(100, is_first=False)
    assert isinstance(last, SetRolloutSteps)
    assert last.steps == ()


def test_a_canary_is_taken_back_by_its_image_first_never_by_dropping_its_steps() -> None:
    """Without steps Argo gives everybody the newest revision: the bad one."""
    assert argo_lever("tokyo").back(BEFORE, is_closed=False) == (OLD, None, OWN)


def test_where_everybody_has_it_the_own_steps_do_not_hold_up_the_way_back() -> None:
    first, *rest = argo_lever("tokyo").back(BEFORE, is_closed=True)
    assert isinstance(first, SetRolloutSteps)
    assert (first.steps, rest) == ((), [OLD, None, OWN])
    assert argo_lever("tokyo").back({OWN.key: OWN}, is_closed=False) == (OWN,), "the image was never set"


def test_weights_of_two_keep_their_sum_and_others_keep_theirs() -> None:
    model = ModelLever("asia", "tokyo", "router", "w.json", "b", "a", (("a", 0.6), ("b", 0.0), ("c", 0.4)))
    (operation,) = model.forward(25, is_first=False)
    assert operation.weights == (("a", 0.45), ("b", 0.15), ("c", 0.4))  # type: ignore[attr-defined]
    (worker,) = WorkerLever("edge", "web", "new", "old").forward(100, is_first=False)
    assert worker.shares == (("new", 100),)  # type: ignore[attr-defined]
    (pool,) = PoolLever("edge", "z", "lb", "new", "old").forward(50, is_first=False)
    assert pool.allowed == (("new", 0.5), ("old", 0.5))  # type: ignore[attr-defined]
