"""Scrape targets of a metric server."""

from __future__ import annotations

from console.domain.metric_target import MetricTarget
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, duration
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("pool", t("Job"), lambda row, _now_s: row.pool),
        InventoryColumn("url", t("Address"), lambda row, _now_s: row.url, width=300),
        InventoryColumn("health", t("Health"), lambda row, _now_s: _health(row), lambda row: row.health),
        InventoryColumn("scraped", t("Scraped"), _scraped, lambda row: row.scraped_s),
        InventoryColumn("took", t("Took"), lambda row, _now_s: duration(row.took_s), lambda row: row.took_s, True),
        InventoryColumn("error", t("Error"), lambda row, _now_s: row.error or UNKNOWN, width=320),
    )


def _health(row: MetricTarget) -> str:
    return {"up": t("up"), "down": t("down")}.get(row.health, t("unknown"))


def _scraped(row: MetricTarget, now_s: float) -> str:
    return ago(row.scraped_s, now_s)


INVENTORIES.add(
    InventoryKind(
        key="MetricTarget",
        topic="targets",
        row=MetricTarget,
        title=lambda: t("Scrape targets"),
        columns=_columns,
        order=lambda row: (row.health == "up", row.pool, row.url),
    )
)
