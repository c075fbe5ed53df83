"""Every lead metric of every layer of every cell in one line each (L1.1), worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.presenters.layer_matrix import layer_cells

if TYPE_CHECKING:
    from console.domain.layer import Layer
    from console.presenters.figure import Figure
    from console.presenters.layer_matrix import LayerCell
    from console.store.state import State


@dataclass(frozen=True, slots=True)
class LayerMetric:
    """One lead metric of a layer of a cell, with the layer's health and the strategy that comes first there."""

    cell: str
    cell_title: str
    layer: Layer
    health: Health
    figure: Figure
    strategy: str
    advice: str


def layer_metrics(state: State) -> tuple[LayerMetric, ...]:
    """Return the lines of all cells."""
    if state.estate is None:
        return ()
    rows = [row for cell in state.estate.cells for one in layer_cells(state, cell) for row in _rows(one)]
    return tuple(sorted(rows, key=lambda row: -_weight(row.figure)))


def _rows(one: LayerCell) -> tuple[LayerMetric, ...]:
    return tuple(
        LayerMetric(one.cell, one.cell_title, one.layer, one.health, figure, one.strategy, one.advice)
        for figure in one.figures
    )


def _weight(figure: Figure) -> int:
    """Unknown stands between fine and troubled; a figure without a limit is as good as fine."""
    return int(Health.OK if figure.severity is None else figure.severity)
