"""ResourceQuotas: what is used of what a namespace may ask for."""

from __future__ import annotations

from console.domain.route import Quota
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("namespace", t("Namespace"), lambda row, _now_s: row.ref.namespace),
        InventoryColumn("name", t("Name"), lambda row, _now_s: row.ref.name),
        InventoryColumn("used", t("Used of the bound"), lambda row, _now_s: _used(row), width=460),
    )


def _used(row: Quota) -> str:
    told = ", ".join(f"{name} {used or UNKNOWN} / {hard}" for name, hard, used in row.items) or UNKNOWN
    return f"{told} ({', '.join(row.scopes)})" if row.scopes else told


INVENTORIES.add(
    InventoryKind(
        key="Quota",
        topic="quotas",
        row=Quota,
        title=lambda: t("Quotas"),
        columns=_columns,
        order=lambda row: (row.ref.namespace, row.ref.name),
    )
)
