"""The products whose use is read: where the figures are, and what they mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.cloudflare.r2_class import r2_class
from connectors.cloudflare.wire import UsageRow

Measures = dict[str, float]
_KV_ACTIONS = {"read": "reads", "write": "writes", "delete": "deletes", "list": "lists"}
_D1_SUMS = {
    "readQueries": "read_queries",
    "writeQueries": "write_queries",
    "rowsRead": "rows_read",
    "rowsWritten": "rows_written",
}
KV_STORAGE = "kv-storage"


@dataclass(frozen=True, slots=True)
class UsageProduct:
    """``dated`` datasets tell the date of a row; ``resource`` is the dimension that tells of what it was measured.

    ``measures`` turns a row into numbers by our names; rows of the same day and resource are added up. ``plain`` is
    asked for where ``fields`` are refused.
    """

    key: str
    dataset: str
    fields: str
    dated: bool
    resource: str
    measures: Callable[[UsageRow], Measures]
    plain: str = ""


def _renamed(told: Mapping[str, float | None], names: Mapping[str, str]) -> Measures:
    return {ours: value for theirs, ours in names.items() if (value := told.get(theirs)) is not None}


def _workers(row: UsageRow) -> Measures:
    counts = _renamed(row.sum, {"requests": "requests", "errors": "errors", "subrequests": "subrequests"})
    return counts | _renamed(row.quantiles, {"cpuTimeP50": "cpu_p50_us", "cpuTimeP99": "cpu_p99_us"})


def _kv(row: UsageRow) -> Measures:
    measure = _KV_ACTIONS.get(row.dimensions.get("actionType") or "")
    if not measure:
        return {}
    times = {"latencyMsP50": "read_p50_ms"} if measure == "reads" else {}
    return _renamed(row.sum, {"requests": measure}) | _renamed(row.quantiles, times)


def _kv_storage(row: UsageRow) -> Measures:
    return _renamed(row.max, {"keyCount": "keys", "byteCount": "bytes"})


def _d1(row: UsageRow) -> Measures:
    return _renamed(row.sum, _D1_SUMS) | _renamed(row.quantiles, {"queryBatchTimeMsP90": "query_p90_ms"})


def _r2(row: UsageRow) -> Measures:
    if row.dimensions.get("actionStatus") == "internalError":
        return {}
    return _renamed(row.sum, {"requests": r2_class(row.dimensions.get("actionType") or "")})


def _r2_storage(row: UsageRow) -> Measures:
    found = _renamed(row.max, {"objectCount": "objects", "payloadSize": "bytes"})
    if "bytes" in found:
        found["bytes"] += row.max.get("metadataSize") or 0.0
    return found


def _points(row: UsageRow) -> Measures:
    return {} if row.count is None else {"points": row.count}


PRODUCTS = (
    UsageProduct(
        "workers",
        "workersInvocationsAdaptive",
        "sum { requests errors subrequests } quantiles { cpuTimeP50 cpuTimeP99 } dimensions { scriptName }",
        dated=False,
        resource="scriptName",
        measures=_workers,
    ),
    UsageProduct(
        "kv",
        "kvOperationsAdaptiveGroups",
        "sum { requests } quantiles { latencyMsP50 } dimensions { date actionType }",
        dated=True,
        resource="",
        measures=_kv,
    ),
    # The dataset tells the largest of what it is asked about, not the sum: each namespace is asked about by itself.
    UsageProduct(
        KV_STORAGE,
        "kvStorageAdaptiveGroups",
        "max { keyCount byteCount } dimensions { date }",
        dated=True,
        resource="",
        measures=_kv_storage,
    ),
    UsageProduct(
        "d1",
        "d1AnalyticsAdaptiveGroups",
        "sum { readQueries writeQueries rowsRead rowsWritten } quantiles { queryBatchTimeMsP90 }"
        " dimensions { date databaseId }",
        dated=True,
        resource="databaseId",
        measures=_d1,
    ),
    UsageProduct(
        "r2",
        "r2OperationsAdaptiveGroups",
        "sum { requests } dimensions { actionType actionStatus bucketName }",
        dated=False,
        resource="bucketName",
        measures=_r2,
    ),
    # It tells the largest here, too: a bucket of two storage classes has a row for each, if it is asked by class. That
    # dimension is there, but the provider's documentation does not name it.
    UsageProduct(
        "r2-storage",
        "r2StorageAdaptiveGroups",
        "max { objectCount payloadSize metadataSize } dimensions { bucketName storageClass }",
        dated=False,
        resource="bucketName",
        measures=_r2_storage,
        plain="max { objectCount payloadSize metadataSize } dimensions { bucketName }",
    ),
    UsageProduct(
        "analytics-engine",
        "workersAnalyticsEngineAdaptiveGroups",
        "count dimensions { dataset }",
        dated=False,
        resource="dataset",
        measures=_points,
    ),
)
