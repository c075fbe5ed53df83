"""One real Prometheus with known samples for all tests of the connector."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from connectors.prometheus.connector import PrometheusConnector
from console.kernel.runtime import Runtime
from tests.fakes.prometheus_connection import Connect, prometheus_connector
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write

CONFIG = """
global: {scrape_interval: 1s, evaluation_interval: 1s}
scrape_configs:
- job_name: self
  static_configs: [{targets: ["127.0.0.1:PORT"]}]
rule_files: [rules.yml]
storage: {tsdb: {out_of_order_time_window: 3h}}
"""
RULES = """
groups:
- name: tests
  rules:
  - {record: "job:up:sum", expr: "sum by (job) (up)"}
  - {alert: AlwaysFiring, expr: "vector(7) > 0", labels: {severity: warning}, annotations: {summary: "always"}}
"""


@pytest.fixture
def connect(runtime: Runtime) -> Iterator[Connect]:
    """A function that builds connectors (arguments as ``prometheus_connector``), which are closed after the test."""
    built: list[PrometheusConnector] = []

    def build(url: str, **options: Any) -> PrometheusConnector:
        built.append(prometheus_connector(runtime, url, **options))
        return built[-1]

    yield build
    for connector in built:
        runtime.run(connector.close())


@pytest.fixture(scope="session")
def base_s() -> float:
    """A whole minute a little over an hour ago: where the known samples begin."""
    return time.time() // 60 * 60 - 3600


@pytest.fixture(scope="session")
def prometheus(tmp_path_factory: pytest.TempPathFactory, base_s: float) -> Iterator[RealPrometheus]:
    """A real Prometheus that holds ``known`` = 0, 1, 2, ... per minute for two cells, and NaN and infinities."""
    folder = tmp_path_factory.mktemp("prometheus")
    (folder / "rules.yml").write_text(RULES)
    with real_prometheus(folder, CONFIG) as server:
        minutes = [base_s + 60 * index for index in range(60)]
        odd = [float("nan"), float("inf"), float("-inf"), 1e300, -2.5e-300, 0.1]
        write(
            server.url,
            [
                ({"__name__": "known", "cell": "tokyo"}, [(at_s, float(n)) for n, at_s in enumerate(minutes)]),
                ({"__name__": "known", "cell": "osaka"}, [(at_s, 100.0 + n) for n, at_s in enumerate(minutes[:30])]),
                ({"__name__": "odd", "text": 'a"b\\c\nd日本'}, list(zip(minutes, odd, strict=False))),
            ],
        )
        yield server
