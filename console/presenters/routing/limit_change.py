"""From a limit that somebody wants to the change that sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_cell_quota import SetCellQuota
from console.domain.operations.set_rate_limit import PERIODS_S, SetRateLimit
from console.domain.operations.set_resource_quota import SetResourceQuota
from console.domain.plain_number import plain_number
from console.presenters.routing.limit_row import LimitKind

if TYPE_CHECKING:
    from console.domain.operation import Operation
    from console.estate.schema.estate import Estate
    from console.presenters.routing.limit_row import LimitRow

_USUAL_S = 60


def limit_change(estate: Estate | None, row: LimitRow, value: float) -> Operation:
    """Return the operation that sets the limit to ``value`` of the row's unit; raise ``UserError`` for none that is."""
    if row.kind is LimitKind.EDGE:
        period_s = row.period_s if row.period_s in PERIODS_S else _USUAL_S
        return SetRateLimit(row.connection, row.namespace, row.place, value, period_s=period_s)
    if row.kind is LimitKind.NAMESPACE:
        amount = f"{plain_number(value)}{row.suffix}"
        return SetResourceQuota(row.connection, row.namespace, row.place, ((row.entry, amount),))
    entry = next(
        (one.quota_config.entry for one in (estate.cells if estate is not None else ()) if one.quota_config is not None
         and (one.cluster, one.quota_config.namespace, one.quota_config.name)
         == (row.connection, row.namespace, row.place)),
        "",
    )  # fmt: skip
    return SetCellQuota(row.connection, row.namespace, row.place, ((row.entry, value),), entry)
