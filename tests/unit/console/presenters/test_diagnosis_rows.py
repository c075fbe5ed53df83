"""Diagnoses as rows of an estate's state: words, proofs with their source and time, proposed changes (proves L2.3)."""

from dataclasses import replace

import pytest

from console.domain.edge.cache_keys import KV_VALUE, CacheKeys
from console.domain.health import Health
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.resource import Condition, ResourceRef
from console.domain.route import RouteRule
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.estate.schema.estate import Estate
from console.presenters.diagnosis_rows import diagnosis_rows
from console.presenters.format import local_time
from console.store.state import ObjectTable, Readings, State
from tests.fakes.calm_case import MIXED
from tests.fakes.cell_objects import node, route, scaler, with_rows
from tests.fakes.small_estate import ESTATE, NOW_S, state, workload

LOST = Condition("Ready", "False", "TriggerError", 'Secret "kafka-auth" not found in namespace "cell-tokyo"')
RATES = {SignalKey("router_rps", "tokyo"): 30.0, SignalKey("router_rps", "osaka"): 70.0}


def _skewed(weights: tuple[int, int] = (30, 70)) -> State:
    found = route(weights, (60.0, 40.0))
    rule = RouteRule("/spec/http/0", "primary", found.destinations)
    return with_rows(state(RATES, (workload("tokyo", "web"),)), "routes", replace(found, rules=(rule,)))


def test_a_lost_secret_in_words_with_the_object_the_query_and_when_they_were_read() -> None:
    lag = {SignalKey("queue_length", "tokyo", target="jobs"): 900.0}
    found = with_rows(state(lag), "autoscalers", scaler("delivery", LOST, kind="ScaledObject"))
    (row,) = diagnosis_rows(found, NOW_S)
    assert (row.title, row.where, row.runbook) == ("KEDA does not react", "Tokyo", "keda-does-not-react")
    assert row.meaning.startswith("The trigger of delivery cannot be built because the Secret kafka-auth is missing")
    assert row.steps[0].startswith("Create the Secret again")
    said, measured = row.proofs
    assert (said.what, said.source, said.read) == (
        "ScaledObject cell-tokyo/delivery", "main", local_time(NOW_S - 5),
    )  # fmt: skip
    assert said.shows == f"Ready=False TriggerError: {LOST.message}"
    assert said.ref == ResourceRef("main", "ScaledObject", "cell-tokyo", "delivery", "autoscaling")
    assert (measured.what, measured.shows, measured.source) == ("Queue (tokyo · jobs)", "900", "prom")
    assert (measured.query, measured.ref) == ("query of queue_length", None)


def test_skewed_weights_with_shares_rates_and_the_change_that_sets_them_back() -> None:
    (row,) = diagnosis_rows(_skewed(), NOW_S)
    assert (row.title, row.where) == ("Router skew", "Osaka, Tokyo")
    assert [one.shows for one in row.proofs] == [
        "osaka is given 70.0 %, agreed are 40.0 %",
        "tokyo is given 30.0 %, agreed are 60.0 %",
        "70.0/s, to be expected 40.0/s",
        "30.0/s, to be expected 60.0/s",
    ]
    (remedy,) = row.remedies
    assert isinstance(remedy, SetRouteWeights)
    assert remedy.weights == (("web.cell-tokyo.svc", 60), ("web.cell-osaka.svc", 40))


def test_a_dark_region_that_was_drained_is_not_called_a_skew() -> None:
    dark = with_rows(_skewed((0, 100)), "nodes", node("a", "ap-northeast-1", ready=False))
    assert diagnosis_rows(dark, NOW_S) == ()


def test_one_cell_shows_what_concerns_it() -> None:
    both = with_rows(_skewed(), "autoscalers", scaler("delivery", LOST, kind="ScaledObject"))
    assert [row.title for row in diagnosis_rows(both, NOW_S, "tokyo")] == ["KEDA does not react", "Router skew"]
    assert [row.title for row in diagnosis_rows(both, NOW_S, "osaka")] == ["Router skew"]


def test_an_edge_is_judged_by_its_own_zone_and_keys() -> None:
    account = {"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN", "zones": ["shop.example"]}
    estate = Estate.model_validate(ESTATE.model_dump(mode="json") | {"cloudflare": [account]})
    keys = CacheKeys(ResourceRef("edge", KV_VALUE, "edge-config", "cache-keys"), MIXED)
    hits = {
        SignalKey("edge_cache_hit_peak", target="shop.example"): 0.91,
        SignalKey("edge_cache_hit_usual", target="shop.example"): 0.86,
        SignalKey("edge_cache_hit_peak", target="other.example"): 0.99,
    }
    values = {key: Reading(value, NOW_S, "hits") for key, value in hits.items()}
    table = ObjectTable({keys.ref: keys}, NOW_S - 60)
    found = State(
        estate=estate, objects={("edge", "edge-cache-keys"): table}, readings={"prom": Readings(values, NOW_S)}
    )
    (row,) = diagnosis_rows(found, NOW_S)
    assert (row.title, row.health, row.where) == ("CDN cache poisoning", Health.WARNING, "Tokyo, Osaka")
    assert [(one.what, one.shows) for one in row.proofs] == [
        ("KVValue edge-config/cache-keys", "cta, proof = content:{issue}"),
        ("Highest cache hit (shop.example)", "91.0 %, to be expected 86.0 %"),
    ]
    assert [one.summary() for one in row.remedies] == ["Purge from the cache of shop.example: cta, proof."]


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("metrics-server", True),
        ("metrics-server-v1.30.3", True),
        ("rke2-metrics-server", True),
        ("monitoring-prometheus-adapter", True),
        ("web", False),
    ],
)
def test_a_metrics_server_is_known_by_the_names_that_distributions_give_it(name: str, is_known: bool) -> None:
    reason = "the HPA was unable to compute the replica count"
    blind = scaler("web", Condition("ScalingActive", "False", "FailedGetResourceMetric", reason))
    down = workload("tokyo", name, desired=1, ready=0)
    rows = diagnosis_rows(with_rows(state(workloads=(down,)), "autoscalers", blind), NOW_S)
    assert [one.health for one in rows] == ([Health.CRITICAL] if is_known else [])


def test_without_an_estate_or_evidence_nothing_is_found() -> None:
    assert diagnosis_rows(State(), NOW_S) == ()
    assert diagnosis_rows(state(), NOW_S) == ()
