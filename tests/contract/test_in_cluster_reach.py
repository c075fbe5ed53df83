"""A Prometheus that is only reached inside a cluster: through the lab API server's port-forward."""

import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from connectors.common.http import HttpClient
from console.bootstrap import connect_all
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, Event, ObjectsListed
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import NoBackend
from console.lab.servers.kubernetes.server import KubernetesServer
from console.lab.servers.kubernetes.user import User
from console.ports.connector import Connector
from console.ports.metric import MetricReader
from tests.fakes.kube_setup import TOKEN, kubeconfig
from tests.fakes.real_prometheus import RealPrometheus, real_prometheus

SERVICE = {
    "apiVersion": "v1", "kind": "Service", "metadata": {"name": "prometheus", "namespace": "monitoring"},
    "spec": {"selector": {"app": "prometheus"}, "ports": [{"port": 9090, "targetPort": "http"}]},
}  # fmt: skip


def _pod(name: str) -> dict[str, Any]:
    container = {"name": "app", "image": "p", "ports": [{"name": "http", "containerPort": 9090}]}
    return {
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": name, "namespace": "monitoring", "labels": {"app": "prometheus"}},
        "spec": {"containers": [container]},
        "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
                   "containerStatuses": [{"name": "app", "ready": True, "restartCount": 0, "state": {"running": {}}}]},
    }  # fmt: skip


@dataclass
class Backend(NoBackend):
    """Every pod's port is the real server's."""

    address: tuple[str, int]
    asked: list[str] = field(default_factory=list)

    def port_address(self, namespace: str, pod: str, port: int) -> tuple[str, int] | None:
        self.asked.append(f"{namespace}/{pod}:{port}")
        return self.address


@dataclass
class Inside:
    """The API server, and the connectors of an estate whose Prometheus lies behind it."""

    store: ObjectStore
    server: KubernetesServer
    backend: Backend
    connectors: Mapping[str, Connector]


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with real_prometheus(tmp_path_factory.mktemp("inside")) as server:
        yield server


def _estate(folder: Path, url: str, **inside: Any) -> Estate:
    (folder / "config").write_text(kubeconfig(url, user={"token": TOKEN}))
    way = {"cluster": "main", "service": "monitoring/prometheus", "port": 9090, **inside}
    return Estate.model_validate(
        {
            "name": "test",
            "clusters": [{"key": "main", "kubeconfig": "config"}],
            "prometheus": [{"key": "prom", "in_cluster": way, "poll_s": 1}],
        }
    )


@asynccontextmanager
async def inside(runtime: Runtime, folder: Path, server: RealPrometheus, **way: Any) -> AsyncIterator[Inside]:
    store, backend = ObjectStore(), Backend(("127.0.0.1", server.port))
    store.create(SERVICE)
    store.create(_pod("prometheus-0"))
    api = KubernetesServer(store, {TOKEN: User("admin", ("system:masters",))}, backend=backend)
    estate = _estate(folder, await api.start(), **way)
    connectors = connect_all(estate, folder, Paths.under(folder), runtime)
    try:
        yield Inside(store, api, backend, connectors)
    finally:
        for connector in connectors.values():
            await connector.close()
        await api.stop()


@pytest.fixture
def play(tmp_path: Path, prometheus: RealPrometheus) -> Any:
    runtime = Runtime()

    def run(scenario: Callable[[Inside], Coroutine[Any, Any, None]], **way: Any) -> None:
        async def whole() -> None:
            async with inside(runtime, tmp_path, prometheus, **way) as found:
                await scenario(found)

        runtime.run(whole(), 60)

    yield run
    runtime.close()


def _metrics(found: Inside) -> MetricReader:
    reader = found.connectors["prom"].offers(MetricReader)
    assert reader is not None
    return reader


def test_queries_and_lookups_go_through_one_forward_that_is_opened_when_first_needed(play: Any) -> None:
    # proves issue 3 deliverable 2: in-cluster by port-forward
    async def scenario(found: Inside) -> None:
        assert found.backend.asked == []
        assert (await found.connectors["prom"].check()).startswith("Prometheus 2.")
        samples = await _metrics(found).query("vector(3)")
        assert [one.value for one in samples] == [3.0]
        assert set(found.backend.asked) == {"monitoring/prometheus-0:9090"}

    play(scenario)


def test_a_replaced_pod_is_found_again_without_a_new_connection_of_the_estate(play: Any) -> None:
    async def scenario(found: Inside) -> None:
        await _metrics(found).query("vector(1)")
        found.store.delete("pods", "monitoring", "prometheus-0")
        found.store.create(_pod("prometheus-1"))
        await HttpClient.close(found.connectors["prom"]._api._client)  # type: ignore[attr-defined]  # not the forward
        deadline = time.monotonic() + 20
        while "monitoring/prometheus-1:9090" not in found.backend.asked and time.monotonic() < deadline:
            with suppress(ConnectorError):
                await _metrics(found).query("vector(1)")
        assert [one.value for one in await _metrics(found).query("vector(2)")] == [2.0]

    play(scenario)


def test_a_source_tells_that_there_is_no_way_and_goes_on_when_there_is(play: Any) -> None:
    async def scenario(found: Inside) -> None:
        found.store.delete("pods", "monitoring", "prometheus-0")
        rules = next(source for source in found.connectors["prom"].sources() if source.topic == "rules")
        seen: list[Event] = []
        async for event in rules.observe():
            seen.append(event)
            if isinstance(event, ConnectionChanged) and event.status.state is ConnectionState.FAILED:
                assert "monitoring" in event.status.error or "pod" in event.status.error
                found.store.create(_pod("prometheus-0"))
            if isinstance(event, ObjectsListed):
                break
        states = [event.status.state for event in seen if isinstance(event, ConnectionChanged)]
        assert states == [ConnectionState.CONNECTING, ConnectionState.FAILED, ConnectionState.LIVE]

    play(scenario)


@pytest.mark.parametrize(
    ("way", "says"),
    [({"cluster": "other"}, "no cluster 'other' to go through"), ({"service": "monitoring/none"}, "does not have")],
)
def test_a_way_that_does_not_exist_is_one_sentence(play: Any, way: dict[str, str], says: str) -> None:
    async def scenario(found: Inside) -> None:
        with pytest.raises(ConnectorError, match=says) as caught:
            await _metrics(found).query("vector(1)")
        assert caught.value.kind is ErrorKind.NOT_FOUND

    play(scenario, **way)
