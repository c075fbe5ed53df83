"""Costs of machines, disks and load balancers as a table."""

from console.domain.cost import AssetCost
from console.kernel.i18n import t
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.money_text import money


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("name", t("Name"), lambda row, _: row.ref.name, width=320),
        InventoryColumn("type", t("Type"), lambda row, _: row.type, width=110),
        InventoryColumn(
            "total", t("Total"), lambda row, _: money(row.total, row.currency), lambda row: row.total, numeric=True
        ),
        InventoryColumn(
            "cpu", t("CPU"), lambda row, _: money(row.cpu, row.currency), lambda row: row.cpu, numeric=True
        ),
        InventoryColumn(
            "ram", t("Memory"), lambda row, _: money(row.ram, row.currency), lambda row: row.ram, numeric=True
        ),
    )


INVENTORIES.add(
    InventoryKind(
        key="AssetCost",
        topic="cost-assets",
        row=AssetCost,
        title=lambda: t("Cost of machines and disks"),
        columns=_columns,
        order=lambda row: (-row.total, row.ref.name),
    )
)
