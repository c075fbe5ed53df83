"""Load balancers as a table."""

from console.domain.edge.load_balancer import LoadBalancer
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, short
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _weights(row: LoadBalancer) -> str:
    return " · ".join(f"{pool} {short(weight)}" for pool, weight in row.weights) or UNKNOWN


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("name", t("Load balancer"), lambda row, _: row.ref.name, width=200),
        InventoryColumn("zone", t("Zone"), lambda row, _: row.ref.namespace, width=160),
        InventoryColumn("steering", t("Steering"), lambda row, _: row.steering or UNKNOWN, width=110),
        InventoryColumn(
            "weights",
            t("Weights"),
            lambda row, _: _weights(row),
            lambda row: [list(one) for one in row.weights],
            width=300,
        ),
        InventoryColumn("fallback", t("Fallback"), lambda row, _: row.fallback or UNKNOWN, width=110),
        InventoryColumn(
            "enabled",
            t("Enabled"),
            lambda row, _: t("yes") if row.enabled else t("no"),
            lambda row: row.enabled,
            width=80,
        ),
        InventoryColumn(
            "proxied",
            t("Proxied"),
            lambda row, _: t("yes") if row.proxied else t("no"),
            lambda row: row.proxied,
            width=80,
        ),
        InventoryColumn("id", t("Id"), lambda row, _: row.balancer_id, width=260),
    )


INVENTORIES.add(
    InventoryKind(
        key="LoadBalancer",
        topic="load-balancers",
        row=LoadBalancer,
        title=lambda: t("Load balancers"),
        columns=_columns,
        order=lambda row: row.ref.name,
    )
)
