"""A cell takes over from its template what it does not state itself. (proves L1.4)"""

from pathlib import Path

from console.estate.load import load_estate
from console.estate.schema.cell import Cell

ESTATE = """\
name: shop
clusters: [{key: main}]
templates:
  - key: usual
    services: [{name: web, layer: presentation}, {name: cache, layer: data}]
    data_stores: [{name: pg, engine: postgresql}, {name: archive, managed: true}]
    autoscale: {min: 2, max: 9}
    quotas: {langchain_rps: 200, next_edge_rps: 1000}
    helm_values: values.yaml
cells:
  - {key: bare, kind: regional, cluster: main, template: usual}
  - key: own
    kind: regional
    cluster: main
    template: usual
    data_stores: [{name: cache, engine: redis}]
    autoscale: {min: 1, max: 3}
    quotas: {langchain_rps: 50}
  - {key: free, kind: regional, cluster: main}
"""


def _cells(folder: Path) -> dict[str, Cell]:
    file = folder / "estate.yaml"
    file.write_text(ESTATE)
    (folder / "values.yaml").write_text("quotas: {langchain_rps: 300, next_edge_rps: 1000}\n")
    return {cell.key: cell for cell in load_estate(file).estate.cells}


def test_a_cell_that_states_nothing_is_what_its_template_says_with_the_helm_values(tmp_path: Path) -> None:
    bare = _cells(tmp_path)["bare"]
    assert [one.name for one in bare.services] == ["web", "cache"]
    assert [(one.name, one.managed) for one in bare.data_stores] == [("pg", False), ("archive", True)]
    assert bare.autoscale is not None
    assert (bare.autoscale.min, bare.autoscale.max) == (2, 9)
    assert bare.quotas == {"langchain_rps": 300, "next_edge_rps": 1000}


def test_what_a_cell_states_wins_and_no_name_is_there_twice(tmp_path: Path) -> None:
    own = _cells(tmp_path)["own"]
    assert [one.name for one in own.services] == ["web"]
    assert [one.engine for one in own.data_stores] == ["redis"]
    assert own.autoscale is not None
    assert own.autoscale.max == 3
    assert own.quotas == {"langchain_rps": 50, "next_edge_rps": 1000}


def test_a_cell_without_a_template_stays_as_it_is(tmp_path: Path) -> None:
    free = _cells(tmp_path)["free"]
    assert (free.services, free.data_stores, free.quotas, free.autoscale) == ((), (), {}, None)
