"""Costs of workloads as a table."""

from collections.abc import Callable

from console.domain.cost import Allocation
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, percent
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.money_text import money


def _amount(key: str, title: str, read: Callable[[Allocation], float]) -> InventoryColumn:
    return InventoryColumn(key, title, lambda row, _: money(read(row), row.currency), read, numeric=True, width=100)


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("cell", t("Cell"), lambda row, _: row.cell or UNKNOWN, lambda row: row.cell, width=110),
        InventoryColumn("namespace", t("Namespace"), lambda row, _: row.namespace or UNKNOWN),
        InventoryColumn("workload", t("Workload"), lambda row, _: row.workload, width=220),
        _amount("total", t("Total"), lambda row: row.total),
        _amount("cpu", t("CPU"), lambda row: row.cpu),
        _amount("ram", t("Memory"), lambda row: row.ram),
        _amount("gpu", t("GPU"), lambda row: row.gpu),
        _amount("pv", t("Volumes"), lambda row: row.pv),
        _amount("network", t("Network"), lambda row: row.network),
        _amount("shared", t("Shared"), lambda row: row.shared),
        InventoryColumn(
            "efficiency",
            t("Used of requested"),
            lambda row, _: percent(row.efficiency),
            lambda row: row.efficiency,
            numeric=True,
        ),
    )


INVENTORIES.add(
    InventoryKind(
        key="Allocation",
        topic="cost-allocation",
        row=Allocation,
        title=lambda: t("Cost by workload"),
        columns=_columns,
        order=lambda row: (-row.total, row.namespace, row.workload),
    )
)
