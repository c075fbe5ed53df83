"""The part of Cloudflare's analytics schema that the lab answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dataset:
    """Names of the fields of a dataset; `filters` beside those on time. `months` is how far back it goes."""

    sums: Sequence[str] = ()
    maxima: Sequence[str] = ()
    quantiles: Sequence[str] = ()
    dimensions: Sequence[str] = ()
    filters: Sequence[str] = ()
    count: bool = False
    days: int = 31


DATASETS: Mapping[str, Dataset] = {
    "workersInvocationsAdaptive": Dataset(
        sums=("requests", "errors", "subrequests"),
        quantiles=("cpuTimeP50", "cpuTimeP99"),
        dimensions=("datetime", "scriptName", "status"),
        filters=("scriptName",),
        days=92,
    ),
    "kvOperationsAdaptiveGroups": Dataset(
        sums=("requests",),
        quantiles=("latencyMsP50", "latencyMsP90", "latencyMsP99"),
        dimensions=("date", "actionType"),
        filters=("namespaceId", "actionType"),
    ),
    "kvStorageAdaptiveGroups": Dataset(
        maxima=("keyCount", "byteCount"), dimensions=("date",), filters=("namespaceId",)
    ),
    "d1AnalyticsAdaptiveGroups": Dataset(
        sums=("readQueries", "writeQueries", "rowsRead", "rowsWritten", "queryBatchResponseBytes"),
        quantiles=("queryBatchTimeMsP90",),
        dimensions=("date", "databaseId"),
        filters=("databaseId",),
    ),
    "d1StorageAdaptiveGroups": Dataset(maxima=("databaseSizeBytes",)),
    "r2OperationsAdaptiveGroups": Dataset(
        sums=("requests",),
        dimensions=("actionType", "actionStatus", "bucketName", "responseStatusCode", "datetime"),
        filters=("bucketName",),
    ),
    "r2StorageAdaptiveGroups": Dataset(
        maxima=("objectCount", "uploadCount", "payloadSize", "metadataSize"),
        dimensions=("datetime", "bucketName", "storageClass"),
        filters=("bucketName",),
    ),
    "workersAnalyticsEngineAdaptiveGroups": Dataset(dimensions=("dataset", "datetime"), count=True),
}
_HEAD = """
scalar string
scalar uint64
scalar float64
type Query { viewer: Viewer }
type Viewer { accounts(filter: AccountFilter!): [Account!]! }
input AccountFilter { accountTag: string! }
"""


def schema_text() -> str:
    """The schema in its own language."""
    fields = " ".join(f"{name}(limit: uint64!, filter: {name}Filter): [{name}Row!]!" for name in DATASETS)
    return "\n".join((_HEAD, f"type Account {{ {fields} }}", *(_types(name, one) for name, one in DATASETS.items())))


def _types(name: str, dataset: Dataset) -> str:
    return "\n".join(_lines(name, dataset))


def _lines(name: str, dataset: Dataset) -> Iterator[str]:
    times = ("date_geq", "date_leq", "datetime_geq", "datetime_leq")
    yield f"input {name}Filter {{ {' '.join(f'{one}: string' for one in (*times, *dataset.filters))} }}"
    parts = {"sum": dataset.sums, "max": dataset.maxima, "quantiles": dataset.quantiles}
    shown = ["count: uint64"] if dataset.count else []
    for part, fields in parts.items():
        if fields:
            shown.append(f"{part}: {name}{part.title()}")
            yield f"type {name}{part.title()} {{ {' '.join(f'{one}: float64' for one in fields)} }}"
    if dataset.dimensions:
        shown.append(f"dimensions: {name}Dimensions")
        yield f"type {name}Dimensions {{ {' '.join(f'{one}: string' for one in dataset.dimensions)} }}"
    yield f"type {name}Row {{ {' '.join(shown)} }}"
