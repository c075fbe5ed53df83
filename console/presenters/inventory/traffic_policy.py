"""Resilience settings of services (L5.4)."""

from __future__ import annotations

from console.domain.traffic_policy import Mechanism, PolicySetting, TrafficPolicy
from console.kernel.i18n import t
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def mechanism_titles() -> dict[Mechanism, str]:
    """Return what each mechanism is called, in the order in which they are shown."""
    return {
        Mechanism.RETRY: t("Retries"),
        Mechanism.TIMEOUT: t("Timeouts"),
        Mechanism.BULKHEAD: t("Bulkhead"),
        Mechanism.OUTLIER: t("Outlier detection"),
        Mechanism.CONCURRENCY: t("Adaptive concurrency"),
        Mechanism.BALANCING: t("Load balancing"),
    }


def _columns() -> tuple[InventoryColumn, ...]:
    def told(mechanism: Mechanism, title: str) -> InventoryColumn:
        return InventoryColumn(mechanism.value, title, lambda row, _now_s: _settings(row, mechanism), width=300)

    return (
        InventoryColumn("namespace", t("Namespace"), lambda row, _now_s: row.ref.namespace),
        InventoryColumn("kind", t("Kind"), lambda row, _now_s: row.ref.kind),
        InventoryColumn("name", t("Name"), lambda row, _now_s: row.ref.name),
        InventoryColumn("target", t("Protects"), lambda row, _now_s: row.target, width=260),
        *(told(mechanism, title) for mechanism, title in mechanism_titles().items()),
    )


def _settings(row: TrafficPolicy, mechanism: Mechanism) -> str:
    return ", ".join(_setting(one) for one in row.settings if one.mechanism is mechanism)


def _setting(one: PolicySetting) -> str:
    return f"{one.scope + ': ' if one.scope else ''}{one.name} {one.value}"


TRAFFIC_POLICIES = InventoryKind(
    key="TrafficPolicy",
    topic="traffic-policies",
    row=TrafficPolicy,
    title=lambda: t("Traffic policies"),
    columns=_columns,
    order=lambda row: (not row.settings, row.ref.namespace, row.ref.name, row.ref.kind),
)
INVENTORIES.add(TRAFFIC_POLICIES)
