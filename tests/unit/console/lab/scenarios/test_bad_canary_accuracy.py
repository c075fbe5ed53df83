"""A canary that only answers worse: its arm says so, and taking its calls back heals the lab. (proves E2.4, C7)"""

import pytest

from console.lab.simulator.edge_catalogue import RANKER
from tests.fakes.exposition_reader import read_exposition
from tests.fakes.simulated_lab import SimulatedLab

SCENARIO = "bad-canary-accuracy"


@pytest.fixture
def lab() -> SimulatedLab:
    return SimulatedLab()


def counted(lab: SimulatedLab, name: str, **labels: str) -> float:
    return sum(read_exposition(lab.world.metrics_text()).named(name, script_name=RANKER, **labels).values())


def accuracy(lab: SimulatedLab, **labels: str) -> float:
    right = counted(lab, "edge_model_evaluated_total", correct="true", **labels)
    return right / counted(lab, "edge_model_evaluated_total", **labels)


def test_the_bad_version_is_wrong_for_its_quarter_and_makes_no_errors(lab: SimulatedLab) -> None:
    lab.world.scenarios.start(SCENARIO)
    lab.run(20)
    assert accuracy(lab, arm="experimental", version="v1.5.2") == pytest.approx(0.741, abs=0.001)
    assert accuracy(lab, arm="control", version="v1.4.2") == pytest.approx(0.842, abs=0.001)
    calls = {arm: counted(lab, "edge_model_requests_total", arm=arm) for arm in ("experimental", "control", "current")}
    assert calls["experimental"] / sum(calls.values()) == pytest.approx(0.25, abs=0.01)
    bad = counted(lab, "edge_model_requests_total", arm="experimental", outcome="error")
    assert bad / calls["experimental"] < 0.001
    assert lab.world.scenarios.status(SCENARIO).state == "active"


def test_giving_the_calls_back_heals_it(lab: SimulatedLab) -> None:
    lab.world.scenarios.start(SCENARIO)
    lab.run(3)
    script = lab.world.edge.scripts[RANKER]
    good = script.version("v1.4.2")
    assert good is not None
    script.deploy(((good.id, 100.0),), lab.now_s)
    lab.run(3)
    assert lab.world.scenarios.status(SCENARIO).state == "healed"


def test_stopping_it_takes_the_version_out_but_leaves_what_somebody_deployed(lab: SimulatedLab) -> None:
    lab.world.scenarios.start(SCENARIO)
    lab.run(3)
    script = lab.world.edge.scripts[RANKER]
    lab.world.scenarios.stop(SCENARIO)
    assert [share for _, share in script.deployments[0].shares] == [100.0]
    own = script.version("v1.4.1")
    assert own is not None
    lab.world.scenarios.start(SCENARIO)
    script.deploy(((own.id, 100.0),), lab.now_s)
    lab.world.scenarios.stop(SCENARIO)
    assert script.deployments[0].shares == ((own.id, 100.0),)
