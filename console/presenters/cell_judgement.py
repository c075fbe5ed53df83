"""How well a cell and its layers are: the domain's rules applied to what the state holds of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.layer import Layer
from console.domain.layer_health import LayerParts, cell_health, layer_health, with_troubles
from console.presenters.cell_troubles import cell_troubles
from console.presenters.cell_workloads import serving, workloads_of
from console.presenters.reading_index import limits_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.layer_health import Judgement
    from console.domain.signal import Reading
    from console.domain.signal_key import SignalKey
    from console.domain.workload import Workload
    from console.estate.schema.cell import Cell
    from console.store.state import State


@dataclass(frozen=True, slots=True)
class CellJudgement:
    """The judgement of a cell and of each of its layers."""

    whole: Judgement
    layers: Mapping[Layer, Judgement]


def judge_cell(state: State, cell: Cell) -> CellJudgement:
    """Judge one cell by its readings and workloads; what is not known is unknown, never well."""
    readings = readings_of(state, cell)
    limits = limits_of(state)
    parts = (layer_parts(state, cell, layer) for layer in Layer)
    layers = {one.layer: layer_health(one, readings, limits) for one in parts}
    whole = cell_health(layers.values(), cell.key, readings, limits)
    return CellJudgement(with_troubles(whole, cell_troubles(state, cell)), layers)


def readings_of(state: State, cell: Cell) -> Mapping[SignalKey, Reading]:
    """Return the readings of the metric server that the estate names for the cell, this cell's only."""
    known = state.readings.get(cell.prometheus or "")
    return {} if known is None else {key: one for key, one in known.values.items() if key.cell == cell.key}


def layer_parts(state: State, cell: Cell, layer: Layer) -> LayerParts:
    """Return what a layer of a cell consists of, with its workloads when the cluster has been read."""
    workloads = workloads_of(state, cell)
    found: dict[str, Workload | None] = {
        service.name: serving(workloads, service) for service in cell.services if service.layer is layer
    }
    if layer is Layer.DATA:
        found |= {store.name: serving(workloads, store) for store in cell.data_stores if not store.managed}
    table = state.table(cell.cluster, "workloads")
    is_read = table is not None and table.complete
    return LayerParts(cell.key, layer, tuple(found), found if is_read else None)
