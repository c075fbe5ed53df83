"""What an operation on limits, quotas or weights would have done to the recorded traffic, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_cell_quota import SetCellQuota
from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_pool_weights import SetPoolWeights
from console.domain.operations.set_rate_limit import SetRateLimit
from console.domain.operations.set_resource_quota import SetResourceQuota
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.quantity import quantity_number
from console.domain.weight_balance import whole_parts
from console.kernel.i18n import t
from console.presenters.routing.limit_effect import limit_effect
from console.presenters.routing.limit_row import LimitRow, limit_rows
from console.presenters.routing.router_row import RouterRow, router_rows
from console.presenters.routing.weight_effect import weight_effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.domain.change import AnyOperation
    from console.store.state import State

_DAY_S = 86_400
REPLAYED = (SetRateLimit, SetCellQuota, SetResourceQuota, SetRouteWeights, SetPoolWeights, SetModelWeights)


def operation_effect(state: State, operation: AnyOperation) -> str:
    """Return what it would have done to the recorded day, and what that rests on; empty for other operations."""
    if isinstance(operation, SetRouteWeights | SetPoolWeights | SetModelWeights):
        return _weights(state, operation)
    if isinstance(operation, SetRateLimit | SetCellQuota | SetResourceQuota):
        burst = operation.burst if isinstance(operation, SetRateLimit) else None
        told = [_limit(row, value, burst) for row, value in _limits(state, operation)]
        return " ".join(told) or t("Nothing is recorded of what it limits.")
    return ""


def _limit(row: LimitRow, value: float, burst: float | None) -> str:
    effect = limit_effect(row, value, burst)
    return t("{limit}: {sentence} {ground}", limit=row.title, sentence=effect.sentence, ground=effect.ground).strip()


def _limits(
    state: State, operation: SetRateLimit | SetCellQuota | SetResourceQuota
) -> Iterator[tuple[LimitRow, float]]:
    """Yield what is limited with its new value."""
    wanted = _values(operation)
    target = operation.target
    for row in limit_rows(state, _DAY_S):
        is_it = (row.connection, row.namespace, row.place) == (target.connection, target.namespace, target.name)
        value = wanted.get(row.entry) if is_it else None
        if value is not None:
            yield row, value


def _values(operation: SetRateLimit | SetCellQuota | SetResourceQuota) -> dict[str, float]:
    if isinstance(operation, SetRateLimit):
        return {} if operation.rps is None else {"": operation.rps}
    if isinstance(operation, SetCellQuota):
        return dict(operation.quotas)
    found = {name: _amount(hard) for name, hard in operation.hard if hard is not None}
    return {name: value for name, value in found.items() if value is not None}


def _amount(text: str) -> float | None:
    """Return a quantity in the unit that it is written in, as the rows have it."""
    digits = text.rstrip("KMGTPi")
    return quantity_number(digits if text.endswith("i") else text)


def _weights(state: State, operation: SetRouteWeights | SetPoolWeights | SetModelWeights) -> str:
    row = next((one for one in router_rows(state) if _is_of(one, operation)), None)
    if row is None:
        return t("No router of the estate has these weights: nothing is recorded of them.")
    wanted = dict(operation.weights)
    parts = whole_parts([float(wanted.get(one.name, 0.0)) for one in row.targets], row.whole)
    effect = weight_effect(state, row, parts, _DAY_S)
    return f"{effect.sentence} {effect.ground}".strip()


def _is_of(row: RouterRow, operation: SetRouteWeights | SetPoolWeights | SetModelWeights) -> bool:
    target = operation.target
    place: Sequence[str] = (row.connection, row.namespace, row.name)
    same = tuple(place) == (target.connection, target.namespace, target.name)
    return same and (not isinstance(operation, SetRouteWeights) or row.place in {operation.rule, ""})
