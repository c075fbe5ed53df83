"""A template takes services, data stores, autoscale bounds and quotas from Helm values. (proves L1.4)"""

from pathlib import Path

import pytest

from console.estate.load import load_estate
from console.estate.problem import FileInvalid

ESTATE = """\
name: shop
templates:
  - key: cell
    services: [{name: web, layer: presentation}]
    autoscale: {min: 1, max: 2}
    quotas: {langchain_rps: 1}
    helm_values: chart/values.yaml
"""


def _load(folder: Path, values: str) -> Path:
    (folder / "chart").mkdir()
    (folder / "chart" / "values.yaml").write_text(values)
    file = folder / "estate.yaml"
    file.write_text(ESTATE)
    return file


def test_helm_values_override_the_template_and_the_rest_of_the_chart_is_ignored(tmp_path: Path) -> None:
    file = _load(
        tmp_path,
        "image: {tag: v1}\nreplicaCount: 3\nservices:\n  - {name: bff, layer: application}\n"
        "dataStores:\n  - {name: pg, engine: postgresql}\n"
        "autoscaling: {enabled: true, minReplicas: 3, maxReplicas: 9, targetCPU: 80}\n"
        "quotas: {langchain_rps: 200, next_edge_rps: 1000}\n",
    )
    template = load_estate(file).estate.templates[0]
    assert [one.name for one in template.services] == ["bff"]
    assert [(one.name, one.engine) for one in template.data_stores] == [("pg", "postgresql")]
    assert template.autoscale is not None
    assert (template.autoscale.min, template.autoscale.max) == (3, 9)
    assert template.quotas == {"langchain_rps": 200, "next_edge_rps": 1000}


def test_a_cell_mapping_keeps_the_templates_values_apart_from_the_charts(tmp_path: Path) -> None:
    file = _load(tmp_path, "services: not ours\ncell:\n  quotas: {langchain_rps: 5}\n")
    template = load_estate(file).estate.templates[0]
    assert template.quotas == {"langchain_rps": 5}
    assert [one.name for one in template.services] == ["web"]


def test_a_mistake_in_the_values_names_that_file_and_line(tmp_path: Path) -> None:
    file = _load(tmp_path, "cell:\n  services:\n    - {name: bff, layer: middle}\n")
    with pytest.raises(FileInvalid) as caught:
        load_estate(file)
    [problem] = caught.value.problems
    assert problem.file.endswith("chart/values.yaml")
    assert (problem.position.line, problem.where) == (3, "cell.services[0].layer")


def test_values_are_read_by_the_same_careful_reader(tmp_path: Path) -> None:
    file = _load(tmp_path, "a: &a [1]\nb: *a\n")
    with pytest.raises(FileInvalid, match=r"anchors \(&\) and aliases"):
        load_estate(file)


def test_a_file_that_is_not_there_is_told_at_the_line_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text(ESTATE)
    with pytest.raises(FileInvalid) as caught:
        load_estate(file)
    [problem] = caught.value.problems
    assert (problem.file, problem.position.line, problem.where) == (str(file), 7, "templates[0].helm_values")
    assert "chart/values.yaml cannot be read: No such file or directory." in problem.sentence


def test_bounds_of_an_autoscaling_that_is_off_are_not_taken_over(tmp_path: Path) -> None:
    file = _load(tmp_path, "autoscaling: {enabled: false, minReplicas: 3, maxReplicas: 9}\n")
    autoscale = load_estate(file).estate.templates[0].autoscale
    assert autoscale is not None
    assert (autoscale.min, autoscale.max) == (1, 2)


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ("autoscale: {min: 10, max: 2}\n", (1, "autoscale.max")),
        ("a: 1\ncell:\n  autoscaling: {minReplicas: 5, maxReplicas: 4}\n", (3, "cell")),
    ],
)
def test_bounds_of_a_chart_that_do_not_fit_each_other_are_refused(
    tmp_path: Path, values: str, place: tuple[int, str]
) -> None:
    file = _load(tmp_path, values)
    with pytest.raises(FileInvalid, match="is less than min") as caught:
        load_estate(file)
    [problem] = caught.value.problems
    assert problem.file.endswith("chart/values.yaml")
    assert (problem.position.line, problem.where) == place


def test_parts_as_charts_write_them_are_read_and_what_concerns_the_chart_is_left(tmp_path: Path) -> None:
    file = _load(
        tmp_path,
        "cell:\n  services:\n    bff: {layer: application, image: {tag: v1}, port: 80}\n"
        "    web: {layer: presentation, workload: Rollout/web-v2}\n"
        "  dataStores:\n    - {name: pg, engine: postgresql, storage: 10Gi}\n",
    )
    template = load_estate(file).estate.templates[0]
    assert [(one.name, one.layer, one.workload) for one in template.services] == [
        ("bff", "application", ""),
        ("web", "presentation", "Rollout/web-v2"),
    ]
    assert [(one.name, one.engine) for one in template.data_stores] == [("pg", "postgresql")]


@pytest.mark.parametrize("services", ["{bff: 3}", "[3]", "[bff]", "3", "{bff: {layer: middle}}"])
def test_parts_that_say_too_little_are_refused_in_that_file(tmp_path: Path, services: str) -> None:
    file = _load(tmp_path, f"services: {services}\n")
    with pytest.raises(FileInvalid) as caught:
        load_estate(file)
    assert caught.value.problems[0].file.endswith("chart/values.yaml")
