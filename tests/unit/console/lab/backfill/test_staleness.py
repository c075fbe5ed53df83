"""The end of a series in the history."""

import time
from pathlib import Path

import numpy as np

from console.kernel.runtime import Runtime
from console.lab.backfill.remote_write import HEADERS, encode_request
from console.lab.backfill.staleness import STALE_BITS, ended
from tests.fakes.prometheus_connection import prometheus_connector
from tests.fakes.real_prometheus import real_prometheus


def test_only_the_last_value_becomes_the_marker_and_the_original_stays() -> None:
    values = np.array([1.0, 2.0, 3.0])
    marked = ended(values)
    assert marked[:2].tolist() == [1.0, 2.0]
    assert int(marked.view(np.uint64)[-1]) == STALE_BITS
    assert values.tolist() == [1.0, 2.0, 3.0]
    assert ended(np.array([])).size == 0


def test_a_real_prometheus_counts_an_ended_series_no_more(tmp_path: Path) -> None:
    import urllib.request

    now_s = time.time()
    times = now_s - np.array([180.0, 120.0, 60.0])
    cores = np.array([2.0, 2.0, 2.0])
    series = [
        ({"__name__": "allocation", "pod": "ended"}, times, ended(cores)),
        ({"__name__": "allocation", "pod": "live"}, times, cores),
    ]
    runtime = Runtime()
    with real_prometheus(tmp_path) as server:
        request = urllib.request.Request(f"{server.url}/api/v1/write", encode_request(series), HEADERS)
        urllib.request.urlopen(request, timeout=10).close()
        connector = prometheus_connector(runtime, server.url)
        try:
            total = [runtime.run(connector.metrics.query("sum(allocation)", now_s - back_s)) for back_s in (90, 1)]
        finally:
            runtime.run(connector.close())
            runtime.close()
    assert [samples[0].value for samples in total] == [4.0, 2.0]
