"""A range of 200 series x 10,000 points into arrays, from a real Prometheus, against prometheus-api-client.

The reference of the quality bar is ``custom_query_range`` with ``MetricRangeDataFrame``; it needs pandas, which is a
dependency of this benchmark only (dependency group ``bench``). Without it the row says so, and the two others remain:
``custom_query_range`` as it returns (nested lists of texts) and the same made into arrays, with the bar carried over
(the DataFrame takes 1.99 times the CPU of the arrays, those 1.56 times that of the lists). What is measured is CPU
seconds of this process: waiting for the server's own work is the same for all.
"""

import atexit
import gc
import tempfile
import time
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from prometheus_api_client import PrometheusConnect

from console.kernel.runtime import Runtime
from tests.benchmarks.harness import Benchmark, SkipBenchmark
from tests.fakes.prometheus_connection import prometheus_connector
from tests.fakes.real_prometheus import RealPrometheus
from tests.fakes.remote_write import write

SERIES = 200
POINTS = 10_000
STEP_S = 15
QUERY = "rate(bench_total[5m])"


@cache
def _server() -> tuple[RealPrometheus, float]:
    """Return a running server with a day and a half of samples, and the time of the first point asked for."""
    folder = tempfile.TemporaryDirectory(prefix="bench-prometheus-")
    server = RealPrometheus(
        Path(folder.name), flags=("--storage.tsdb.min-block-duration=100d", "--storage.tsdb.max-block-duration=100d")
    )
    server.start()
    atexit.register(folder.cleanup)
    atexit.register(server.stop)
    end_s = time.time() // 60 * 60
    start_s = end_s - STEP_S * (POINTS - 1)
    values = np.random.default_rng(7).uniform(1, 100, size=(SERIES, POINTS // 4 + 10)).cumsum(axis=1)
    times = [start_s - 540 + 60 * index for index in range(values.shape[1])]
    labels = {"__name__": "bench_total", "cell": "tokyo", "namespace": "cell-tokyo", "service": "web"}
    for first in range(0, SERIES, 20):
        chunk = [
            ({**labels, "pod": f"web-{row}"}, zip(times, values[row].tolist(), strict=True))
            for row in range(first, first + 20)
        ]
        write(server.url, chunk)
    return server, start_s


def _cpu_s(work: Any) -> float:
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def _ours() -> float:
    server, start_s = _server()
    runtime = Runtime()
    connector = prometheus_connector(runtime, server.url)
    try:
        runtime.run(connector.metrics.query("vector(1)"))

        def work() -> None:
            answer = runtime.run(connector.metrics.query_range(QUERY, start_s, start_s + STEP_S * (POINTS - 1), STEP_S))
            assert sum(series.values.size for series in answer.series) == SERIES * POINTS

        return _cpu_s(work)
    finally:
        runtime.run(connector.close())
        runtime.close()


def _package() -> list[dict[str, Any]]:
    server, start_s = _server()
    first = datetime.fromtimestamp(start_s, UTC)
    last = datetime.fromtimestamp(start_s + STEP_S * (POINTS - 1), UTC)
    with PrometheusConnect(url=server.url) as package:
        # Without compression, as ours on loopback: it would cost the reference more.
        package._session.headers["Accept-Encoding"] = "identity"
        found: list[dict[str, Any]] = package.custom_query_range(QUERY, first, last, str(STEP_S))
    assert sum(len(one["values"]) for one in found) == SERIES * POINTS
    return found


def _package_lists() -> float:
    return _cpu_s(_package)


def _package_arrays() -> float:
    return _cpu_s(lambda: [np.array(one["values"], dtype=float) for one in _package()])


def _package_frame() -> float:
    if find_spec("pandas") is None:
        raise SkipBenchmark("pandas absent (uv sync --group bench)")
    from prometheus_api_client import MetricRangeDataFrame

    return _cpu_s(lambda: MetricRangeDataFrame(_package()))


BENCHMARKS = [
    Benchmark(
        name="prometheus: range of 2 million points, against a data frame",
        unit="CPU s",
        measure=_ours,
        reference=_package_frame,
        reference_name="custom_query_range -> MetricRangeDataFrame",
        bar=0.2,
    ),
    Benchmark(
        name="prometheus: range of 2 million points to arrays",
        unit="CPU s",
        measure=_ours,
        reference=_package_arrays,
        reference_name="custom_query_range -> numpy",
        bar=0.4,
    ),
    Benchmark(
        name="prometheus: range of 2 million points, against bare lists",
        unit="CPU s",
        measure=_ours,
        reference=_package_lists,
        reference_name="custom_query_range, lists of texts",
        bar=0.62,
    ),
]
