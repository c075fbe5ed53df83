"""The estate as built for a scale (proves L1.1, L1.2)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.lab.simulator.estate_blueprint import estate_blueprint
from console.lab.simulator.lab_scale import LabScale


def test_default_estate_has_six_cells_of_five_to_seven_services_but_one_with_a_flaw() -> None:
    blueprint = estate_blueprint(LabScale())
    assert [cell.name for cell in blueprint.cells] == ["tokyo", "osaka", "frankfurt", "content", "ai", "infra"]
    services = {cell.name: sum(not spec.is_store for spec in cell.workloads) for cell in blueprint.cells}
    stores = {cell.name: sum(spec.is_store for spec in cell.workloads) for cell in blueprint.cells}
    assert services.pop("infra") == 4
    assert all(5 <= count <= 7 for count in services.values())
    assert set(stores.values()) == {2}
    assert {spec.layer for spec in blueprint.cells[0].workloads} == {
        "presentation", "application", "ai", "data", "automation", "control",
    }  # fmt: skip


def test_default_estate_is_about_130_pods_on_8_nodes() -> None:
    blueprint = estate_blueprint(LabScale())
    assert len(blueprint.nodes) == 8
    assert 130 <= sum(spec.replicas for spec in blueprint.workloads) <= 170


@settings(max_examples=25, deadline=None)
@given(nodes=st.integers(1, 300), pods=st.integers(1, 20_000), cells=st.integers(1, 60))
def test_every_scale_has_room_for_all_replicas_and_weights_that_sum_to_100(nodes: int, pods: int, cells: int) -> None:
    blueprint = estate_blueprint(LabScale(nodes, pods, cells))
    assert len(blueprint.nodes) == nodes
    assert len({cell.name for cell in blueprint.cells}) == cells
    assert sum(blueprint.router_weights().values()) == 100
    assert sum(spec.min_replicas for spec in blueprint.workloads) >= min(pods, 1)
    assert all(spec.min_replicas <= spec.replicas <= spec.max_replicas for spec in blueprint.workloads)


def test_quietest_hour_still_has_the_wanted_pods() -> None:
    blueprint = estate_blueprint(LabScale(100, 10_000, 6))
    assert sum(spec.min_replicas for spec in blueprint.workloads) >= 10_000


@pytest.mark.parametrize("scale", [(0, 130, 6), (8, 0, 6), (8, 130, 0), (8, 10**7, 6)])
def test_impossible_scales_are_refused_with_a_sentence(scale: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="the lab needs between"):
        LabScale(*scale)
