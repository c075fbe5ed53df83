"""Annotations of a Grafana."""

from __future__ import annotations

from console.domain.dashboard_annotation import DashboardAnnotation
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, local_time
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("annotation", t("Annotation"), lambda row, _now_s: row.ref.name, width=90),
        InventoryColumn("start", t("Began"), lambda row, _now_s: local_time(row.start_s), lambda row: row.start_s),
        InventoryColumn(
            "lasted", t("Lasted"), lambda row, _now_s: _lasted(row), lambda row: row.end_s - row.start_s, True
        ),
        InventoryColumn("text", t("Text"), lambda row, _now_s: row.text, width=420),
        InventoryColumn("tags", t("Tags"), lambda row, _now_s: ", ".join(row.tags) or UNKNOWN, width=200),
        InventoryColumn("dashboard", t("Dashboard"), lambda row, _now_s: row.dashboard or t("all")),
        InventoryColumn("author", t("By"), lambda row, _now_s: row.author or UNKNOWN),
    )


def _lasted(row: DashboardAnnotation) -> str:
    return duration(row.end_s - row.start_s) if row.end_s > row.start_s else t("a moment")


INVENTORIES.add(
    InventoryKind(
        key="DashboardAnnotation",
        topic="annotations",
        row=DashboardAnnotation,
        title=lambda: t("Annotations"),
        columns=_columns,
        order=lambda row: -row.start_s,
    )
)
