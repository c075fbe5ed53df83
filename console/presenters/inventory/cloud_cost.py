"""Costs of cloud services as a table."""

from console.domain.cost import CloudCost
from console.kernel.i18n import t
from console.presenters.format import local_minute, percent
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.money_text import money


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("service", t("Service"), lambda row, _: row.service, width=220),
        InventoryColumn("provider", t("Provider"), lambda row, _: row.provider),
        InventoryColumn("from", t("Began"), lambda row, _: local_minute(row.from_s), lambda row: row.from_s, width=150),
        InventoryColumn(
            "total", t("Total"), lambda row, _: money(row.total, row.currency), lambda row: row.total, numeric=True
        ),
        InventoryColumn(
            "kubernetes_share",
            t("Of that clusters"),
            lambda row, _: percent(row.kubernetes_share),
            lambda row: row.kubernetes_share,
            numeric=True,
        ),
    )


INVENTORIES.add(
    InventoryKind(
        key="CloudCost",
        topic="cloud-cost",
        row=CloudCost,
        title=lambda: t("Cost of cloud services"),
        columns=_columns,
        order=lambda row: (-row.total, row.service),
    )
)
