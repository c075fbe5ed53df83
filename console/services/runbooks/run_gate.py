"""The gate before a step: the release gate of a cell, or of all of them (L7.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.release_gate import GateTopic
from console.kernel.i18n import t
from console.presenters.cell_gate import cell_gate
from console.presenters.gate_text import check_sentence, gate_sentence

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import PlanStep
    from console.estate.schema.cell import Cell
    from console.services.runbooks.run_outside import Reach
    from console.store.state import State

_READ_WITHIN_S = 20.0
_LOOK_S = 0.5


async def closed_gate(reach: Reach, step: PlanStep) -> str:
    """Return why the gate of a step is closed, in sentences; empty when it is open, or the step has none.

    What is not known yet is waited for a moment; what stays unknown keeps the gate closed.
    """
    topics = {GateTopic(one) for one in step.gate}
    if not topics:
        return ""
    cells = [one for one in reach.estate.cells if step.cell in {"", "*", one.key}]
    if not cells:
        return t("The gate cannot be looked at: the estate has no cell {key}.", key=repr(step.cell))
    end_s = reach.clock.monotonic() + _READ_WITHIN_S
    while True:
        why = await reach.runtime.in_thread(_closed, reach.store.state, cells, topics, reach.clock.now().timestamp())
        if not why or reach.clock.monotonic() >= end_s:
            return why
        await reach.sleep(_LOOK_S)


def _closed(state: State, cells: list[Cell], topics: set[GateTopic], now_s: float) -> str:
    without = [one for one in GateTopic if one not in topics]
    refused, blind = [], []
    for cell in cells:
        gate = cell_gate(state, cell, now_s, without=without)
        closed = " ".join(check_sentence(one) for one in gate.checks if not one.is_open)
        if closed:
            refused.append(f"{cell.title or cell.key}: {closed}")
        elif not gate.is_go:
            blind.append(f"{cell.title or cell.key}: {gate_sentence(gate)}")
    if refused:
        return " ".join(refused)
    return " ".join(blind) if len(blind) == len(cells) else ""  # a gate that sees nothing anywhere is closed
