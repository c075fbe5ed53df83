"""Loads and CPU from a real Prometheus whose every sample is known (proves L4.3)."""

import time
from collections.abc import Iterator

import pytest

from console.domain.capacity.capacity_rule import CapacityRule
from console.domain.capacity.saturation import Ground, saturation
from console.domain.capacity.service_load import TOPIC, ServiceLoad
from console.estate.schema.estate import Estate
from console.kernel.runtime import Runtime
from tests.fakes.first_rows import first_rows
from tests.fakes.prometheus_connection import prometheus_connector
from tests.fakes.real_prometheus import real_prometheus
from tests.fakes.remote_write import write

STEP_S, HOURS = 300, 30


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServiceLoad, ...]]:
    one_block = ("--storage.tsdb.min-block-duration=100d", "--storage.tsdb.max-block-duration=100d")
    with real_prometheus(tmp_path_factory.mktemp("loads"), flags=one_block) as found:
        end_s = time.time()
        times = [end_s - HOURS * 3600 + place * STEP_S for place in range(HOURS * 3600 // STEP_S + 1)]
        series = []
        for cell in ("tokyo", "elsewhere"):
            labels = {"cell": cell, "service": "web"}
            # Load rises from 10 to 40 a second; 5 a second more are refused. Each served one uses 0.02 cores of 2.
            served = refused = used = 0.0
            counts: dict[str, list[tuple[float, float]]] = {"200": [], "429": [], "cpu": [], "pause": []}
            for place, at_s in enumerate(times):
                rate = 10.0 + 30.0 * place / len(times)
                served, refused, used = served + rate * STEP_S, refused + 5.0 * STEP_S, used + rate * 0.02 * STEP_S
                for key, value in (("200", served), ("429", refused), ("cpu", used), ("pause", used * 9)):
                    counts[key].append((at_s, value))
            for code in ("200", "429"):
                name = {"__name__": "http_server_requests_total", "http_response_status_code": code}
                series.append(({**name, **labels}, counts[code]))
            cpu = {"__name__": "container_cpu_usage_seconds_total", **labels}
            series.append(({**cpu, "container": "web"}, counts["cpu"]))
            series.append((cpu, counts["pause"]))  # the sum of the pod stands beside its containers
            request = {"__name__": "kube_pod_container_resource_requests", "resource": "cpu", **labels}
            series += [({**request, "pod": pod}, [(at_s, 1.0) for at_s in times]) for pod in ("a", "b")]
        write(found.url, series)
        estate = Estate.model_validate(
            {
                "name": "test",
                "clusters": [{"key": "main"}],
                "prometheus": [{"key": "prom", "url": found.url}],
                "cells": [{"key": "t", "kind": "regional", "cluster": "main", "selectors": {"metrics_cell": "tokyo"}}],
            }
        )
        runtime = Runtime()
        connector = prometheus_connector(runtime, found.url, estate=estate)
        told = first_rows(runtime, connector, TOPIC)[TOPIC]
        runtime.run(connector.close(), 10)
        runtime.close()
        yield tuple(one for one in told if isinstance(one, ServiceLoad))


def test_only_cells_of_the_estate_with_load_are_told(rows: tuple[ServiceLoad, ...]) -> None:
    assert [(one.cell, one.service) for one in rows] == [("t", "web")]
    assert HOURS - 2 <= rows[0].hours <= HOURS + 1
    assert rows[0].mean_rps == pytest.approx(25, rel=0.05)
    assert rows[0].low_rps == pytest.approx(11, rel=0.1)


def test_points_are_by_requested_core_without_what_was_refused(rows: tuple[ServiceLoad, ...]) -> None:
    points = rows[0].points
    assert points[-1].load == pytest.approx(39.5 / 2, rel=0.05)  # of the last hours, two cores are requested
    for one in points:
        assert one.used == pytest.approx(one.load * 0.02, rel=0.02)
        assert one.latency_s is None
    assert 'http_response_status_code="429"' in dict(rows[0].queries)["load"]


def test_capacity_follows_from_them(rows: tuple[ServiceLoad, ...]) -> None:
    found = saturation(rows[0].by_replica(0.5), CapacityRule())
    # A replica of half a core: 0.85 × 0.5 / 0.02 = 21.25 requests per second.
    assert found.per_replica == pytest.approx(21.25, rel=0.02)
    assert found.ground is Ground.USED
