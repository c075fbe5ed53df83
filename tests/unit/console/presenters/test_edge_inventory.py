"""What a connection to the edge provider sees, as people and machines read it (proves L4.2, L5.2, E5.1)."""

import json
from dataclasses import replace
from typing import Any

import pytest

from console.domain.edge.cache_keys import CacheKeys
from console.domain.edge.edge_store import D1, KV, R2, EdgeStore
from console.domain.edge.edge_usage import EdgeUsage
from console.domain.edge.edge_worker import EdgeWorker, VersionShare, WorkerVersion
from console.domain.edge.load_balancer import EdgePool, LoadBalancer, Origin
from console.domain.edge.rate_limit import RateLimit
from console.domain.edge.zone import Zone
from console.domain.resource import ResourceRef
from console.presenters.inventory_table import inventory_kinds

NOW_S = 1_795_395_600.0
ID = "a5632f3c-2935-499c-a9ed-fb43a289be3b"


def ref(kind: str, name: str, namespace: str = "") -> ResourceRef:
    return ResourceRef("cf", kind, namespace, name)


ZONE = Zone(ref("Zone", "shop.example"), "1" * 32, "active", False, "", None)
WORKER = EdgeWorker(
    ref("Worker", "ranker"),
    "d1",
    (VersionShare(ID, 95.0), VersionShare("unseen-version", 5.0)),
    NOW_S - 7200,
    (WorkerVersion(ID, 7, NOW_S - 9000, "v1.4.2 weekly"), WorkerVersion("bare-version", 6, None)),
    ("0 17 * * *",),
    None,
    None,
)
NAMESPACE = EdgeStore(ref(KV, "config"), "k1", keys=2000, more_keys=True)
DATABASE = EdgeStore(ref(D1, "feedback"), "d1", size_bytes=3 * 1024**3, tables=4)
BUCKET = EdgeStore(ref(R2, "models"), "models", location="apac")
RULE = RateLimit(
    ref("RateLimit", "b2b", "shop.example"), "r1", "", "true", 6000, 60, 0, "block", True, ("cf.colo.id",), "s1", "4"
)
BALANCER = LoadBalancer(
    ref("LoadBalancer", "app.shop.example", "shop.example"), "l1", "", (("tokyo", 0.3), ("osaka", 1.0)), "", True, True
)
KEYS = CacheKeys(ref("KVValue", "cache-keys", "edge-config"), (("cta", "all"), ("proof", "all"), ("page", "page")))
POOL = EdgePool(ref("Pool", "tokyo"), "p1", True, None, (Origin("gateway", "192.0.2.1", 1.0, False),))
USAGE = EdgeUsage(
    ref("EdgeUsage", "2026-11-20/ranker", "workers"),
    "workers",
    "2026-11-20",
    "ranker",
    (("cpu_p99_us", 38_000.0), ("requests", 27_318_806.0), ("something new", 3.0)),
)


def cells(row: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the row's texts and values by column."""
    (kind,) = [
        one
        for one in inventory_kinds(
            ("zones", "edge-workers", "edge-stores", "rate-limits", "load-balancers", "edge-usage", "edge-cache-keys")
        )
        if one.row is type(row)
    ]
    assert kind.title()
    columns = kind.columns()
    texts = {column.key: column.text(row, NOW_S) for column in columns}
    return texts, {column.key: column.value(row) if column.value else texts[column.key] for column in columns}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ZONE, {"name": "shop.example", "paused": "no", "plan": "–", "created_at": "–"}),
        (WORKER, {"running": "v1.4.2 95 % · unseen-v 5 %", "deployed_at": "2 h ago", "modified_at": "–"}),
        (KEYS, {"name": "cache-keys", "shared": "cta + proof", "patterns": "cta = all, proof = all, page = page"}),
        (replace(KEYS, patterns=(), readable=False), {"shared": "none", "patterns": "not a JSON object of texts"}),
        (WORKER, {"versions": f"v1.4.2 ({ID}), #6 (bare-version)", "schedules": "0 17 * * *"}),
        (NAMESPACE, {"kind": "KV namespace", "keys": "2,000 or more", "size": "–", "tables": "–"}),
        (DATABASE, {"kind": "D1 database", "keys": "–", "size": "3.00 GiB", "tables": "4"}),
        (BUCKET, {"kind": "R2 bucket", "location": "apac", "class": "–"}),
        (RULE, {"rps": "100", "limit": "6,000 in 1 min", "mitigation": "the excess only", "enabled": "yes"}),
        (BALANCER, {"weights": "tokyo 0.3 · osaka 1", "steering": "–", "fallback": "–"}),
        (POOL, {"health": "not checked", "origins": "gateway 1 (off)"}),
        (USAGE, {"product": "Workers", "amounts": "CPU p99 38 ms · requests 27,318,806 · something new 3"}),
    ],
)
def test_a_row_is_told_in_words_and_what_is_unknown_is_a_dash(row: Any, expected: dict[str, str]) -> None:
    texts, _values = cells(row)
    assert {key: texts[key] for key in expected} == expected


@pytest.mark.parametrize("row", [ZONE, WORKER, NAMESPACE, DATABASE, BUCKET, RULE, BALANCER, POOL, USAGE])
def test_values_are_plain_and_can_be_sorted(row: Any) -> None:
    _texts, values = cells(row)
    assert json.dumps(values, allow_nan=False)
    assert not any(isinstance(value, dict) for value in values.values())
