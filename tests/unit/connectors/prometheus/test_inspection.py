"""The connection check: reachable, what it is, and whether the estate's names fit."""

import pytest

from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from tests.fakes.fault_server import Asked, FaultServer, answering
from tests.fakes.prometheus_connection import Connect, estate_of
from tests.fakes.real_prometheus import RealPrometheus


def test_a_check_tells_version_size_and_cells(runtime: Runtime, connect: Connect, prometheus: RealPrometheus) -> None:
    url = prometheus.url
    told = runtime.run(connect(url, estate=estate_of(url, "tokyo", "osaka")).check())
    assert told.startswith("Prometheus 2.")
    assert " series in memory; series of all 2 cells" in told


def test_a_check_finds_wrong_cell_names_and_labels(
    runtime: Runtime, connect: Connect, prometheus: RealPrometheus
) -> None:
    url = prometheus.url
    told = runtime.run(connect(url, estate=estate_of(url, "tokyo", "kyoto")).check())
    assert told.endswith("no series of cell kyoto")
    labels = {"cell": "zelle"}
    told = runtime.run(connect(url, estate=estate_of(url, "tokyo", labels=labels), labels=labels).check())
    assert told.endswith("no series has the label zelle")


def test_a_compatible_server_that_tells_nothing_is_checked_by_a_query(runtime: Runtime, connect: Connect) -> None:
    good = {"status": "success", "data": {"resultType": "vector", "result": []}}

    async def only_queries(asked: Asked, writer) -> None:  # type: ignore[no-untyped-def]
        await answering(*((200, good) if asked.target == "/api/v1/query" else (404, b"")))(asked, writer)

    with FaultServer(runtime, only_queries) as server:
        connector = connect(server.url, estate=estate_of(server.url, "tokyo"))
        assert runtime.run(connector.check()) == "Prometheus-compatible server"
        server.behaviour = answering(401, b"{}")
        with pytest.raises(ConnectorError, match="does not accept"):
            runtime.run(connector.check())
