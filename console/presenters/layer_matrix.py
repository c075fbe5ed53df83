"""Every layer of every cell with its lead metrics (L1.1) and the strategy that comes first (L1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.bottleneck import layer_pressures
from console.domain.layer import Layer
from console.domain.scaling_demand import is_at_maximum
from console.domain.signal_catalogue import lead_signals
from console.domain.strategy import LayerLoad, first_strategy
from console.presenters.autoscaler_rows import autoscalers_of
from console.presenters.cell_board import reasons
from console.presenters.cell_judgement import judge_cell, layer_parts, readings_of
from console.presenters.cell_workloads import workload_name
from console.presenters.reading_index import ReadingIndex, limits_of
from console.presenters.strategy_text import strategy_sentence, strategy_word

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.domain.strategy import StrategyAdvice
    from console.estate.schema.cell import Cell, DataStore, Service
    from console.presenters.figure import Figure
    from console.store.state import State


@dataclass(frozen=True, slots=True)
class LayerCell:
    """One layer of one cell; ``strategy`` is the word (empty: nothing to do), ``advice`` the sentence with the why."""

    cell: str
    cell_title: str
    layer: Layer
    health: Health
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...]
    strategy: str
    advice: str
    order: tuple[str, ...]


def layer_cells(state: State, cell: Cell) -> tuple[LayerCell, ...]:
    """Return the six layers of a cell, from the user inwards."""
    index, judged = ReadingIndex(state), judge_cell(state, cell)
    return tuple(
        _layer_cell(
            cell, layer, judged.layers[layer].health, reasons(judged.layers[layer]), index, _advice(state, cell, layer)
        )
        for layer in Layer
    )


def _layer_cell(
    cell: Cell, layer: Layer, health: Health, why: tuple[str, ...], index: ReadingIndex, advice: StrategyAdvice
) -> LayerCell:
    return LayerCell(
        cell=cell.key,
        cell_title=cell.title or cell.key,
        layer=layer,
        health=health,
        reasons=why,
        figures=tuple(index.figure(cell, signal.key) for signal in lead_signals(layer)),
        strategy=strategy_word(advice.first) if advice.first is not None else "",
        advice=strategy_sentence(advice),
        order=tuple(strategy_word(one) for one in advice.order),
    )


def _advice(state: State, cell: Cell, layer: Layer) -> StrategyAdvice:
    parts = layer_parts(state, cell, layer)
    pressures = layer_pressures(cell.key, layer, parts.services, readings_of(state, cell), limits_of(state))
    cpus = [one.value for one in pressures if one.key.signal == "cpu_saturation"]
    declared: list[Service | DataStore] = [*cell.services, *cell.data_stores]
    targets = {workload_name(one) for one in declared if one.name in parts.services}
    scaled = [one for one in autoscalers_of(state, cell) if one.target_name in targets]
    load = LayerLoad(max(cpus, default=None), any(is_at_maximum(one) for one in scaled))
    return first_strategy(layer, pressures, load)
