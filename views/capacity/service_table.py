"""The services of one cell: what each can carry, and what that is known from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.capacity.service_row import ServiceRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class ServiceTable(DataTable[ServiceRow]):
    """The first to be saturated first; the query is in the tip of what it is known from."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: row.name, name="capacity-services", memory=context.memory
        )
        self.setAccessibleName(t("Services on the path of requests"))


def _columns() -> tuple[Column[ServiceRow], ...]:
    return (
        Column("name", t("Service"), lambda row: row.name, health=lambda row: row.health, width=120),
        Column("carries", t("Cell can carry"), lambda row: row.carries, sort=lambda row: row.rps, numeric=True,
               width=110),
        Column("per_replica", t("A replica carries"), lambda row: row.per_replica,
               sort=lambda row: row.seen.saturation.per_replica, numeric=True, width=120),
        Column("span", t("Between"), lambda row: row.span, sort=_low, width=140),
        Column("ratio", t("Requests each"), lambda row: row.ratio, sort=lambda row: row.seen.ratio or None,
               numeric=True, width=110,
               tooltip=lambda row: t("Requests to the service for each request to the cell")),
        Column("replicas", t("Replicas"), lambda row: row.replicas, sort=lambda row: row.seen.replicas, numeric=True,
               width=76),
        Column("most", t("Most replicas"), lambda row: row.most, sort=lambda row: row.seen.most, width=110),
        Column("ground", t("Known from"), lambda row: row.ground, tooltip=lambda row: row.query, width=240,
               stretch=True),
    )  # fmt: skip


def _low(row: ServiceRow) -> float | None:
    known = row.seen.saturation
    return known.low if known.per_replica is not None else None
