"""Dashboards and folders of a Grafana."""

from __future__ import annotations

from console.domain.dashboard import Dashboard
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("title", t("Title"), lambda row, _now_s: row.title, width=280),
        InventoryColumn("kind", t("Kind"), lambda row, _now_s: _kind(row), lambda row: row.ref.kind),
        InventoryColumn("folder", t("Folder"), lambda row, _now_s: row.folder or UNKNOWN),
        InventoryColumn("tags", t("Tags"), lambda row, _now_s: ", ".join(row.tags) or UNKNOWN, width=200),
        InventoryColumn("uid", t("Uid"), lambda row, _now_s: row.ref.name, width=180),
        InventoryColumn("url", t("Address"), lambda row, _now_s: row.url or UNKNOWN, width=300),
    )


def _kind(row: Dashboard) -> str:
    return t("folder") if row.is_folder else t("dashboard")


INVENTORIES.add(
    InventoryKind(
        key="Dashboard",
        topic="dashboards",
        row=Dashboard,
        title=lambda: t("Dashboards"),
        columns=_columns,
        order=lambda row: (row.is_folder, row.folder, row.title),
    )
)
