"""What a cell is, in one line of facts, and its lead figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.cell_shape import CellShape, shape_flags
from console.estate.schema.cell import CellKind
from console.kernel.i18n import t
from console.presenters.cell_board import reasons, shape_text
from console.presenters.cell_budget import budget_figure
from console.presenters.cell_judgement import judge_cell
from console.presenters.cell_row import ATTAINMENT
from console.presenters.format import number
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.estate.schema.cell import Cell
    from console.presenters.figure import Figure
    from console.store.state import State

FIGURES = ("router_rps", "latency_p95", "error_ratio", "slo_attainment", "accuracy", "cost", "power")


@dataclass(frozen=True, slots=True)
class CellHead:
    """``facts`` are short phrases, ``flags`` say why the cell is not one scaling unit (L1.2)."""

    title: str
    health: Health
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    flags: tuple[str, ...]
    figures: tuple[Figure, ...]


def cell_head(state: State, cell: Cell) -> CellHead:
    """Return the head of a cell's page."""
    judged, index, budget = judge_cell(state, cell).whole, ReadingIndex(state), budget_figure(state, cell)
    shape = CellShape(tuple(one.name for one in cell.services), tuple(one.name for one in cell.data_stores))
    return CellHead(
        title=cell.title or cell.key,
        health=judged.health,
        reasons=reasons(judged),
        facts=tuple(_facts(cell)),
        flags=tuple(shape_text(flag) for flag in shape_flags(shape)),
        figures=tuple(budget if budget and key == ATTAINMENT else index.figure(cell, key) for key in FIGURES),
    )


def _facts(cell: Cell) -> list[str]:
    facts = [t("Regional") if cell.kind is CellKind.REGIONAL else t("Functional")]
    facts += [one for one in (cell.region, cell.zone and t("grid {zone}", zone=cell.zone)) if one]
    if cell.team:
        facts.append(t("team {team}", team=cell.team))
    if cell.segments:
        facts.append(" / ".join(cell.segments))
    if cell.services or cell.data_stores:
        services, stores = len(cell.services), len(cell.data_stores)
        facts.append(t("{services} services + {stores} stores", services=services, stores=stores))
    facts += [f"{name} {number(value)}" for name, value in sorted(cell.quotas.items())]
    return facts
