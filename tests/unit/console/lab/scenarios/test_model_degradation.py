"""Model degradation: seen in accuracy and clicks, healed by giving the calls back. # proves E6.2"""

import pytest

from console.lab.simulator.edge_catalogue import RANKER
from console.lab.simulator.series.model_work_series import model_work_samples
from tests.fakes.simulated_lab import SimulatedLab

SCENARIO = "model-degradation"


@pytest.fixture
def lab() -> SimulatedLab:
    lab = SimulatedLab()
    lab.run(2)
    return lab


def accuracy(lab: SimulatedLab) -> float:
    found = lab.world.state.edge.workers[RANKER].accuracy
    assert found is not None
    return found


def test_the_accuracy_falls_by_more_than_five_points_for_every_measurement(lab: SimulatedLab) -> None:
    before = accuracy(lab)
    lab.world.scenarios.start(SCENARIO)
    lab.run(2)
    assert before - accuracy(lab) > 0.05
    told = {(one.name, dict(one.labels).get("dataset")): one.level for one in model_work_samples(lab.world.state.edge)
            if dict(one.labels).get("model") == RANKER}  # fmt: skip
    assert told["ai_eval_accuracy_ratio", "ab"] < before - 0.05
    assert told["model_batch_validation_accuracy_ratio", None] < before - 0.05
    assert lab.world.scenarios.status(SCENARIO).state == "active"
    assert lab.world.edge.scripts[RANKER].versions[0].tag == "v1.4.3"


def test_giving_the_calls_back_heals_it_and_the_end_leaves_that_alone(lab: SimulatedLab) -> None:
    before = accuracy(lab)
    lab.world.scenarios.start(SCENARIO)
    lab.run(2)
    script = lab.world.edge.scripts[RANKER]
    good = script.version("v1.4.2")
    assert good is not None
    script.deploy(((good.id, 100.0),), lab.now_s)
    lab.run(2)
    assert lab.world.scenarios.status(SCENARIO).state == "healed"
    repaired = script.deployments[0]
    lab.world.scenarios.stop(SCENARIO)
    assert script.deployments[0] is repaired
    assert accuracy(lab) == pytest.approx(before, abs=0.005)


def test_ending_it_gives_the_calls_back_and_a_second_start_uploads_nothing(lab: SimulatedLab) -> None:
    script = lab.world.edge.scripts[RANKER]
    for _ in range(2):
        lab.world.scenarios.start(SCENARIO)
        lab.run(2)
        lab.world.scenarios.stop(SCENARIO)
        lab.run(2)
    assert [one.tag for one in script.versions].count("v1.4.3") == 1
    assert accuracy(lab) > 0.8
