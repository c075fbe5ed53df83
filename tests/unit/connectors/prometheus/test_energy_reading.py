"""Energy from a real Prometheus whose every sample is known: equal to what was computed by hand. Proves L6.4."""

import time
from collections.abc import Iterator

import pytest

from connectors.prometheus.energy_reading import HOURS, EnergyReading
from connectors.prometheus.signal_plan import SignalPlan
from console.domain.carbon.energy_use import Course, EnergyUse, RunPrice
from console.estate.schema.estate import Estate
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from tests.fakes.prometheus_connection import prometheus_connector
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus
from tests.fakes.remote_write import write

STEP_S, SPAN_S = 60, 6 * 3600
GB = 1e9
RATES = (
    # package and DRAM count, the core within the package and psys (which holds both) do not: 30 W
    ("kepler_pod_cpu_joules_total", {"service": "web", "zone": "package", "pod": "web-0"}, 20.0),
    ("kepler_pod_cpu_joules_total", {"service": "web", "zone": "dram", "pod": "web-0"}, 10.0),
    ("kepler_pod_cpu_joules_total", {"service": "web", "zone": "core", "pod": "web-0"}, 15.0),
    ("kepler_pod_cpu_joules_total", {"service": "web", "zone": "psys", "pod": "web-0"}, 35.0),
    ("kepler_pod_gpu_joules_total", {"service": "llm", "pod": "llm-0"}, 200.0),
    ("kepler_pod_cpu_joules_total", {"service": "llm", "pod": "llm-0"}, 50.0),
    ("kepler_container_joules_total", {"service": "old", "container_name": "old"}, 5.0),
    # the sum of a pod's containers and its pause container stand beside the container that works
    ("container_cpu_usage_seconds_total", {"service": "plain", "container": "plain"}, 0.5),
    ("container_cpu_usage_seconds_total", {"service": "plain", "container": "POD"}, 9.0),
    ("container_cpu_usage_seconds_total", {"service": "plain"}, 9.0),
    ("container_network_transmit_bytes_total", {"service": "plain"}, 1e6),
    ("http_server_requests_total", {"service": "web", "code": "200"}, 3.0),
)
LEVELS = (
    ("kube_pod_container_resource_requests", {"service": "plain", "resource": "cpu", "pod": "a"}, 1.5),
    ("kube_pod_container_resource_requests", {"service": "plain", "resource": "cpu", "pod": "b"}, 0.5),
    ("kube_pod_container_resource_requests", {"service": "plain", "resource": "memory", "pod": "a"}, 4 * GB),
    ("container_cpu_allocation", {"service": "web", "node": "n1"}, 3.0),
    ("container_cpu_allocation", {"service": "web", "node": "n2"}, 1.0),
    ("container_memory_allocation_bytes", {"service": "web", "node": "n1"}, 8 * GB),
)
PRICES = (
    ("node_cpu_hourly_cost", {"node": "n1"}, 0.02),
    ("node_cpu_hourly_cost", {"node": "n2"}, 0.06),
    ("node_ram_hourly_cost", {"node": "n1"}, 0.003),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPrometheus]:
    one_block = ("--storage.tsdb.min-block-duration=100d", "--storage.tsdb.max-block-duration=100d")
    with real_prometheus(tmp_path_factory.mktemp("energy"), flags=one_block) as found:
        end_s = time.time()
        times = [end_s - SPAN_S + place * STEP_S for place in range(SPAN_S // STEP_S + 1)]
        series = []
        for cell in ("tokyo", "elsewhere"):
            for name, labels, rate in RATES:
                points = [(at_s, rate * (at_s - times[0])) for at_s in times]
                series.append(({"__name__": name, "cell": cell, **labels}, points))
            for name, labels, level in LEVELS:
                series.append(({"__name__": name, "cell": cell, **labels}, [(at_s, level) for at_s in times]))
        series += [({"__name__": name, **labels}, [(at_s, value) for at_s in times]) for name, labels, value in PRICES]
        write(found.url, series)
        yield found


@pytest.fixture(scope="module")
def rows(server: RealPrometheus) -> tuple[EnergyUse | RunPrice, ...]:
    estate = Estate.model_validate(
        {
            "name": "test",
            "clusters": [{"key": "main"}],
            "prometheus": [{"key": "prom", "url": server.url}],
            "cells": [{"key": "t", "kind": "regional", "cluster": "main", "selectors": {"metrics_cell": "tokyo"}}],
        }
    )
    runtime = Runtime()
    connector = prometheus_connector(runtime, server.url, estate=estate)
    assert "energy" in [source.topic for source in connector.sources()]
    plan = SignalPlan.of(estate.prometheus[0], estate)
    found = runtime.run(EnergyReading("prom", plan, lambda: connector.metrics, SystemClock()).read(), 60)
    runtime.run(connector.close(), 10)
    runtime.close()
    return found


def last(course: Course) -> float | None:
    """The last hour, of which every sample is there."""
    return course[-1]


def use(rows: tuple[EnergyUse | RunPrice, ...], service: str) -> EnergyUse:
    return next(one for one in rows if isinstance(one, EnergyUse) and one.service == service)


def test_only_the_estates_cells_are_told_hour_by_hour(rows: tuple[EnergyUse | RunPrice, ...]) -> None:
    assert {one.cell for one in rows} == {"t"}
    web = use(rows, "web")
    assert len(web.joules) == HOURS
    assert web.joules[0] is None  # no sample reaches back that far
    assert web.begins_s + HOURS * 3600 == pytest.approx(time.time(), abs=700)
    assert 'kepler_pod_cpu_joules_total{cell=~"tokyo"' in dict(web.queries)["joules"]
    assert "sent_gb" not in dict(web.queries)  # what nobody told has no query behind it


def test_zones_that_hold_one_another_are_not_counted_twice(rows: tuple[EnergyUse | RunPrice, ...]) -> None:
    assert last(use(rows, "web").joules) == pytest.approx(30 * 3600, rel=0.01)


def test_graphics_processors_and_older_releases_count(rows: tuple[EnergyUse | RunPrice, ...]) -> None:
    assert last(use(rows, "llm").joules) == pytest.approx(250 * 3600, rel=0.01)
    assert last(use(rows, "old").joules) == pytest.approx(5 * 3600, rel=0.01)


def test_without_kepler_and_opencost_requests_and_use_of_the_containers_are_told(
    rows: tuple[EnergyUse | RunPrice, ...],
) -> None:
    plain = use(rows, "plain")
    assert last(plain.joules) is None
    assert last(plain.core_hours) == pytest.approx(2.0)
    assert last(plain.used_core_hours) == pytest.approx(0.5, rel=0.01)
    assert last(plain.gb_hours) == pytest.approx(4.0)
    assert last(plain.sent_gb) == pytest.approx(3.6, rel=0.01)
    assert last(use(rows, "web").requests) == pytest.approx(3 * 3600, rel=0.01)
    assert last(use(rows, "web").core_hours) == pytest.approx(4.0)


def test_prices_are_those_of_the_nodes_that_the_cell_uses(rows: tuple[EnergyUse | RunPrice, ...]) -> None:
    [price] = [one for one in rows if isinstance(one, RunPrice)]
    assert price.usd_per_core_h == pytest.approx((3 * 0.02 + 1 * 0.06) / 4)
    assert price.usd_per_gib_h == pytest.approx(0.003)


def test_a_server_that_is_away_is_told_and_not_taken_for_one_without_energy() -> None:
    estate = Estate.model_validate(
        {
            "name": "test",
            "clusters": [{"key": "main"}],
            "prometheus": [{"key": "prom", "url": "http://127.0.0.1:9"}],
            "cells": [{"key": "tokyo", "kind": "regional", "cluster": "main"}],
        }
    )
    runtime = Runtime()
    connector = prometheus_connector(runtime, "http://127.0.0.1:9", estate=estate)
    plan = SignalPlan.of(estate.prometheus[0], estate)
    with pytest.raises(ConnectorError):
        runtime.run(EnergyReading("prom", plan, lambda: connector.metrics, SystemClock()).read(), 60)
    runtime.run(connector.close(), 10)
    runtime.close()
