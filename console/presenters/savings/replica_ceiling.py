"""At the threshold of a budget: a lower ceiling for the dearest autoscaler, models first (requirement L2.4)."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.layer import Layer
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.price.replica_need import needed_replicas
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.cell_budget import worst_objective
from console.presenters.cell_workloads import scalers_of, workload_name
from console.presenters.format import significant
from console.presenters.money_text import money
from console.presenters.savings.replica_floor import bounds_target
from console.presenters.savings.saving import Saving, SavingBasis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.autoscaler import Autoscaler
    from console.estate.schema.cell import Cell
    from console.presenters.budget_rows import BudgetRow
    from console.presenters.slo_rows import SloRow

_ASKING = frozenset({Health.WARNING, Health.CRITICAL})
_BILLS = frozenset({CostSource.CLUSTERS, CostSource.MODELS})


def ceiling_savings(basis: SavingBasis) -> Iterator[Saving]:
    """Yield one proposal for each cell with a budget at its threshold."""
    for cell in basis.cells:
        row = next((one for one in basis.budgets if _asks(one, cell.key)), None)
        found = sorted(_candidates(basis, cell), key=lambda one: one[0]) if row is not None else []
        for _, scaler, price, currency in found[:1]:
            if row is not None:
                yield from _saving(basis, cell, row, scaler, price, currency)


def _asks(row: BudgetRow, cell: str) -> bool:
    covers = not row.cells or cell in row.cells
    return row.health in _ASKING and covers and not _BILLS.isdisjoint(row.sources) and row.forecast is not None


def _candidates(basis: SavingBasis, cell: Cell) -> Iterator[tuple[tuple[bool, float], Autoscaler, float, str]]:
    """Yield the cell's autoscalers with an order: those of models first, then the dearest."""
    models = {workload_name(one) for one in cell.services if one.layer is Layer.AI}
    for scaler in scalers_of(basis.state, cell):
        hourly = basis.pod_hourly(cell, scaler.target_kind, scaler.target_name)
        if scaler.maximum is not None and scaler.current is not None and hourly is not None:
            order = scaler.target_name not in models, -scaler.current * hourly[0]
            yield order, scaler, *hourly


def _saving(
    basis: SavingBasis, cell: Cell, row: BudgetRow, scaler: Autoscaler, price: float, currency: str
) -> Iterator[Saving]:
    current, maximum = scaler.current or 0, scaler.maximum or 0
    over = max(0.0, (row.forecast or 0.0) - row.limit)
    fewer = over / basis.left_h / price if basis.left_h and price else 0.0
    ceiling = max(needed_replicas(scaler) or current, floor(current - fewer), scaler.minimum or 1, 1)
    if ceiling >= maximum:
        return
    kind, name = bounds_target(scaler)
    yield Saving(
        key=f"ceiling/{cell.key}/{scaler.ref.name}",
        title=t("Let {name} grow to {ceiling} replicas at most, not to {maximum}", name=scaler.target_name,
                ceiling=ceiling, maximum=maximum),
        cell=cell.key,
        amount=(maximum - ceiling) * price * basis.left_h,
        currency=currency,
        how=t("At most {price} a pod and hour × {count} × {hours} h: what growing to the present ceiling could cost",
              count=maximum - ceiling, price=money(price, currency), hours=significant(basis.left_h)),
        condition=_condition(row, ceiling, worst_objective(basis.state, cell)),
        operation=SetReplicaBounds(scaler.ref.connection, kind, scaler.ref.namespace, name, maximum=ceiling),
        is_guarded=True,
        query=t("{kind} {name} of {namespace}", kind=kind, name=name, namespace=scaler.ref.namespace),
    )  # fmt: skip


def _condition(row: BudgetRow, ceiling: int, objective: SloRow | None) -> str:
    said = t("{budget} is at its threshold. More load than {ceiling} replicas can serve waits or is refused.",
             budget=row.title, ceiling=ceiling)  # fmt: skip
    if objective is None:
        return said
    return f"{said} {t('The worst error budget of the cell has {left} left.', left=objective.budget_left)}"
