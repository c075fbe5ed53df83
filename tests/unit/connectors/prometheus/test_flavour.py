"""Servers that speak Prometheus' protocol but are another product: recognised, and what they lack is tolerated.

VictoriaMetrics is the real one where it is installed (Debian: victoria-metrics); its answers, and those of Mimir and
Thanos as their documents give them, are played everywhere else.
"""

import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.services.metric_facts import metric_facts
from tests.fakes.fault_server import Asked, Behaviour, FaultServer, answering
from tests.fakes.first_rows import first_rows
from tests.fakes.prometheus_connection import Connect, FixedVault
from tests.fakes.real_prometheus import free_port
from tests.fakes.waiting import wait_until

NUMBER = {"resultType": "vector", "result": [{"metric": {}, "value": [1, "1"]}]}


def _good(data: object, **more: object) -> dict[str, object]:
    return {"status": "success", "data": data, **more}


def _playing(answers: Mapping[str, object], *headers: str, prefix: str = "") -> Behaviour:
    """Answer paths below ``prefix`` as a product does, and everything else with 404."""

    async def answer(asked: Asked, writer: Any) -> None:
        path = asked.target.partition("?")[0].removeprefix(f"{prefix}/api/v1/")
        if path in answers:
            await answering(200, _good(answers[path]), *headers)(asked, writer)
        else:
            await answering(404, b"404 page not found", *headers, kind="text/plain")(asked, writer)

    return answer


MIMIR = {
    "query": NUMBER,
    "status/buildinfo": {"application": "Grafana Mimir", "version": "2.11.0", "features": {"ruler_config_api": "true"}},
    "rules": {"groups": []},
    "alerts": {"alerts": []},
    "metadata": {},
}
THANOS = {
    "query": NUMBER,
    "status/buildinfo": {"version": "0.34.1", "revision": "x", "goVersion": "go1.21"},
    "stores": {"query": []},
    "rules": {"groups": [{"name": "g", "file": "f", "interval": 30, "rules": [], "partialResponseStrategy": "WARN"}]},
    "targets": {"activeTargets": [], "droppedTargets": []},
}
VICTORIA_CLUSTER = {"query": NUMBER, "status/buildinfo": {}, "status/tsdb": {"totalSeries": 7}, "metadata": {}}


@pytest.mark.parametrize(
    ("answers", "headers", "prefix", "told"),
    [
        (MIMIR, (), "/prometheus", "Grafana Mimir 2.11.0"),
        (THANOS, (), "", "Thanos 0.34.1"),
        (VICTORIA_CLUSTER, ("X-Server-Hostname: vm-1",), "/select/0/prometheus", "VictoriaMetrics; 7 series in memory"),
        ({"query": NUMBER, "status/buildinfo": {"version": "3.1.0"}}, (), "", "Prometheus 3.1.0"),
        ({"query": NUMBER}, (), "", "Prometheus-compatible server"),
    ],
)
def test_a_product_is_recognised_and_what_it_lacks_is_an_empty_list(
    runtime: Runtime, connect: Connect, answers: dict[str, object], headers: tuple[str, ...], prefix: str, told: str
) -> None:
    # proves issue 3 deliverable 2 (Thanos, Mimir, VictoriaMetrics)
    with FaultServer(runtime, _playing(answers, *headers, prefix=prefix)) as server:
        connector = connect(f"{server.url}{prefix}")
        assert runtime.run(connector.check()) == told
        listed = first_rows(runtime, connector, "rules", "alerts", "targets")
        assert listed == {"rules": (), "alerts": (), "targets": ()}
        facts = {one.name: one.good for one in runtime.run(metric_facts(connector.directory))}
        assert facts["storage"] is ("status/tsdb" in answers)


def test_a_wrong_path_is_not_mistaken_for_a_server_without_rules(runtime: Runtime, connect: Connect) -> None:
    with FaultServer(runtime, _playing(MIMIR, prefix="/prometheus")) as server:
        connector = connect(server.url)
        with pytest.raises(ConnectorError) as caught:
            runtime.run(connector.check())
        assert caught.value.kind is ErrorKind.NOT_FOUND
        assert "Mimir answers below /prometheus" in caught.value.hint
        source = next(one for one in connector.sources() if one.topic == "rules")

        async def first_news() -> list[ConnectionState]:
            seen: list[ConnectionState] = []
            async for event in source.observe():
                assert not isinstance(event, ObjectsListed)
                if isinstance(event, ConnectionChanged):
                    seen.append(event.status.state)
                if len(seen) == 2:
                    return seen
            return seen

        assert runtime.run(first_news(), 20) == [ConnectionState.CONNECTING, ConnectionState.FAILED]


def test_a_tenant_is_told_by_a_header_and_asked_for_when_it_is_missing(runtime: Runtime, connect: Connect) -> None:
    async def tenants(asked: Asked, writer: Any) -> None:
        if asked.headers.get("x-scope-orgid") == "shop":
            await _playing(MIMIR)(asked, writer)
        else:
            await answering(401, b"no org id", kind="text/plain")(asked, writer)

    with FaultServer(runtime, tenants) as server:
        with pytest.raises(ConnectorError) as caught:
            runtime.run(connect(server.url).check())
        assert caught.value.kind is ErrorKind.AUTH
        assert "X-Scope-OrgID" in caught.value.hint
        vault = FixedVault(tenant="shop")
        connector = connect(server.url, headers={"X-Scope-OrgID": "keyring:tenant"}, vault=vault)
        assert runtime.run(connector.check()) == "Grafana Mimir 2.11.0"


def test_a_partial_answer_says_so(runtime: Runtime, connect: Connect) -> None:
    with FaultServer(runtime, answering(200, _good(NUMBER, isPartial=True, warnings=["store s1 is away"]))) as server:
        vector = runtime.run(connect(server.url).metrics.instant("up"))
    assert vector.warnings == (
        "store s1 is away",
        "The answer is partial: some of the servers behind it did not answer.",
    )


@pytest.fixture(scope="module")
def victoria(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("victoria-metrics")
    if program is None:
        pytest.skip("needs victoria-metrics: apt-get install victoria-metrics")
    folder: Path = tmp_path_factory.mktemp("victoria")
    url = f"http://127.0.0.1:{free_port()}"
    flags = [f"-httpListenAddr={url.removeprefix('http://')}", f"-storageDataPath={folder}", "-loggerLevel=ERROR"]
    server = subprocess.Popen([program, *flags, "-search.latencyOffset=0s", "-search.disableCache"])

    def is_ready() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    try:
        wait_until(is_ready, 20, "victoria-metrics is ready")
        lines = "".join(f'known{{cell="tokyo"}} {n} {round((time.time() - 600 + 60 * n) * 1000)}\n' for n in range(10))
        urllib.request.urlopen(f"{url}/api/v1/import/prometheus", lines.encode(), timeout=10).close()
        yield url
    finally:
        server.terminate()
        server.wait(10)


def test_a_real_victoriametrics_is_read_as_any_prometheus(runtime: Runtime, connect: Connect, victoria: str) -> None:
    connector = connect(f"{victoria}/prometheus")
    wait_until(lambda: runtime.run(connector.directory.label_values("cell")).names == ("tokyo",), 20, "it is indexed")
    assert runtime.run(connector.check()).startswith("VictoriaMetrics; ")
    now_s = time.time() // 60 * 60

    def lengths() -> list[int]:
        answer = runtime.run(connector.metrics.query_range("known", now_s - 540, now_s, 60))
        return [len(series.values) for series in answer.series]

    wait_until(lambda: [length > 5 for length in lengths()] == [True], 20, "the samples can be read")
    assert runtime.run(connector.directory.storage()).chunks is None
    assert first_rows(runtime, connector, "rules", "alerts", "targets") == {"rules": (), "alerts": (), "targets": ()}
    with pytest.raises(ConnectorError, match="refused a query") as caught:
        runtime.run(connector.metrics.query("sum(("))
    assert caught.value.kind is ErrorKind.PROTOCOL
