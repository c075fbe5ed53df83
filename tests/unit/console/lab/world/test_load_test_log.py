"""A load test that runs in the lab's cluster writes a summary by the lab's own laws (proves L4.4)."""

import json

from console.domain.capacity.load_test_plan import LoadTestPlan
from console.services.load_tests.k6_summary import read_k6
from console.services.load_tests.tool_report import ToolReport
from tests.fakes.simulated_lab import SimulatedLab


def ran(plan: LoadTestPlan, name: str = "load") -> ToolReport:
    lab = SimulatedLab()
    container = {"name": "k6", "image": "grafana/k6", "env": [{"name": "CELL_CONSOLE_PLAN", "value": plan.to_json()}]}
    pod = {"restartPolicy": "Never", "containers": [container]}
    lab.store.create(
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": name, "namespace": "cell-tokyo"},
            "spec": {"backoffLimit": 0, "template": {"spec": pod}},
        }
    )
    lab.run(plan.duration_s + 20, 5.0)
    pods = [one for one in lab.store.list("pods", "cell-tokyo") if one["metadata"]["name"].startswith(name)]
    assert [one["status"]["phase"] for one in pods] == ["Succeeded"]
    lines = lab.world.log_lines("cell-tokyo", pods[0]["metadata"]["name"], None, lab.now_s)
    assert len(lines) == 1
    assert json.loads(lines[0][1])["metrics"]
    return read_k6(lines[0][1])


def test_a_light_load_keeps_its_limits_and_a_heavy_one_does_not() -> None:
    url = ("http://web.cell-tokyo.svc.cluster.local/",)
    light = ran(LoadTestPlan(url, users=5, duration_s=20, pause_s=1.0))
    heavy = ran(LoadTestPlan(url, users=2000, duration_s=20, pause_s=0.0))
    assert (light.users, light.duration_s) == (5, 20)
    assert all(one.kept for one in light.limits)
    assert 60 <= light.requests <= 100  # five users, little more than a second each
    assert not all(one.kept for one in heavy.limits)
    assert dict(heavy.latencies)[95.0] > 5 * dict(light.latencies)[95.0]


def test_an_address_outside_of_the_lab_has_no_summary() -> None:
    lab = SimulatedLab()
    plan = {"name": "CELL_CONSOLE_PLAN", "value": '{"requests": [], "options": {"duration": "5s"}}'}
    container = {"name": "k6", "image": "grafana/k6", "env": [plan]}
    lab.store.create(
        {
            "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "odd", "namespace": "cell-tokyo"},
            "spec": {"backoffLimit": 0, "template": {"spec": {"restartPolicy": "Never", "containers": [container]}}},
        }
    )  # fmt: skip
    lab.run(20, 5.0)
    pod = next(one for one in lab.store.list("pods", "cell-tokyo") if one["metadata"]["name"].startswith("odd"))
    assert lab.world.log_lines("cell-tokyo", pod["metadata"]["name"], None, lab.now_s) == []
