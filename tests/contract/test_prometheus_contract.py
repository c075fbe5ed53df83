"""Every request and answer of the Prometheus connector against Prometheus' own OpenAPI document, on a real server."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.prometheus.connector import PrometheusConnector
from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.signal_round import run_round
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from tests.fakes.contract_series import contract_series
from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.prometheus_connection import estate_of, prometheus_connector
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write
from tests.fakes.waiting import wait_until

CONFIG = """
global: {scrape_interval: 1s, evaluation_interval: 1s}
scrape_configs: [{job_name: self, static_configs: [{targets: ["127.0.0.1:PORT"]}]}]
rule_files: [rules.yml]
storage: {tsdb: {out_of_order_time_window: 3h}}
"""
RULES = 'groups: [{name: g, rules: [{record: "a:b", expr: "vector(1)"}, {alert: A, expr: "vector(1)"}]}]'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealPrometheus]:
    """A real Prometheus with the contract's series, rules and a scrape target."""
    (tmp_path / "rules.yml").write_text(RULES)
    with real_prometheus(tmp_path, CONFIG) as server:
        write(server.url, contract_series(time.time()))
        yield server


@pytest.fixture
def contract(shared_dir: Path) -> Contract:
    """The document of Prometheus 3; what 2.42 does not send yet may be absent."""
    contract = Contract(shared_dir / "contracts" / "prometheus.json", "/api/v1")
    contract.relax("TargetDiscovery", "droppedTargetCounts")
    return contract


@pytest.fixture
def checked(
    server: RealPrometheus, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Runtime, PrometheusConnector, list[str]]]:
    """A connector whose traffic is checked, with the violations that were found."""
    violations = watch_all(monkeypatch, contract)
    runtime = Runtime()
    connector = prometheus_connector(runtime, server.url)
    yield runtime, connector, violations
    runtime.run(connector.close())
    runtime.close()


def test_everything_that_the_connector_says_and_hears_is_in_the_contract(
    checked: tuple[Runtime, PrometheusConnector, list[str]], contract: Contract
) -> None:
    # proves issue 2 deliverable 5, against the published contract
    runtime, connector, violations = checked
    directory, reader = connector.directory, connector.metrics
    now_s = time.time()
    wait_until(lambda: runtime.run(directory.metadata("prometheus_build_info")), 20, "the first scrape")
    wait_until(lambda: runtime.run(directory.alerts()), 20, "the first evaluation")
    runtime.run(reader.query("up"))
    runtime.run(reader.query("vector(1)", now_s))
    runtime.run(reader.query_range("up", now_s - 60, now_s, 1))
    runtime.run(reader.query_range("up", now_s - 20_000, now_s, 1))
    runtime.run(directory.series(("up", '{job="self"}'), now_s - 60, now_s))
    runtime.run(directory.label_names())
    runtime.run(directory.label_names(("up",)))
    runtime.run(directory.label_values("job", ("up",)))
    runtime.run(directory.metadata(limit=5))
    for call in (directory.targets, directory.rules, directory.storage, directory.build):
        runtime.run(call())
    with pytest.raises(ConnectorError, match="refused a query"):
        runtime.run(reader.query("sum(("))
    estate = estate_of("http://unused", "tokyo", "osaka")
    runtime.run(run_round(reader, SignalPlan.of(estate.prometheus[0], estate)), 60)
    assert violations == []
    assert contract.seen == {
        "POST /query",
        "POST /query_range",
        "GET /series",
        "GET /labels",
        "GET /label/{name}/values",
        "GET /metadata",
        "GET /targets",
        "GET /rules",
        "GET /alerts",
        "GET /status/tsdb",
        "GET /status/buildinfo",
    }


def test_the_check_itself_finds_what_is_not_in_the_contract(
    checked: tuple[Runtime, PrometheusConnector, list[str]],
) -> None:
    runtime, connector, violations = checked
    runtime.run(connector._api.get("labels", {"colour": "red"}))
    runtime.run(connector._api.get("status/runtimeinfo"))
    with pytest.raises(ConnectorError):
        runtime.run(connector._api.ask("query", {"qwery": "up"}, 5))
    with pytest.raises(ConnectorError):
        runtime.run(connector._api.get("no/such/path"))
    assert "unknown parameter 'colour'" in violations[0]
    assert any("'query' is a required property" in one for one in violations)
    assert "is not in the contract" in violations[-1]
