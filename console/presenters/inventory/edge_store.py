"""Stores at the edge as a table."""

from console.domain.edge.edge_store import D1, KV, R2, EdgeStore
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time, number, size
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _kind(row: EdgeStore) -> str:
    return {KV: t("KV namespace"), D1: t("D1 database"), R2: t("R2 bucket")}.get(row.ref.kind, row.ref.kind)


def _keys(row: EdgeStore) -> str:
    if row.keys is None:
        return UNKNOWN
    return t("{count} or more", count=number(row.keys)) if row.more_keys else number(row.keys)


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("kind", t("Kind"), lambda row, _: _kind(row), lambda row: row.ref.kind, width=120),
        InventoryColumn("name", t("Name"), lambda row, _: row.ref.name, width=180),
        InventoryColumn("keys", t("Keys"), lambda row, _: _keys(row), lambda row: row.keys, numeric=True, width=110),
        InventoryColumn(
            "expiring",
            t("With a time to live"),
            lambda row, _: number(row.expiring),
            lambda row: row.expiring,
            numeric=True,
            width=120,
        ),
        InventoryColumn(
            "expires_at", t("Next expiry"), lambda row, _: local_time(row.expires_at_s), lambda row: row.expires_at_s
        ),
        InventoryColumn(
            "size",
            t("Size"),
            lambda row, _: size(row.size_bytes),
            lambda row: row.size_bytes,
            numeric=True,
            width=100,
        ),
        InventoryColumn(
            "tables", t("Tables"), lambda row, _: number(row.tables), lambda row: row.tables, numeric=True, width=80
        ),
        InventoryColumn("location", t("Location"), lambda row, _: row.location or UNKNOWN, width=90),
        InventoryColumn("class", t("Storage class"), lambda row, _: row.storage_class or UNKNOWN, width=120),
        InventoryColumn(
            "created_at", t("Created"), lambda row, _: local_time(row.created_at_s), lambda row: row.created_at_s
        ),
        InventoryColumn("id", t("Id"), lambda row, _: row.store_id, width=280),
    )


INVENTORIES.add(
    InventoryKind(
        key="EdgeStore",
        topic="edge-stores",
        row=EdgeStore,
        title=lambda: t("Stores at the edge"),
        columns=_columns,
        order=lambda row: (row.ref.kind, row.ref.name),
    )
)
