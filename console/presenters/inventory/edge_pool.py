"""Pools of load balancers as a table."""

from console.domain.edge.load_balancer import EdgePool
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, short
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.yes_no_column import yes_no_column


def _health(row: EdgePool) -> str:
    if row.healthy is None:
        return t("not checked")
    return t("healthy") if row.healthy else t("unhealthy")


def _origins(row: EdgePool) -> str:
    found = [f"{one.name} {short(one.weight)}" + ("" if one.enabled else f" ({t('off')})") for one in row.origins]
    return " · ".join(found) or UNKNOWN


def _weights(row: EdgePool) -> list[list[object]]:
    return [[one.address, one.weight] for one in row.origins]


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("name", t("Pool"), lambda row, _: row.ref.name, width=150),
        InventoryColumn("health", t("Health"), lambda row, _: _health(row), lambda row: row.healthy, width=110),
        yes_no_column("enabled", t("Enabled"), lambda row: row.enabled),
        InventoryColumn("origins", t("Origins"), lambda row, _: _origins(row), _weights, width=320),
        InventoryColumn("id", t("Id"), lambda row, _: row.pool_id, width=260),
    )


INVENTORIES.add(
    InventoryKind(
        key="EdgePool",
        topic="load-balancers",
        row=EdgePool,
        title=lambda: t("Pools"),
        columns=_columns,
        order=lambda row: (row.healthy is not False, row.ref.name),  # what is not well first
    )
)
