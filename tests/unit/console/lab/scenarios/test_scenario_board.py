"""What operators delete neither ends the lab nor counts as repaired (proves C7)."""

from dataclasses import replace

import pytest

from console.kernel.errors import ConsoleError, UserError
from console.lab.scenarios import delivery_of, kafka_lag
from tests.fakes.simulated_lab import SimulatedLab

DEPLOYMENTS, ROLLOUTS, CRON_JOBS = "deployments.apps", "rollouts.argoproj.io", "cronjobs.batch"


@pytest.fixture
def lab() -> SimulatedLab:
    return SimulatedLab()


def _state(lab: SimulatedLab, scenario: str) -> str:
    return lab.world.scenarios.status(scenario).state


def test_an_object_that_is_deleted_and_made_anew_as_it_should_be_heals_its_scenario(lab: SimulatedLab) -> None:
    good = lab.store.get(CRON_JOBS, "cell-ai", "demand-forecast")
    lab.world.scenarios.start("forecast-job-failed")
    lab.world.scenarios.start("prometheus-down")
    lab.run(3)
    lab.store.delete(CRON_JOBS, "cell-ai", "demand-forecast")
    lab.servers.prometheus_up = True
    before = lab.world.state.at_s
    assert lab.run(3).at_s == pytest.approx(before + 3)
    assert _state(lab, "forecast-job-failed") == "active"
    assert _state(lab, "prometheus-down") == "healed", "others are looked at all the same"
    made = {"apiVersion": "batch/v1", "kind": "CronJob", "spec": good["spec"]}
    lab.store.create({**made, "metadata": {"name": "demand-forecast", "namespace": "cell-ai"}})
    again = {"apiVersion": "batch/v1", "kind": "Job", "spec": good["spec"]["jobTemplate"]["spec"]}
    lab.store.create({**again, "metadata": {"name": "again", "namespace": "cell-ai"}})
    lab.run(240, step_s=5.0)
    assert _state(lab, "forecast-job-failed") == "healed"


def test_a_scenario_whose_object_is_gone_can_be_stopped(lab: SimulatedLab) -> None:
    lab.world.scenarios.start("forecast-job-failed")
    lab.run(3)
    lab.store.delete(CRON_JOBS, "cell-ai", "demand-forecast")
    with pytest.raises(ConsoleError, match="demand-forecast is gone"):
        lab.world.scenarios.stop("forecast-job-failed")
    assert _state(lab, "forecast-job-failed") == "idle"
    lab.run(3)


@pytest.mark.parametrize(
    ("scenario", "resource", "name"),
    [
        ("fast-burn", DEPLOYMENTS, "web"),
        ("slow-burn", DEPLOYMENTS, "web"),
        ("bad-canary-errors", ROLLOUTS, "personalize"),
    ],
)
def test_deleting_what_a_release_broke_is_no_repair(lab: SimulatedLab, scenario: str, resource: str, name: str) -> None:
    lab.world.scenarios.start(scenario)
    lab.run(3)
    cell = lab.world.scenarios.status(scenario).parameters["cell"]
    lab.store.delete(resource, f"cell-{cell}", name)
    lab.run(5)
    told = lab.world.scenarios.status(scenario)
    assert (told.state, told.parameters["cell"]) == ("active", cell)
    with pytest.raises(UserError, match=f"is gone: {resource}"):
        lab.world.scenarios.stop(scenario)
    with pytest.raises(UserError, match=f"is gone: {resource}"):
        lab.world.scenarios.start(scenario)
    assert _state(lab, scenario) == "idle"


def test_more_workers_are_never_fewer_than_there_may_be(lab: SimulatedLab) -> None:
    told = lab.world.scenarios.status("kafka-lag").parameters
    present = lab.store.get("scaledobjects.keda.sh", f"cell-{told['cell']}", "delivery")["spec"]["maxReplicaCount"]
    assert int(told["maximum"]) >= 2 * present


@pytest.mark.parametrize(("usual", "maximum"), [(900, "3600"), (2_501, "10000"), (10_000, "10000"), (10_001, None)])
def test_more_workers_are_never_more_than_a_change_may_allow(
    lab: SimulatedLab, monkeypatch: pytest.MonkeyPatch, usual: int, maximum: str | None
) -> None:
    large = replace(delivery_of.workers(lab.world.blueprint.cells[0]), max_replicas=usual)
    monkeypatch.setattr(kafka_lag, "workers", lambda _cell: large)
    assert lab.world.scenarios.status("kafka-lag").parameters.get("maximum") == maximum
