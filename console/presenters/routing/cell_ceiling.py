"""How many requests a second a cell can take with all the replicas that its autoscalers may run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.quantity import quantity_number
from console.presenters.cell_workloads import scalers_of

if TYPE_CHECKING:
    from console.domain.autoscaler import Autoscaler
    from console.estate.schema.cell import Cell
    from console.store.state import State

_HPA = "HorizontalPodAutoscaler"


def cell_ceiling(state: State, cell: Cell, rps: float | None) -> float | None:
    """Return maximum × target of the cell's tightest HPA, in requests to the cell; ``None`` where it is not known.

    ``rps`` is what reaches the cell now: load is taken to grow with requests, as an HPA itself takes it. What scales by
    a queue (KEDA) is left out: it takes its time, it does not refuse.
    """
    if not rps or rps <= 0:
        return None
    scalers = [one for one in scalers_of(state, cell) if one.ref.kind == _HPA and not one.owner]
    room = [factor for one in scalers if (factor := _room(one)) is not None]
    return rps * min(room) if room else None


def _room(scaler: Autoscaler) -> float | None:
    """Return by how much the load may grow until every replica that is allowed is at its target."""
    if not scaler.maximum or not scaler.current:
        return None
    pairs = ((_amount(one.current), _amount(one.target)) for one in scaler.metrics)
    busy = [now / wish for now, wish in pairs if now and wish]
    return scaler.maximum / (scaler.current * max(busy)) if busy else None


def _amount(text: str | None) -> float | None:
    return quantity_number((text or "").removesuffix("%"))
