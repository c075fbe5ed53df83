"""Rules of a metric server."""

from __future__ import annotations

from console.domain.metric_rule import MetricRule
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, number
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("group", t("Group"), lambda row, _now_s: row.group),
        InventoryColumn("rule", t("Rule"), lambda row, _now_s: row.ref.name, width=220),
        InventoryColumn("kind", t("Kind"), lambda row, _now_s: _kind(row), lambda row: row.kind),
        InventoryColumn("state", t("State"), lambda row, _now_s: _state(row), lambda row: row.state or row.health),
        InventoryColumn("severity", t("Severity"), lambda row, _now_s: row.severity or UNKNOWN),
        InventoryColumn("firing", t("Firing"), lambda row, _now_s: number(row.firing), lambda row: row.firing, True),
        InventoryColumn("wait", t("Waits"), lambda row, _now_s: duration(row.wait_s), lambda row: row.wait_s, True),
        InventoryColumn("query", t("Query"), lambda row, _now_s: " ".join(row.query.split()), width=420),
        InventoryColumn("error", t("Error"), lambda row, _now_s: row.error or UNKNOWN, width=260),
    )


def _kind(row: MetricRule) -> str:
    return t("alert") if row.kind == "alerting" else t("recording")


def _state(row: MetricRule) -> str:
    if row.health == "err":
        return t("fails")
    words = {"firing": t("firing"), "pending": t("pending"), "inactive": t("quiet")}
    return words.get(row.state, row.health)


def _order(row: MetricRule) -> tuple[bool, bool, str, str]:
    return row.health != "err", not row.firing, row.group, row.ref.name


INVENTORIES.add(
    InventoryKind(
        key="MetricRule", topic="rules", row=MetricRule, title=lambda: t("Rules"), columns=_columns, order=_order
    )
)
