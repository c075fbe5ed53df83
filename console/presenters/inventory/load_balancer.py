"""Load balancers as a table."""

from console.domain.edge.load_balancer import LoadBalancer
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, short
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.yes_no_column import yes_no_column


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
        yes_no_column("enabled", t("Enabled"), lambda row: row.enabled),
        yes_no_column("proxied", t("Proxied"), lambda row: row.proxied),
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
