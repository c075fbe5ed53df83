"""What the connector reads of the lab's Cloudflare is what is there (proves L5.2, E2.1, E4.1, E5.1)."""

from typing import Any

import pytest

from connectors.cloudflare.worker_reader import WorkerReader
from console.domain.edge.edge_store import D1, KV, R2
from console.domain.edge.load_balancer import EdgePool, LoadBalancer
from console.lab.edge.edge_seed import DICTIONARY, SESSIONS
from console.lab.edge.worker_script import WorkerScript
from console.lab.simulator.edge_catalogue import RANKER, ROUTER, SUMMARIZER, ZONE
from console.store.history.row_codec import decode_rows, encode_rows
from tests.fakes.edge_lab import EdgeLab

TOPICS = ("zones", "edge-workers", "edge-stores", "rate-limits", "load-balancers", "edge-usage", "edge-cache-keys")


@pytest.fixture
def connector(lab: EdgeLab) -> Any:
    return lab.connect()


@pytest.mark.parametrize("topic", TOPICS)
def test_rows_are_whole_and_remembered_by_the_history(lab: EdgeLab, connector: Any, topic: str) -> None:
    rows = lab.read(connector, topic)
    assert rows
    assert len({row.ref for row in rows}) == len(rows)
    assert all(row.ref.connection == "lab-cloudflare" for row in rows)
    assert set(decode_rows(encode_rows(rows))) == set(rows)


def test_a_zone_is_read_and_others_that_the_estate_does_not_name_are_not(lab: EdgeLab, connector: Any) -> None:
    (zone,) = lab.read(connector, "zones")
    assert (zone.ref.name, zone.status, zone.plan) == (ZONE, "active", "Enterprise Website")
    other = lab.connect(zones=("other.example",))
    assert lab.read(other, "zones") == ()
    assert lab.read(other, "rate-limits") == ()


def test_workers_tell_versions_shares_and_schedules(lab: EdgeLab, connector: Any) -> None:
    rows = {row.ref.name: row for row in lab.read(connector, "edge-workers")}
    assert set(rows) == {ROUTER, RANKER, SUMMARIZER}
    ranker = rows[RANKER]
    assert [one.percent for one in ranker.shares] == [95.0, 5.0]
    notes = {one.version_id: one.note for one in ranker.versions}
    assert [notes[one.version_id].split()[0] for one in ranker.shares] == ["v1.4.2", "v1.5.0"]
    assert [one.number for one in ranker.versions] == [4, 3, 2, 1]
    assert ranker.schedules == ("0 17 * * *",)
    assert ranker.deployed_at_s == pytest.approx(lab.edge.scripts[RANKER].deployments[0].created_s, abs=0.001)


def test_a_new_deployment_is_seen_at_once_and_what_rarely_changes_is_not_read_each_time(
    lab: EdgeLab, connector: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.read(connector, "edge-workers")
    asked: list[str] = []
    client = connector._clients[0]
    send = client.send

    async def noted(request: Any) -> Any:
        asked.append(request.path.rpartition("/")[2])
        return await send(request)

    monkeypatch.setattr(client, "send", noted)
    lab.read(connector, "edge-workers")
    assert asked == ["scripts", "deployments", "deployments", "deployments"]
    script = lab.edge.scripts[SUMMARIZER]
    script.deploy(((script.versions[1].id, 100.0),), lab.lab.now_s)
    asked.clear()
    row = next(one for one in lab.read(connector, "edge-workers") if one.ref.name == SUMMARIZER)
    assert row.shares[0].version_id == script.versions[1].id
    assert asked.count("versions") == 1
    lab.clock.advance(601)
    asked.clear()
    lab.read(connector, "edge-workers")
    assert asked.count("versions") == asked.count("schedules") == 3


def test_what_runs_is_known_by_its_name_however_many_versions_are_newer(
    lab: EdgeLab, connector: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = lab.edge.scripts[RANKER]
    monkeypatch.setattr(script, "versions", script.versions)  # as they are, afterwards again
    for number in range(52):
        script.upload(f"v1.6.{number}", "nightly", script.versions[0].effect, lab.lab.now_s)
    row = next(one for one in lab.read(connector, "edge-workers") if one.ref.name == RANKER)
    names = {one.version_id: one.note.split()[0] for one in row.versions}
    assert [names[one.version_id] for one in row.shares] == ["v1.4.2", "v1.5.0"]
    assert [one.number for one in row.versions] == [*range(56, 6, -1), 3, 2]
    script.versions = script.versions[:50]  # the provider has forgotten what still runs
    lab.clock.advance(601)
    row = next(one for one in lab.read(connector, "edge-workers") if one.ref.name == RANKER)
    assert (len(row.versions), [one.percent for one in row.shares]) == (50, [95.0, 5.0])


def test_a_note_of_blanks_is_no_note(lab: EdgeLab, connector: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    script = lab.edge.scripts[RANKER]
    monkeypatch.setattr(script, "versions", script.versions)
    script.upload("", " ", script.versions[0].effect, lab.lab.now_s)
    row = next(one for one in lab.read(connector, "edge-workers") if one.ref.name == RANKER)
    assert row.versions[0].note == ""


def test_of_very_many_workers_sixty_are_asked_a_round_and_all_are_shown_in_the_end(
    lab: EdgeLab, connector: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = lab.edge.scripts[ROUTER]
    many = {
        f"worker-{place}": WorkerScript(1, f"worker-{place}", one.versions, one.deployments[0]) for place in range(70)
    }
    monkeypatch.setattr(lab.edge, "scripts", many)
    reader = WorkerReader(connector_api(connector), "cf", lab.clock)
    assert len(lab.runtime.run(reader.read(), 20)) == 60
    lab.clock.advance(60)
    assert len(lab.runtime.run(reader.read(), 20)) == 70
    monkeypatch.setattr(lab.edge, "scripts", {"worker-3": many["worker-3"]})
    assert [row.ref.name for row in lab.runtime.run(reader.read(), 20)] == ["worker-3"]


def connector_api(connector: Any) -> Any:
    """The API behind a connector's sources."""
    source = next(one for one in connector.sources() if one.topic == "edge-workers")
    return source._read.__self__._api


def test_stores_tell_what_they_hold(lab: EdgeLab, connector: Any) -> None:
    rows = {(row.ref.kind, row.ref.name): row for row in lab.read(connector, "edge-stores")}
    assert (rows[KV, SESSIONS].keys, rows[KV, SESSIONS].more_keys) == (1240, False)
    assert rows[KV, DICTIONARY].keys == 1000
    assert rows[D1, "catalogue"].tables == 7
    assert rows[D1, "catalogue"].size_bytes > 400 * 1024**2
    assert rows[R2, "edge-models"].location == "apac"
    assert rows[R2, "edge-models"].size_bytes is None, "what the list does not tell is unknown, not zero"


def test_keys_beyond_the_bound_are_told_as_at_least_that_many(
    lab: EdgeLab, connector: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    namespace = next(one for one in lab.edge.namespaces.values() if one.title == SESSIONS)
    entry = next(iter(namespace.entries.values()))
    monkeypatch.setattr(namespace, "entries", {f"s{number:05d}": entry for number in range(2500)})
    row = next(one for one in lab.read(connector, "edge-stores") if one.ref.name == SESSIONS)
    assert (row.keys, row.more_keys) == (2000, True)


def test_pools_tell_weights_and_health(lab: EdgeLab, connector: Any) -> None:
    rows = lab.read(connector, "load-balancers")
    (balancer,) = [row for row in rows if isinstance(row, LoadBalancer)]
    assert balancer.weights == (("tokyo", 1.0), ("osaka", 1.0), ("frankfurt", 1.0))
    assert (balancer.steering, balancer.fallback, balancer.ref.namespace) == ("random", "tokyo", ZONE)
    pools = {row.ref.name: row for row in rows if isinstance(row, EdgePool)}
    assert {one.healthy for one in pools.values()} == {True}
    assert pools["osaka"].origins[0].address == f"osaka.origin.{ZONE}"


def test_usage_is_read_for_a_month_at_first_and_then_only_the_open_days(
    lab: EdgeLab, connector: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {row.ref: row for row in lab.read(connector, "edge-usage")}
    days = {row.day for row in first.values()}
    assert (len(days), min(days), max(days)) == (31, "2026-10-24", "2026-11-23")
    products = {row.product for row in first.values()}
    assert products == {"workers", "kv", "kv-storage", "d1", "r2", "r2-storage", "analytics-engine"}
    asked: list[str] = []
    client = connector._clients[0]
    send = client.send

    async def noted(request: Any) -> Any:
        asked.append(str((request.json or {}).get("query", "")))
        return await send(request)

    monkeypatch.setattr(client, "send", noted)
    lab.pass_s(3)
    second = {row.ref: row for row in lab.read(connector, "edge-usage")}
    assert second.keys() == first.keys()
    assert sum("EdgeUsage" in one for one in asked) == 7
    assert not any("2026-11-20" in one for one in asked)
    changed = {ref.name.partition("/")[0] for ref in first if first[ref] != second[ref]}
    assert changed == {"2026-11-23"}


def test_usage_of_a_finished_day_fits_together(lab: EdgeLab, connector: Any) -> None:
    of = {
        (row.product, row.resource): dict(row.amounts)
        for row in lab.read(connector, "edge-usage")
        if row.day == "2026-11-20"
    }
    router, ranker = of["workers", ROUTER], of["workers", RANKER]
    assert ranker["requests"] == pytest.approx(0.34 * router["requests"], rel=1e-6)
    assert router["errors"] == pytest.approx(0.0002 * router["requests"], rel=1e-3)
    assert router["cpu_p50_us"] < router["cpu_p99_us"] < 45_000
    assert of["kv", ""]["reads"] > ranker["requests"]
    assert of["d1", "catalogue"]["rows_read"] == pytest.approx(18 * ranker["requests"], rel=1e-6)
    assert of["analytics-engine", "edge_ranker"]["points"] == pytest.approx(ranker["requests"], rel=1e-6)
    assert of["r2", "newsletter-assets"]["class_b"] == pytest.approx(0.004 * router["requests"], rel=1e-6)
    assert of["r2-storage", "newsletter-assets"]["bytes"] > 18 * 1024**3
    assert of["kv-storage", DICTIONARY]["keys"] == 1000
