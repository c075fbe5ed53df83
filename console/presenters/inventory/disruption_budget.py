"""PodDisruptionBudgets: whether a node may be emptied now."""

from __future__ import annotations

from console.domain.disruption_budget import DisruptionBudget
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("namespace", t("Namespace"), lambda row, _now_s: row.ref.namespace),
        InventoryColumn("name", t("Name"), lambda row, _now_s: row.ref.name),
        InventoryColumn(
            "allowed", t("May go now"), lambda row, _now_s: number(row.allowed), lambda row: row.allowed, numeric=True
        ),
        InventoryColumn(
            "healthy", t("Healthy"), lambda row, _now_s: _healthy(row), lambda row: row.healthy, numeric=True
        ),
        InventoryColumn("rule", t("Rule"), lambda row, _now_s: _rule(row), _stated, width=200),
        InventoryColumn("pods", t("Pods"), lambda row, _now_s: _pods(row), width=260),
        InventoryColumn("why", t("Why"), lambda row, _now_s: _why(row), width=320),
    )


def _healthy(row: DisruptionBudget) -> str:
    return f"{number(row.healthy)} / {number(row.expected)}" if row.healthy is not None else UNKNOWN


def _rule(row: DisruptionBudget) -> str:
    if row.minimum:
        return t("at least {count} stay", count=row.minimum)
    return t("at most {count} go", count=row.maximum_away) if row.maximum_away else UNKNOWN


def _stated(row: DisruptionBudget) -> str:
    """Return the rule in Kubernetes' own words."""
    if row.minimum:
        return f"minAvailable: {row.minimum}"
    return f"maxUnavailable: {row.maximum_away}" if row.maximum_away else ""


def _pods(row: DisruptionBudget) -> str:
    if row.everyone:
        return t("all pods of the namespace")
    return ", ".join((*(f"{name}={value}" for name, value in row.selector), *row.expressions))


def _why(row: DisruptionBudget) -> str:
    return ", ".join(one.message or one.reason for one in row.conditions if one.status != "True")


INVENTORIES.add(
    InventoryKind(
        key="DisruptionBudget",
        topic="disruption",
        row=DisruptionBudget,
        title=lambda: t("Disruption budgets"),
        columns=_columns,
        order=lambda row: (bool(row.allowed), row.ref.namespace, row.ref.name),
    )
)
