"""Use of the edge products per day as a table."""

from console.domain.edge.edge_usage import EdgeUsage
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, number, size
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _amounts(row: EdgeUsage) -> str:
    return " · ".join(f"{_word(measure)} {_text(measure, amount)}" for measure, amount in row.amounts) or UNKNOWN


def _text(measure: str, amount: float) -> str:
    if measure == "bytes":
        return size(amount)
    if measure.endswith("_ms"):
        return duration(amount / 1e3)
    return duration(amount / 1e6) if measure.endswith("_us") else number(amount)


def _word(measure: str) -> str:
    words = {
        "requests": t("requests"),
        "errors": t("errors"),
        "subrequests": t("subrequests"),
        "cpu_p50_us": t("CPU p50"),
        "cpu_p99_us": t("CPU p99"),
        "read_p50_ms": t("read p50"),
        "query_p90_ms": t("query p90"),
        "reads": t("reads"),
        "writes": t("writes"),
        "deletes": t("deletes"),
        "lists": t("lists"),
        "keys": t("keys"),
        "bytes": t("size"),
        "read_queries": t("read queries"),
        "write_queries": t("write queries"),
        "rows_read": t("rows read"),
        "rows_written": t("rows written"),
        "class_a": t("class A"),
        "class_b": t("class B"),
        "free": t("free of charge"),
        "objects": t("objects"),
        "points": t("data points"),
    }
    return words.get(measure, measure)


def _product(row: EdgeUsage) -> str:
    names = {
        "workers": "Workers",
        "kv": t("KV operations"),
        "kv-storage": t("KV storage"),
        "d1": "D1",
        "r2": t("R2 operations"),
        "r2-storage": t("R2 storage"),
        "analytics-engine": "Analytics Engine",
    }
    return names.get(row.product, row.product)


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("day", t("Day (UTC)"), lambda row, _: row.day, width=110),
        InventoryColumn("product", t("Product"), lambda row, _: _product(row), lambda row: row.product, width=130),
        InventoryColumn("resource", t("Resource"), lambda row, _: row.resource or t("all"), lambda row: row.resource),
        InventoryColumn(
            "amounts",
            t("Used"),
            lambda row, _: _amounts(row),
            lambda row: [list(one) for one in row.amounts],
            width=560,
        ),
    )


INVENTORIES.add(
    InventoryKind(
        key="EdgeUsage",
        topic="edge-usage",
        row=EdgeUsage,
        title=lambda: t("Use of the edge"),
        columns=_columns,
        order=lambda row: (-int(row.day.replace("-", "") or 0), row.product, row.resource),  # the newest day first
    )
)
