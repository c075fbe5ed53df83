"""What services used in the last day, and what running costs in the cells, as tables."""

from collections.abc import Callable

from console.domain.carbon.energy_use import Course, EnergyUse, RunPrice
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, energy, number, significant
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind

_J_PER_KWH = 3.6e6


def _known(course: Course) -> float | None:
    told = [one for one in course if one is not None]
    return sum(told) if told else None


def _measured(row: EnergyUse) -> float | None:
    joules = _known(row.joules)
    return None if joules is None else joules / _J_PER_KWH


def _measured_text(row: EnergyUse) -> str:
    kwh = _measured(row)
    return UNKNOWN if kwh is None else energy(kwh)


def _sum_column(key: str, title: str, course: Callable[[EnergyUse], Course]) -> InventoryColumn:
    return InventoryColumn(
        key, title, lambda row, _: significant(_known(course(row))), lambda row: _known(course(row)), numeric=True
    )


def _use_columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("cell", t("Cell"), lambda row, _: row.cell, width=110),
        InventoryColumn("service", t("Service"), lambda row, _: row.service),
        InventoryColumn(
            "kwh", t("Measured energy"), lambda row, _: _measured_text(row), _measured, numeric=True, width=120
        ),
        _sum_column("core_hours", t("vCPU hours reserved"), lambda row: row.core_hours),
        _sum_column("used_core_hours", t("vCPU hours used"), lambda row: row.used_core_hours),
        _sum_column("gb_hours", t("GB hours reserved"), lambda row: row.gb_hours),
        _sum_column("sent_gb", t("GB sent"), lambda row: row.sent_gb),
        _sum_column("requests", t("Requests"), lambda row: row.requests),
    )


def _price_columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("cell", t("Cell"), lambda row, _: row.cell, width=110),
        InventoryColumn(
            "usd_per_core_h", t("USD per vCPU hour"), lambda row, _: number(row.usd_per_core_h, 4),
            lambda row: row.usd_per_core_h, numeric=True,
        ),
        InventoryColumn(
            "usd_per_gib_h", t("USD per GiB hour"), lambda row, _: number(row.usd_per_gib_h, 4),
            lambda row: row.usd_per_gib_h, numeric=True,
        ),
    )  # fmt: skip


INVENTORIES.add(
    InventoryKind(
        key="EnergyUse",
        topic="energy",
        row=EnergyUse,
        title=lambda: t("Energy of services"),
        columns=_use_columns,
        order=lambda row: (row.cell, row.service),
    )
)
INVENTORIES.add(
    InventoryKind(
        key="RunPrice",
        topic="energy",
        row=RunPrice,
        title=lambda: t("Price of running"),
        columns=_price_columns,
        order=lambda row: row.cell,
    )
)
