"""Constraints of Gatekeeper: rules of the cluster and who breaks them."""

from __future__ import annotations

from console.domain.policy_constraint import PolicyConstraint, PolicyViolation
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, number
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind

_SHOWN = 3


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("kind", t("Kind"), lambda row, _now_s: row.ref.kind, width=180),
        InventoryColumn("name", t("Name"), lambda row, _now_s: row.ref.name, width=220),
        InventoryColumn("action", t("Enforcement"), lambda row, _now_s: row.enforcement or UNKNOWN),
        InventoryColumn(
            "total", t("Violations"), lambda row, _now_s: number(row.total), lambda row: row.total, numeric=True
        ),
        InventoryColumn(
            "who",
            t("Who breaks it"),
            lambda row, _now_s: _who(row),
            lambda row: list(map(_violation, row.violations)),
            width=420,
        ),
        InventoryColumn("audited", t("Audited"), _audited, lambda row: row.audited_at_s),
    )


def _who(row: PolicyConstraint) -> str:
    told = "; ".join(map(_violation, row.violations[:_SHOWN]))
    rest = (row.total or 0) - min(len(row.violations), _SHOWN)
    return t("{violations} and {count} more", violations=told, count=rest) if told and rest > 0 else told


def _violation(one: PolicyViolation) -> str:
    place = f"{one.namespace}/" if one.namespace else ""
    return f"{one.kind} {place}{one.name}: {one.message}"


def _audited(row: PolicyConstraint, now_s: float) -> str:
    return ago(row.audited_at_s, now_s) if row.audited_at_s is not None else UNKNOWN


INVENTORIES.add(
    InventoryKind(
        key="PolicyConstraint",
        topic="constraints",
        row=PolicyConstraint,
        title=lambda: t("Policy constraints"),
        columns=_columns,
        order=lambda row: (-(row.total or 0), row.ref.kind, row.ref.name),
    )
)
