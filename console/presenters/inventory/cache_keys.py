"""Cache keys of an edge as a table: one line for each value that states them."""

from console.domain.edge.cache_keys import CacheKeys
from console.kernel.i18n import t
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _patterns(row: CacheKeys) -> str:
    if not row.readable:
        return t("not a JSON object of texts")
    return ", ".join(f"{part} = {pattern}" for part, pattern in row.patterns)


def _shared(row: CacheKeys) -> str:
    return "; ".join(" + ".join(parts) for _, parts in row.shared) or t("none")


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("namespace", t("KV namespace"), lambda row, _: row.ref.namespace, width=160),
        InventoryColumn("name", t("Name"), lambda row, _: row.ref.name, width=160),
        InventoryColumn(
            "shared",
            t("Parts that share a key"),
            lambda row, _: _shared(row),
            lambda row: [list(parts) for _, parts in row.shared],
            width=180,
        ),
        InventoryColumn(
            "patterns",
            t("Patterns"),
            lambda row, _: _patterns(row),
            lambda row: list(map(list, row.patterns)),
            width=420,
        ),
    )


INVENTORIES.add(
    InventoryKind(
        key="CacheKeys",
        topic="edge-cache-keys",
        row=CacheKeys,
        title=lambda: t("Cache keys"),
        columns=_columns,
        order=lambda row: (row.ref.namespace, row.ref.name),
    )
)
