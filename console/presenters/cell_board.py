"""The cell board: every cell in one line with health, reasons and lead figures side by side, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.cell_shape import CellShape, ShapeReason, shape_flags
from console.domain.health import Health
from console.estate.schema.cell import CellKind
from console.kernel.i18n import t
from console.presenters.cell_budget import budget_figure
from console.presenters.cell_judgement import judge_cell
from console.presenters.cell_row import CellRow, LayerMark
from console.presenters.evidence_text import evidence_text
from console.presenters.format import UNKNOWN
from console.presenters.pod_count import pod_count
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from console.domain.cell_shape import ShapeFlag
    from console.domain.layer_health import Judgement
    from console.estate.schema.cell import Cell
    from console.store.state import State

FIGURES = ("router_rps", "latency_p95", "error_ratio", "slo_attainment", "accuracy", "cost", "power")
MOST_REASONS = 3


def cell_rows(state: State) -> tuple[CellRow, ...]:
    """Return the board's rows, worst first, then in the order of the estate file."""
    if state.estate is None:
        return ()
    index = ReadingIndex(state)
    rows = [_row(state, index, cell) for cell in state.estate.cells]
    return tuple(sorted(rows, key=lambda row: -row.health))


def _row(state: State, index: ReadingIndex, cell: Cell) -> CellRow:
    judged = judge_cell(state, cell)
    flags = shape_flags(CellShape(tuple(s.name for s in cell.services), tuple(d.name for d in cell.data_stores)))
    pods = pod_count(state, cell)
    return CellRow(
        key=cell.key,
        title=cell.title or cell.key,
        kind=t("Regional") if cell.kind is CellKind.REGIONAL else t("Functional"),
        place=cell.region or cell.team or UNKNOWN,
        team=cell.team or UNKNOWN,
        health=judged.whole.health,
        reasons=reasons(judged.whole),
        shape=tuple(shape_text(flag) for flag in flags),
        figures=tuple(index.figure(cell, signal) for signal in FIGURES),
        layers=tuple(LayerMark(layer, one.health, reasons(one)) for layer, one in judged.layers.items()),
        pods=f"{pods.running}/{pods.total}" if pods is not None else UNKNOWN,
        unit=f"{len(cell.services)} + {len(cell.data_stores)}" if cell.services or cell.data_stores else UNKNOWN,
        budget=budget_figure(state, cell),
    )


def reasons(judged: Judgement) -> tuple[str, ...]:
    """Return the phrases behind a judgement that is not well: a few only, causes first, and never causes alone."""
    if judged.health is Health.OK:
        return ()
    causes = [one for one in judged.evidence if one.trouble is not None]
    signs = [one for one in judged.evidence if one.trouble is None and one.health is judged.health]
    told = [*causes[: MOST_REASONS - 1], *signs] if signs else causes
    return tuple(dict.fromkeys(evidence_text(one) for one in told))[:MOST_REASONS]


def shape_text(flag: ShapeFlag) -> str:
    """Return why a cell is not one scaling unit of five to seven services and two data stores (L1.2)."""
    template = {
        ShapeReason.TOO_FEW_SERVICES: t(
            "{found} services, at least {bound} make a cell", found=flag.found, bound=flag.bound
        ),
        ShapeReason.TOO_MANY_SERVICES: t(
            "{found} services, at most {bound} make a cell", found=flag.found, bound=flag.bound
        ),
        ShapeReason.TOO_FEW_DATA_STORES: t(
            "{found} data stores, a cell has {bound}", found=flag.found, bound=flag.bound
        ),
    }
    return template.get(flag.reason) or t("{found} data stores, a cell has {bound}", found=flag.found, bound=flag.bound)
