"""The Cloudflare connector against the lab's Cloudflare: both hold to the official descriptions (proves L4.2, L5.2)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import graphql
import pytest

from connectors.cloudflare.usage_product import PRODUCTS
from connectors.cloudflare.usage_query import daily_query, dated_query
from console.domain.operations.purge_cache import PurgeCache
from console.domain.operations.put_kv_value import PutKvValue
from console.domain.operations.set_pool_weights import SetPoolWeights
from console.domain.operations.set_rate_limit import SetRateLimit
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.ports.change_executor import ChangeExecutor
from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.edge_lab import CONNECTION, EdgeLab, edge_lab

OWN = Path(__file__).resolve().parents[1] / "data" / "contracts" / "cloudflare-graphql.json"
ZONE = "newsletter.example"
TOPICS = ("zones", "edge-workers", "edge-stores", "rate-limits", "load-balancers", "edge-usage", "edge-cache-keys")
SCRIPT = "/accounts/{account_id}/workers/scripts/{script_name}"
KV = "/accounts/{account_id}/storage/kv/namespaces"
RULES = "/zones/{zone_id}/rulesets"
READ = {
    "GET /user/tokens/verify",
    "GET /accounts/{account_id}",
    "GET /zones",
    "GET /accounts/{account_id}/workers/scripts",
    f"GET {SCRIPT}/deployments",
    f"GET {SCRIPT}/versions",
    f"GET {SCRIPT}/schedules",
    f"GET {KV}",
    f"GET {KV}/{{namespace_id}}/keys",
    f"GET {KV}/{{namespace_id}}/values/{{key_name}}",
    "GET /accounts/{account_id}/d1/database",
    "GET /accounts/{account_id}/d1/database/{database_id}",
    "GET /accounts/{account_id}/r2/buckets",
    f"GET {RULES}/phases/{{ruleset_phase}}/entrypoint",
    "GET /zones/{zone_id}/load_balancers",
    "GET /accounts/{account_id}/load_balancers/pools",
    "GET /accounts/{account_id}/load_balancers/pools/{pool_id}/health",
    "POST /graphql",
}
WRITTEN = {
    f"POST {SCRIPT}/deployments",
    f"PATCH {RULES}/{{ruleset_id}}/rules/{{rule_id}}",
    f"POST {RULES}/{{ruleset_id}}/rules",
    f"DELETE {RULES}/{{ruleset_id}}/rules/{{rule_id}}",
    f"PUT {RULES}/phases/{{ruleset_phase}}/entrypoint",
    "PATCH /zones/{zone_id}/load_balancers/{load_balancer_id}",
    "POST /zones/{zone_id}/purge_cache",
    f"PUT {KV}/{{namespace_id}}/values/{{key_name}}",
    f"GET {KV}/{{namespace_id}}/values/{{key_name}}",
    f"DELETE {KV}/{{namespace_id}}/values/{{key_name}}",
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeLab]:
    with edge_lab(tmp_path_factory.mktemp("edge")) as found:
        yield found


@pytest.fixture
def contract(shared_dir: Path) -> Contract:
    """Both official descriptions, the older and the current one, and ours of the analytics."""
    files = tuple(shared_dir / "contracts" / name for name in ("cloudflare.json", "cloudflare-sdk.json"))
    return Contract((*files, OWN), "/client/v4")


def test_everything_that_is_read_is_asked_and_answered_as_described(
    lab: EdgeLab, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    violations = watch_all(monkeypatch, contract)
    connector = lab.connect()
    assert lab.runtime.run(connector.check(), 10).startswith(
        "Cloudflare account Newsletter lab (token expires in 90 d)"
    )
    counts = {topic: len(lab.read(connector, topic)) for topic in TOPICS}
    assert violations == []
    assert contract.seen >= READ
    assert all(counts.values()), counts


def test_everything_that_is_changed_is_asked_and_answered_as_described(
    lab: EdgeLab, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    violations = watch_all(monkeypatch, contract)
    executor = lab.connect().offers(ChangeExecutor)
    old, new = (one.id for one in lab.edge.scripts["edge-summarizer"].versions)
    pool = next(iter(lab.edge.balancer.pools.values()))["name"]
    balancer = lab.edge.balancer.content["name"]
    changes: list[Any] = [
        SetWorkerPercentages(CONNECTION, "edge-summarizer", ((old, 90.0), (new, 10.0))),
        SetRateLimit(CONNECTION, ZONE, "b2b", 100.0),
        SetRateLimit(CONNECTION, ZONE, "everybody", 100.0, expression="true"),
        SetRateLimit(CONNECTION, ZONE, "everybody", None),
        SetPoolWeights(CONNECTION, ZONE, balancer, ((pool, 0.3),)),
        PurgeCache(CONNECTION, ZONE, files=(f"https://{ZONE}/issues/1",)),
        PurgeCache(CONNECTION, ZONE, tags=("cta",)),
        PurgeCache(CONNECTION, ZONE, everything=True),
        PutKvValue(CONNECTION, "edge-config", "a/new key", '{"ü": 1}'),
        PutKvValue(CONNECTION, "edge-config", "a/new key", None),
    ]
    for change in changes:
        base = lab.runtime.run(executor.preview(change), 10).base
        lab.runtime.run(executor.apply(change, base), 10)
    assert violations == []
    assert contract.seen >= WRITTEN - {f"PUT {RULES}/phases/{{ruleset_phase}}/entrypoint"}


def test_the_first_rate_limit_of_a_zone_makes_its_ruleset(
    lab: EdgeLab, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab.edge.rules, "version", 0)
    monkeypatch.setattr(lab.edge.rules, "rules", ())
    violations = watch_all(monkeypatch, contract)
    connector = lab.connect()
    assert lab.read(connector, "rate-limits") == ()
    executor = connector.offers(ChangeExecutor)
    change = SetRateLimit(CONNECTION, ZONE, "b2b", 50.0, expression="true")
    preview = lab.runtime.run(executor.preview(change), 10)
    assert preview.base == "none"
    lab.runtime.run(executor.apply(change, preview.base), 10)
    assert violations == []
    assert f"PUT {RULES}/phases/{{ruleset_phase}}/entrypoint" in contract.seen
    assert [(row.ref.name, row.requests, row.period_s) for row in lab.read(connector, "rate-limits")] == [
        ("b2b", 3100, 60)
    ]


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda one: one.key)
def test_analytics_ask_only_for_datasets_and_fields_that_are_documented(product: Any, shared_dir: Path) -> None:
    facts = json.loads((shared_dir / "contracts" / "cloudflare-graphql-datasets.json").read_text())["datasets"]
    days, fields = ("2026-11-20", "2026-11-21"), product.plain or product.fields
    text = (
        dated_query(
            product.dataset, fields, days, {"n0": ', namespaceId: "ab"' if "Storage" in product.dataset else ""}
        )
        if product.dated
        else daily_query(product.dataset, fields, days)
    )
    viewer = _only(_only(graphql.parse(text).definitions).selection_set.selections)
    accounts = _only(viewer.selection_set.selections)
    for node in accounts.selection_set.selections:
        dataset = facts[node.name.value]
        for part in node.selection_set.selections:
            asked = [one.name.value for one in part.selection_set.selections] if part.selection_set else []
            known = dataset[part.name.value]
            assert known is True or set(asked) <= set(known), part.name.value
        by_time = {f"{one}_{end}" for one in dataset["dimensions"] for end in ("geq", "leq")}
        conditions = next(one for one in node.arguments if one.name.value == "filter").value.fields
        assert {one.name.value for one in conditions} <= set(dataset.get("filters", ())) | by_time


def _only(nodes: Any) -> Any:
    (node,) = nodes
    return node
