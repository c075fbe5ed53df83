"""Autoscalers whose floor keeps more replicas than the metrics ask for (requirement L6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.price.replica_need import needed_replicas
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.cell_workloads import scalers_of
from console.presenters.format import significant
from console.presenters.money_text import money
from console.presenters.savings.saving import Saving, SavingBasis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.autoscaler import Autoscaler
    from console.estate.schema.cell import Cell

_SPARE = 2
"""Two replicas outlive the loss of one; a floor that had them keeps them."""


def floor_savings(basis: SavingBasis) -> Iterator[Saving]:
    """Yield a lower floor for each autoscaler that is held up by its own."""
    for cell in basis.cells:
        for scaler in scalers_of(basis.state, cell):
            saving = _saving(basis, cell, scaler)
            if saving is not None:
                yield saving


def bounds_target(scaler: Autoscaler) -> tuple[str, str]:
    """Return kind and name of what holds the bounds: KEDA writes those of its autoscalers."""
    kind, _, name = scaler.owner.partition("/")
    return (kind, name) if kind == "ScaledObject" else (scaler.ref.kind, scaler.ref.name)


def _saving(basis: SavingBasis, cell: Cell, scaler: Autoscaler) -> Saving | None:
    needed = needed_replicas(scaler)
    if needed is None or scaler.minimum is None or scaler.current is None or scaler.current > scaler.minimum:
        return None
    floor = max(needed, min(_SPARE, scaler.minimum))
    hourly = basis.pod_hourly(cell, scaler.target_kind, scaler.target_name)
    if floor >= scaler.minimum or hourly is None:
        return None
    price, currency = hourly
    fewer = scaler.minimum - floor
    kind, name = bounds_target(scaler)
    return Saving(
        key=f"floor/{cell.key}/{scaler.ref.name}",
        title=t("Let {name} shrink to {floor} replicas instead of {minimum}", name=scaler.target_name, floor=floor,
                minimum=scaler.minimum),
        cell=cell.key,
        amount=fewer * price * basis.left_h,
        currency=currency,
        how=t("{price} a pod and hour × {count} × {hours} h to the end of the month", count=fewer,
              price=money(price, currency), hours=significant(basis.left_h)),
        condition=t("Holds at the present load: {metrics}.", metrics=metrics_text(scaler)),
        operation=SetReplicaBounds(scaler.ref.connection, kind, scaler.ref.namespace, name, minimum=floor),
        is_guarded=basis.is_guarded(cell.key, CostSource.CLUSTERS),
        query=t("{kind} {name} of {namespace}", kind=kind, name=name, namespace=scaler.ref.namespace),
    )  # fmt: skip


def metrics_text(scaler: Autoscaler) -> str:
    """Return the metrics of an autoscaler with their targets."""
    return ", ".join(f"{one.name} {one.current} / {one.target}" for one in scaler.metrics)
