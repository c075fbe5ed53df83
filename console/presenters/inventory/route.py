"""Routes and their weights, rule by rule."""

from __future__ import annotations

from console.domain.route import Destination, Route, RouteRule
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, short
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("namespace", t("Namespace"), lambda row, _now_s: row.ref.namespace),
        InventoryColumn("kind", t("Kind"), lambda row, _now_s: row.ref.kind),
        InventoryColumn("name", t("Name"), lambda row, _now_s: row.ref.name),
        InventoryColumn("hosts", t("Hosts"), lambda row, _now_s: ", ".join(row.hosts) or UNKNOWN, width=200),
        InventoryColumn("weights", t("Weights"), lambda row, _now_s: "; ".join(map(_rule, row.rules)), width=460),
        InventoryColumn(
            "agreed", t("Agreed"), lambda row, _now_s: _agreed(row), lambda row: list(map(list, row.agreed)), width=260
        ),
        InventoryColumn("refused", t("Refused"), lambda row, _now_s: "; ".join(row.refused), width=320),
    )


def _rule(rule: RouteRule) -> str:
    name = rule.name or rule.path.removeprefix("/spec/")
    return f"{name}: {', '.join(map(_destination, rule.destinations)) or UNKNOWN}"


def _destination(one: Destination) -> str:
    return f"{one.host}{'/' + one.subset if one.subset else ''} {one.weight}"


def _agreed(row: Route) -> str:
    return ", ".join(f"{name} {short(weight)}" for name, weight in row.agreed)


INVENTORIES.add(
    InventoryKind(
        key="Route",
        topic="routes",
        row=Route,
        title=lambda: t("Routes"),
        columns=_columns,
        order=lambda row: (row.ref.namespace, row.ref.name),
    )
)
