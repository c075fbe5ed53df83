"""The release gate of a cell: its objectives, the budgets of money that cover it, and its grid zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.release_gate import (
    CarbonFact,
    GateRule,
    GateTopic,
    ObjectiveFact,
    ReleaseGate,
    SpendingFact,
    release_gate,
)
from console.estate.grid_zone import grid_zone
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.cell_objectives import cell_objectives
from console.presenters.cost_view import BUDGET_TOPICS, CostView
from console.presenters.grid_outlooks import carbon_threshold, grid_outlooks

if TYPE_CHECKING:
    from collections.abc import Collection

    from console.estate.schema.cell import Cell
    from console.presenters.slo_rows import SloRow
    from console.store.state import State

GATE_TOPICS = ("slos", "carbon", *BUDGET_TOPICS)
"""What must be observed for the gate."""
_HOUR_S = 3600
OLD_S = 900.0
"""From this age on an objective's numbers no longer say whether a release may begin: they count as unknown."""


def cell_gate(
    state: State,
    cell: Cell,
    now_s: float,
    *,
    without: Collection[GateTopic] = (),
    rule: GateRule | None = None,
    cost: CostView | None = None,
) -> ReleaseGate:
    """Return whether a cell may be released to; ``without`` leaves topics out.

    ``cost`` is what is known of spending, where the caller has it already.
    """
    objectives = () if GateTopic.SLO in without else _objectives(state, cell, now_s)
    budgets = () if GateTopic.COST in without else _budgets(cost or CostView(state, now_s), cell)
    zones = () if GateTopic.CARBON in without else _zones(state, cell, now_s)
    gate = release_gate(objectives, budgets, zones, rule)
    return ReleaseGate(tuple(one for one in gate.checks if one.topic not in without))


def _objectives(state: State, cell: Cell, now_s: float) -> tuple[ObjectiveFact, ...]:
    found = tuple(_objective(state, row, now_s) for row in cell_objectives(state, cell))
    return found if _are_told(state, cell) else (*found, ObjectiveFact(t("objectives"), None, None))


def _are_told(state: State, cell: Cell) -> bool:
    """Return whether those who answer for a cell's objectives did, and the documents of the estate hold any at all."""
    estate = state.estate
    if estate is None or not estate.slos:
        return True
    first = estate.prometheus[0].key if estate.prometheus else ""  # answers for objectives of no cell
    tables = [state.table(server, "slos") for server in {cell.prometheus or first, first}]
    if not all(table is not None and table.complete for table in tables):
        return False
    return any(topic == "slos" and table.rows for (_, topic), table in state.objects.items())


def _objective(state: State, row: SloRow, now_s: float) -> ObjectiveFact:
    name, connection = f"{row.service} {row.name}", row.status.ref.connection
    if now_s - state.objects[connection, "slos"].at_s > OLD_S:
        return ObjectiveFact(name, None, None, row.query, connection)
    return ObjectiveFact(name, row.status.budget_left, row.status.burn_rate(_HOUR_S), row.query, connection)


def _budgets(cost: CostView, cell: Cell) -> tuple[SpendingFact, ...]:
    return tuple(
        SpendingFact(row.title, row.spent, row.forecast, row.limit, row.currency, row.query)
        for row in cost.budgets
        if cell.key in row.cells or (not row.cells and CostSource.CLUSTERS in row.sources)
    )


def _zones(state: State, cell: Cell, now_s: float) -> tuple[CarbonFact, ...]:
    zone = grid_zone(cell)
    outlook = grid_outlooks(state, now_s).get(zone) if zone else None
    if outlook is None:
        return ()
    at, lowest, average = outlook.known.now, outlook.known.lowest, outlook.average
    usual = average.g_per_kwh if average is not None else None
    if at is None:  # the yearly average stands for now, as on the page Carbon
        return (CarbonFact(zone, usual, carbon_threshold(state), usual=usual),)
    least, when = (lowest.g_per_kwh, lowest.from_s) if lowest is not None else (None, None)
    return (CarbonFact(zone, at.g_per_kwh, carbon_threshold(state), least, when, usual),)
