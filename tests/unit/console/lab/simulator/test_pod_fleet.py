"""Pods start in seconds, are replaced when deleted, and roll over without losing capacity (proves C7)."""

from dataclasses import replace

import pytest

from console.lab.simulator.controls import Controls, Faults, WorkloadControl, default_controls
from console.lab.simulator.estate_blueprint import EstateBlueprint, estate_blueprint
from console.lab.simulator.lab_scale import LabScale
from console.lab.simulator.pod_fleet import FleetChange, PodFleet

WEB = "cell-tokyo/web"
POSTGRES = "cell-tokyo/postgres"


class Fleet:
    def __init__(self) -> None:
        self.blueprint: EstateBlueprint = estate_blueprint(LabScale())
        self.controls: Controls = default_controls(self.blueprint, 1)
        self.fleet = PodFleet(1, self.blueprint)
        self.fleet.fill(0.0, self.controls)
        self.now_s = 0.0

    def set(self, key: str, **changes: object) -> None:
        control: WorkloadControl = replace(self.controls.workloads[key], **changes)  # type: ignore[arg-type]
        self.controls = replace(self.controls, workloads={**self.controls.workloads, key: control})

    def run(self, seconds: int) -> list[FleetChange]:
        changes = []
        for _ in range(seconds):
            self.now_s += 1.0
            changes.append(self.fleet.step(self.now_s, self.controls, {}))
        return changes

    def phases(self, key: str) -> list[str]:
        return sorted(pod.phase for pod in self.fleet.pods(key))


@pytest.fixture
def lab() -> Fleet:
    return Fleet()


def test_nothing_changes_while_nothing_is_asked_for(lab: Fleet) -> None:
    assert all(change == FleetChange() for change in lab.run(5))


def test_new_pods_need_seconds_and_go_through_their_phases(lab: Fleet) -> None:
    before = lab.fleet.ready(WEB)
    lab.set(WEB, replicas=before + 1)
    lab.run(1)
    assert lab.phases(WEB).count("Creating") == 1
    lab.run(2)
    assert lab.phases(WEB).count("Starting") == 1
    assert lab.fleet.ready(WEB) == before
    lab.run(8)
    assert lab.fleet.ready(WEB) == before + 1


def test_scaling_down_takes_pods_that_do_not_serve_first(lab: Fleet) -> None:
    before = lab.fleet.ready(WEB)
    lab.set(WEB, replicas=before + 2)
    lab.run(1)
    lab.set(WEB, replicas=before)
    lab.run(1)
    assert lab.phases(WEB) == ["Ready"] * before


def test_deleted_pod_is_replaced_under_another_name(lab: Fleet) -> None:
    victim = lab.fleet.pods(WEB)[0].name
    lab.fleet.remove(WEB, victim)
    lab.run(10)
    names = {pod.name for pod in lab.fleet.pods(WEB)}
    assert victim not in names
    assert len(names) == lab.controls.workloads[WEB].replicas


def test_stateful_pods_keep_their_ordinals(lab: Fleet) -> None:
    lab.fleet.remove(POSTGRES, "postgres-0")
    lab.run(1)
    assert {pod.name for pod in lab.fleet.pods(POSTGRES)} == {"postgres-0", "postgres-1"}
    lab.set(POSTGRES, replicas=3)
    lab.run(1)
    assert {pod.name for pod in lab.fleet.pods(POSTGRES)} == {"postgres-0", "postgres-1", "postgres-2"}
    lab.set(POSTGRES, replicas=1)
    lab.run(1)
    assert [pod.name for pod in lab.fleet.pods(POSTGRES)] == ["postgres-0"]


@pytest.mark.parametrize("key", [WEB, POSTGRES])
def test_rolling_update_replaces_every_pod_and_deployments_never_serve_with_less(lab: Fleet, key: str) -> None:
    wanted = lab.fleet.ready(key)
    lab.set(key, revision="newrevision")
    least = wanted
    for _ in range(200):
        lab.run(1)
        least = min(least, lab.fleet.ready(key))
    assert {pod.revision for pod in lab.fleet.pods(key)} == {"newrevision"}
    assert lab.fleet.ready(key) == wanted == lab.fleet.count(key)
    assert least == (wanted if key == WEB else wanted - 1)


def test_image_that_cannot_be_pulled_keeps_the_old_pods_serving_and_recovers(lab: Fleet) -> None:
    wanted = lab.fleet.ready(WEB)
    lab.set(WEB, revision="broken", image_works=False)
    lab.run(60)
    assert "ImagePullBackOff" in lab.phases(WEB)
    assert lab.fleet.ready(WEB) == wanted
    lab.set(WEB, revision="fixed", image_works=True)
    lab.run(120)
    assert {pod.revision for pod in lab.fleet.pods(WEB)} == {"fixed"}
    assert lab.phases(WEB) == ["Ready"] * wanted


def test_dark_region_loses_its_pods_and_gives_them_back(lab: Fleet) -> None:
    region = next(cell.region for cell in lab.blueprint.cells if cell.name == "osaka")
    key = "cell-osaka/web"
    wanted = lab.fleet.ready(key)
    lab.controls = replace(lab.controls, faults=Faults(dark_regions=frozenset((region,))))
    lab.run(1)
    assert lab.fleet.ready(key) == 0
    assert set(lab.phases(key)) == {"Lost"}
    assert lab.fleet.ready(WEB) > 0
    lab.controls = replace(lab.controls, faults=Faults())
    lab.run(30)
    assert lab.fleet.ready(key) == wanted


def test_a_dark_region_takes_no_new_pods_until_it_is_back(lab: Fleet) -> None:
    """Whoever deletes a lost pod, or scales up, does not heal the region."""
    region = next(cell.region for cell in lab.blueprint.cells if cell.name == "osaka")
    key = "cell-osaka/web"
    wanted = lab.fleet.ready(key)
    lab.controls = replace(lab.controls, faults=Faults(dark_regions=frozenset((region,))))
    lab.run(1)
    lab.fleet.remove(key, lab.fleet.pods(key)[0].name)
    lab.set(key, replicas=wanted + 1)
    lab.run(60)
    assert sorted(lab.phases(key)) == ["Lost"] * (wanted - 1) + ["Unschedulable"] * 2
    assert {pod.node for pod in lab.fleet.pods(key) if pod.phase == "Unschedulable"} == {""}
    lab.controls = replace(lab.controls, faults=Faults())
    lab.run(60)
    assert lab.fleet.ready(key) == wanted + 1
    assert all(pod.node for pod in lab.fleet.pods(key))


def test_cordoned_nodes_get_no_pods_and_full_regions_leave_them_pending(lab: Fleet) -> None:
    region = lab.blueprint.cells[0].region
    nodes = frozenset(node.name for node in lab.blueprint.nodes if node.region == region)
    lab.controls = replace(lab.controls, cordoned_nodes=nodes)
    lab.set(WEB, replicas=lab.fleet.ready(WEB) + 1)
    lab.run(30)
    assert lab.phases(WEB).count("Unschedulable") == 1
    lab.controls = replace(lab.controls, cordoned_nodes=frozenset())
    lab.run(30)
    assert "Unschedulable" not in lab.phases(WEB)
