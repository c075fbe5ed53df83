"""From weights that somebody wants to the change that sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_pool_weights import SetPoolWeights
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.operations.value_limit import check_shares
from console.domain.weight_balance import whole_parts
from console.estate.schema.router import ModelRouter
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.operation import Operation
    from console.presenters.routing.router_row import RouterRow
    from console.store.state import State


def configured_parts(row: RouterRow) -> tuple[int, ...]:
    """Return the weights as they are, in parts of ``row.whole``; they sum to it unless none is known."""
    return whole_parts([one.shares.configured or 0.0 for one in row.targets], row.whole)


def agreed_parts(row: RouterRow) -> tuple[int, ...] | None:
    """Return the weights that were agreed; ``None`` where they are not stated for every target."""
    agreed = [one.shares.agreed for one in row.targets if one.shares.agreed is not None]
    return whole_parts(agreed, row.whole) if agreed and len(agreed) == len(row.targets) else None


def weight_change(state: State, row: RouterRow, parts: Sequence[int]) -> Operation:
    """Return the operation that sets the weights; raise ``UserError`` when they do not sum to the whole."""
    shares = tuple((one.name, part / row.whole) for one, part in zip(row.targets, parts, strict=True))
    if not shares:
        raise UserError(t("The weights of {router} are not known.", router=row.title), t("Wait until they were read."))
    check_shares(shares)
    if row.kind == "ConfigMap":
        return SetModelWeights(row.connection, row.namespace, row.name, row.place, shares, _format(state, row))
    if row.kind == "LoadBalancer":
        return SetPoolWeights(row.connection, row.namespace, row.name, shares)
    whole = tuple((one.name, part) for one, part in zip(row.targets, parts, strict=True))
    return SetRouteWeights(row.connection, row.kind, row.namespace, row.name, row.place, whole)


def _format(state: State, row: RouterRow) -> str:
    routers = state.estate.routers if state.estate is not None else ()
    return next((one.format for one in routers if isinstance(one, ModelRouter) and one.key == row.key), "json")
