"""What comes first in a layer, where a service's workload has a name of its own. Proves L1.5."""

from __future__ import annotations

from dataclasses import replace

from console.domain.layer import Layer
from console.domain.signal_key import SignalKey
from console.estate.schema.cell import Service
from console.presenters.layer_matrix import layer_cells
from tests.fakes.cell_objects import scaler, with_rows
from tests.fakes.small_estate import ESTATE, state


def test_an_autoscaler_at_its_maximum_counts_for_the_service_that_its_workload_serves() -> None:
    web = Service(name="web", layer=Layer.PRESENTATION, workload="Rollout/web-v2")
    cell = ESTATE.cells[0].model_copy(update={"services": (web,)})
    full = replace(scaler("web"), target_kind="Rollout", target_name="web-v2", desired=10)
    found = with_rows(state({SignalKey("cpu_saturation", "tokyo", "web"): 1.4}), "autoscalers", full)
    layers = {one.layer: one for one in layer_cells(found, cell)}
    assert layers[Layer.PRESENTATION].strategy == "Split the cell"
    other = replace(full, target_name="web")
    elsewhere = with_rows(state({SignalKey("cpu_saturation", "tokyo", "web"): 1.4}), "autoscalers", other)
    assert layer_cells(elsewhere, cell)[0].strategy == "Scale out"
