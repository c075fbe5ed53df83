"""The lab's estate file is valid, says that it is the lab, and shows one deliberate flaw."""

from dataclasses import replace
from pathlib import Path

import pytest

from console.estate.load import load_estate
from console.estate.schema.estate import Estate
from console.lab.runner.estate_file import estate_file
from console.lab.runner.running_lab import RunningLab
from console.lab.simulator.estate_blueprint import estate_blueprint
from console.lab.simulator.lab_scale import LabScale

NOW_S = 1_795_395_600.0


@pytest.fixture
def lab(tmp_path: Path) -> RunningLab:
    folder = tmp_path / "a lab: with #odd 'name'"
    return RunningLab(
        folder,
        folder / "estate.yaml",
        folder / "kubeconfig",
        "https://127.0.0.1:1",
        "http://127.0.0.1:2/metrics",
        folder / "tokens" / "metrics",
        "http://127.0.0.1:3",
        folder / "tokens" / "prometheus",
        "http://127.0.0.1:4",
        folder / "tokens" / "alertmanager",
    )


def _estate(lab: RunningLab, scale: LabScale | None = None) -> Estate:
    lab.folder.mkdir(exist_ok=True)
    (lab.estate_file.parent / "slos").mkdir(exist_ok=True)
    lab.estate_file.write_text(estate_file(lab, estate_blueprint(scale or LabScale()), now_s=NOW_S))
    loaded = load_estate(lab.estate_file)
    assert loaded.warnings == ()
    return loaded.estate


def test_it_is_a_lab_with_regional_and_functional_cells(lab: RunningLab) -> None:
    estate = _estate(lab)
    assert estate.is_lab
    kinds = {cell.key: cell.kind.value for cell in estate.cells}
    assert [kinds[name] for name in ("tokyo", "osaka", "frankfurt")] == ["regional"] * 3
    assert [kinds[name] for name in ("content", "ai", "infra")] == ["functional"] * 3
    assert {cell.team for cell in estate.cells if cell.kind.value == "functional"} == {"content", "ai", "infra"}
    assert {cell.key: cell.zone for cell in estate.cells}["frankfurt"] == "DE"


def test_only_infra_deviates_from_its_template(lab: RunningLab) -> None:
    estate = _estate(lab)
    deviating = set()
    for cell in estate.cells:
        template = estate.template_of(cell)
        assert template is not None
        parts = ({one.name: one.layer for one in template.services}, {one.name for one in template.data_stores})
        if parts != ({one.name: one.layer for one in cell.services}, {one.name for one in cell.data_stores}):
            deviating.add(cell.key)
        assert dict(cell.quotas) == dict(template.quotas)
    assert deviating == {"infra"}
    sizes = {cell.key: len(cell.services) for cell in estate.cells}
    assert sizes["infra"] < 5
    assert all(5 <= size <= 7 for name, size in sizes.items() if name != "infra")


def test_routers_reach_every_cell(lab: RunningLab) -> None:
    estate = _estate(lab)
    cell_router, *model_routers = estate.routers
    keys = [cell.key for cell in estate.cells]
    assert [one.cell for one in cell_router.destinations] == keys  # type: ignore[union-attr]
    assert [router.cells for router in model_routers] == [(key,) for key in keys]  # type: ignore[union-attr]


def test_tokens_are_references_to_private_files(lab: RunningLab) -> None:
    estate = _estate(lab)
    assert estate.prometheus[0].auth.token == f"file:{lab.prometheus_token_file}"  # type: ignore[union-attr]
    assert estate.clusters[0].kubeconfig == str(lab.kubeconfig)


def test_without_prometheus_there_is_no_connection_to_one(lab: RunningLab) -> None:
    bare = replace(
        lab, prometheus_url="", prometheus_token_file=None, alertmanager_url="", alertmanager_token_file=None
    )
    estate = _estate(bare)
    assert [connection.key for connection in estate.connections()] == ["lab"]
    assert {cell.prometheus for cell in estate.cells} == {None}


@pytest.mark.parametrize("cells", [1, 3, 40])
def test_every_number_of_cells_makes_a_valid_estate(cells: int, lab: RunningLab) -> None:
    assert len(_estate(lab, LabScale(cells=cells, pods=10 * cells)).cells) == cells


def test_where_a_lab_runs_survives_the_way_through_json(lab: RunningLab) -> None:
    assert RunningLab.from_json(lab.to_json()) == lab


def test_every_cell_says_where_its_quotas_stand(lab: RunningLab) -> None:
    estate = _estate(lab)
    for cell in estate.cells:
        assert estate.quota_places(cell) == {(cell.selectors.namespaces[0], "cell-quota")}
        assert cell.quota_config is not None
        assert cell.quota_config.entry == ""
