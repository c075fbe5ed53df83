"""A computer's clock that is set back does not make the lab stand still (proves C7)."""

import pytest

from console.lab.objects.world_clock import WorldClock, is_due
from tests.fakes.simulated_lab import SimulatedLab


@pytest.mark.parametrize("speed", [1.0, 60.0])
def test_the_lab_goes_on_from_the_earlier_time(speed: float) -> None:
    lab = SimulatedLab(speed=speed)
    reached = lab.run(10).at_s
    lab.now_s -= 3600.0
    assert lab.world.step(lab.now_s).at_s == reached
    assert lab.run(10).at_s == pytest.approx(reached + 10 * speed)
    lab.store.delete("pods", "cell-tokyo", str(lab.pods("cell-tokyo", "web")[0]["metadata"]["name"]))
    lab.run(20)
    newest = max(pod["metadata"]["creationTimestamp"] for pod in lab.pods("cell-tokyo", "web"))
    assert newest <= lab.store.now_text(), "what begins afterwards is stamped with the present time"


def test_jobs_run_after_the_clock_was_set_back() -> None:
    lab = SimulatedLab()
    lab.run(10)
    lab.now_s -= 3600.0
    container = {"name": "mine", "image": "x"}
    spec = {"template": {"spec": {"restartPolicy": "Never", "containers": [container]}}}
    metadata = {"name": "mine", "namespace": "cell-tokyo"}
    lab.store.create({"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": spec})
    lab.run(120, step_s=5.0)
    assert lab.store.get("jobs.batch", "cell-tokyo", "mine")["status"]["succeeded"] == 1


def test_both_times_are_one_another_s_inverse_from_the_anchor_on() -> None:
    clock = WorldClock(1000.0, 60.0)
    clock.anchor(500.0, 7000.0)
    assert clock.simulated(510.0) == 7600.0
    assert clock.real(7600.0) == 510.0
    assert clock.real(900.0) == 900.0


@pytest.mark.parametrize(
    ("next_s", "due"), [(99.0, True), (100.0, True), (101.0, False), (105.0, False), (106.0, True)]
)
def test_a_next_time_farther_than_a_period_is_due(next_s: float, due: bool) -> None:
    assert is_due(next_s, 100.0, 5.0) is due
