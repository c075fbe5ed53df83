"""What the lab's edge account used on one day, as records that the analytics add up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from console.lab.edge.edge_account import EdgeAccount
from console.lab.edge.edge_identity import uuid_id
from console.lab.edge.edge_seed import CONFIG, DICTIONARY, SESSIONS
from console.lab.edge.usage_log import WorkerUse
from console.lab.outside.cloudflare.store_catalogue import BUCKETS, DATABASES
from console.lab.simulator.demand import DAY_S
from console.lab.simulator.edge_catalogue import RANKER, ROUTER, SUMMARIZER, WORKERS

_SPECS = {spec.name: spec for spec in WORKERS}
_READS = {ROUTER: CONFIG, RANKER: DICTIONARY, SUMMARIZER: SESSIONS}
"""Which namespace a Worker reads; all of them write sessions."""
_LISTS_A_DAY, _DELETES_A_DAY = 24.0, 310.0
_KV_LATENCY_MS = {"latencyMsP50": 4.1, "latencyMsP90": 9.8, "latencyMsP99": 31.0}
_ROWS_PER_QUERY = 6.0
_METADATA_BYTES = 180


@dataclass(frozen=True, slots=True)
class Record:
    """Numbers with what they were measured of; `weight` is what quantiles are averaged by."""

    dimensions: Mapping[str, str]
    sum: Mapping[str, float] = field(default_factory=dict)
    max: Mapping[str, float] = field(default_factory=dict)
    quantiles: Mapping[str, float] = field(default_factory=dict)
    count: float = 0.0
    weight: float = 1.0


Uses = Mapping[str, WorkerUse]


def records(account: EdgeAccount, dataset: str, day: int, now_s: float) -> Iterator[Record]:
    """The records of a dataset on a day (days since 1970). Raises KeyError for an unknown dataset."""
    if day * DAY_S > now_s:
        return
    yield from _MAKERS[dataset](account, account.usage.day(day), min(now_s, (day + 1.0) * DAY_S) - day * DAY_S, day)


def _workers(_account: EdgeAccount, uses: Uses, _span_s: float, _day: int) -> Iterator[Record]:
    for name, use in uses.items():
        calls = max(use.calls, 1e-9)
        for status, count, failed in (
            ("success", use.calls - use.failed, 0.0),
            ("scriptThrewException", use.failed, use.failed),
        ):
            yield Record(
                {"scriptName": name, "status": status},
                sum={"requests": count, "errors": failed, "subrequests": count * _SPECS[name].subrequests},
                quantiles={"cpuTimeP50": use.cpu_p50 / calls, "cpuTimeP99": use.cpu_p99 / calls},
                weight=count,
            )


def _kv(account: EdgeAccount, uses: Uses, span_s: float, _day: int) -> Iterator[Record]:
    ids = {one.title: one.id for one in account.namespaces.values()}
    days = span_s / DAY_S
    for name, use in uses.items():
        yield _kv_record(ids[_READS[name]], "read", use.calls * _SPECS[name].kv_reads)
        yield _kv_record(ids[SESSIONS], "write", use.calls * _SPECS[name].kv_writes)
    yield _kv_record(ids[SESSIONS], "delete", _DELETES_A_DAY * days)
    yield _kv_record(ids[SESSIONS], "list", _LISTS_A_DAY * days)


def _kv_record(namespace: str, action: str, count: float) -> Record:
    of = {"namespaceId": namespace, "actionType": action}
    return Record(of, sum={"requests": count}, quantiles=_KV_LATENCY_MS, weight=count)


def _kv_storage(account: EdgeAccount, _uses: Uses, _span_s: float, _day: int) -> Iterator[Record]:
    for one in account.namespaces.values():
        yield Record({"namespaceId": one.id}, max={"keyCount": len(one.entries), "byteCount": one.size_bytes})


def _d1(account: EdgeAccount, uses: Uses, _span_s: float, _day: int) -> Iterator[Record]:
    for name, spec in DATABASES.items():
        use, per_call = uses[spec.worker], _SPECS[spec.worker]
        read, written = use.calls * per_call.d1_read, use.calls * per_call.d1_written
        yield Record(
            {"databaseId": uuid_id(account.seed, f"d1/{name}")},
            sum={
                "rowsRead": read,
                "rowsWritten": written,
                "readQueries": read / _ROWS_PER_QUERY,
                "writeQueries": written,
                "queryBatchResponseBytes": read * 96,
            },
            quantiles={"queryBatchTimeMsP90": 3.2},
            weight=use.calls,
        )


def _d1_storage(account: EdgeAccount, _uses: Uses, _span_s: float, day: int) -> Iterator[Record]:
    for spec in DATABASES.values():
        age_days = max(0.0, day - account.created_s / DAY_S)
        yield Record({}, max={"databaseSizeBytes": spec.first_bytes + spec.daily_bytes * age_days})


def _r2(_account: EdgeAccount, uses: Uses, _span_s: float, _day: int) -> Iterator[Record]:
    for bucket, spec in BUCKETS.items():
        reads = sum(uses[name].calls * _SPECS[name].r2_reads for name in spec.workers)
        writes = sum(uses[name].calls * _SPECS[name].r2_writes for name in spec.workers)
        for action, count in (("GetObject", reads), ("PutObject", writes), ("ListObjects", writes * 0.02)):
            of = {"bucketName": bucket, "actionType": action, "actionStatus": "success", "responseStatusCode": "200"}
            yield Record(of, sum={"requests": count})


def _r2_storage(account: EdgeAccount, _uses: Uses, _span_s: float, day: int) -> Iterator[Record]:
    age_days = max(0.0, day - account.created_s / DAY_S)
    for bucket, spec in BUCKETS.items():
        objects = round(spec.first_objects + spec.daily_objects * age_days)
        yield Record(
            {"bucketName": bucket, "storageClass": "Standard"},
            max={
                "objectCount": objects,
                "uploadCount": 0,
                "payloadSize": round(spec.first_bytes + spec.daily_bytes * age_days),
                "metadataSize": objects * _METADATA_BYTES,
            },
        )


def _points(_account: EdgeAccount, uses: Uses, _span_s: float, _day: int) -> Iterator[Record]:
    for name, use in uses.items():
        if _SPECS[name].points:
            yield Record({"dataset": name.replace("-", "_")}, count=use.calls * _SPECS[name].points)


_MAKERS: Mapping[str, Callable[[EdgeAccount, Uses, float, int], Iterator[Record]]] = {
    "workersInvocationsAdaptive": _workers,
    "kvOperationsAdaptiveGroups": _kv,
    "kvStorageAdaptiveGroups": _kv_storage,
    "d1AnalyticsAdaptiveGroups": _d1,
    "d1StorageAdaptiveGroups": _d1_storage,
    "r2OperationsAdaptiveGroups": _r2,
    "r2StorageAdaptiveGroups": _r2_storage,
    "workersAnalyticsEngineAdaptiveGroups": _points,
}
