"""Zones as a table."""

from console.domain.edge.zone import Zone
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.yes_no_column import yes_no_column


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("name", t("Zone"), lambda row, _: row.ref.name, width=220),
        InventoryColumn("status", t("Status"), lambda row, _: row.status or UNKNOWN, width=100),
        yes_no_column("paused", t("Paused"), lambda row: row.paused),
        InventoryColumn("plan", t("Zone plan"), lambda row, _: row.plan or UNKNOWN, width=160),
        InventoryColumn(
            "created_at", t("Created"), lambda row, _: local_time(row.created_at_s), lambda row: row.created_at_s
        ),
        InventoryColumn("id", t("Id"), lambda row, _: row.zone_id, width=260),
    )


INVENTORIES.add(
    InventoryKind(
        key="Zone",
        topic="zones",
        row=Zone,
        title=lambda: t("Zones"),
        columns=_columns,
        order=lambda row: row.ref.name,
    )
)
