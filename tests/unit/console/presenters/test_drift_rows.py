"""What deviates from a cell's template: workloads by their own names, and the bounds that are in force. Proves L1.4."""

from __future__ import annotations

from dataclasses import replace

from console.estate.schema.estate import Estate
from console.presenters.drift_rows import drift_rows
from console.store.state import ObjectTable, State
from tests.fakes.cell_objects import scaler
from tests.fakes.small_estate import ESTATE, NOW_S, state, workload

TEMPLATE = {
    "key": "usual",
    "services": [
        {"name": "web", "layer": "presentation", "workload": "Rollout/web-v2"},
        {"name": "bff", "layer": "application"},
    ],
    "data_stores": [{"name": "postgres", "workload": "StatefulSet/pg-main"}],
    "autoscale": {"min": 0, "max": 10},
}


def _state(**cell: object) -> State:
    told = {**ESTATE.model_dump(mode="json"), "templates": [TEMPLATE]}
    told["cells"] = [{**told["cells"][0], "services": [], "data_stores": [], "template": "usual", **cell}]
    told["routers"] = []
    workloads = (
        workload("tokyo", "web-v2", kind="Rollout"),
        workload("tokyo", "bff"),
        workload("tokyo", "pg-main", kind="StatefulSet"),
    )
    scalers = (
        replace(scaler("bff", kind="ScaledObject"), minimum=0, maximum=10),
        replace(scaler("keda-hpa-bff", owner="ScaledObject/bff"), minimum=1, maximum=10, target_name="bff"),
        replace(scaler("web"), minimum=0, maximum=12, target_name="web-v2"),
    )
    found = state(workloads=workloads)
    tables = {**found.objects, ("main", "autoscalers"): ObjectTable({one.ref: one for one in scalers}, NOW_S)}
    return replace(found, objects=tables, estate=Estate.model_validate(told))


def _drift(**cell: object) -> list[tuple[str, str, str]]:
    known = _state(**cell)
    assert known.estate is not None
    return [(one.path, one.expected, one.found) for one in drift_rows(known, known.estate.cells[0]) or ()]


def test_parts_are_known_by_their_workloads_and_bounds_by_the_scaled_object() -> None:
    assert _drift() == [("autoscale/web/max", "10", "12")]


def test_the_workload_that_a_cell_names_for_a_service_counts_for_it() -> None:
    services = [
        {"name": "web", "layer": "presentation", "workload": "Deployment/web-old"},
        {"name": "bff", "layer": "application"},
    ]
    assert [row for row in _drift(services=services) if row[0].startswith("services")] == [
        ("services/web", "web", "–"),
        ("services/web-v2", "–", "web-v2"),
    ]
