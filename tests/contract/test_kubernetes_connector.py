"""The connector against the lab's API server, which answers as the recorded real one. Proves L2.1, C2, C5, C6."""

import asyncio
import base64
import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme

from connectors.kubernetes.connector import KubernetesConnector
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsChanged, ObjectsListed
from console.domain.resource import ResourceKind, ResourceRef
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.runtime import Runtime
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import LogLine, NoBackend
from console.lab.servers.kubernetes.server import KubernetesServer
from console.lab.servers.kubernetes.user import User
from tests.fakes.kube_setup import TOKEN, connector, kubeconfig

PODS = ResourceKind("", "v1", "Pod", "pods", True)
AUTHORITY = trustme.CA()


def pod(name: str, *, ready: bool = True, **labels: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "cell-tokyo", "labels": labels},
        "spec": {"containers": [{"name": "app", "image": "web:1", "ports": [{"name": "http", "containerPort": 8080}]}]},
        "status": {
            "phase": "Running",
            "conditions": [{"type": "Ready", "status": str(ready)}],
            "containerStatuses": [{"name": "app", "ready": ready, "restartCount": 0, "state": {"running": {}}}],
        },
    }


@dataclass
class Backend(NoBackend):
    """Logs as the test appends them, and ports behind pods."""

    logs: list[LogLine] = field(default_factory=list)
    ports: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)

    def log_lines(self, namespace: str, pod: str, container: str, *, previous: bool) -> list[LogLine]:
        return [LogLine(1.0, "from before")] if previous else self.logs

    def port_address(self, namespace: str, pod: str, port: int) -> tuple[str, int] | None:
        return self.ports.get((pod, port))


@dataclass
class Lab:
    """A server over TLS, its store, and a connector that signs in as the administrator."""

    store: ObjectStore
    server: KubernetesServer
    backend: Backend
    connector: KubernetesConnector

    def source(self, topic: str) -> Any:
        return next(one for one in self.connector.sources() if one.topic == topic)


@contextlib.asynccontextmanager
async def running(runtime: Runtime, folder: Path, **options: Any) -> AsyncIterator[Lab]:
    store, backend = ObjectStore(), Backend()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("127.0.0.1").configure_cert(tls)
    users = {TOKEN: User("admin", ("system:masters",)), "viewer-token": User("viewer")}
    server = KubernetesServer(store, users, backend=backend, ssl_context=tls, bookmark_period_s=0.5)
    url = await server.start()
    authority = base64.b64encode(AUTHORITY.cert_pem.bytes()).decode()
    user = {"token": options.pop("token", TOKEN)}
    text = kubeconfig(url, cluster={"certificate-authority-data": authority}, user=user)
    built = connector(runtime, folder, text, **options)
    try:
        yield Lab(store, server, backend, built)
    finally:
        await built.close()
        await server.stop()


Scenario = Callable[[Lab], Awaitable[None]]
Play = Callable[..., None]


@pytest.fixture
def play(runtime: Runtime, tmp_path: Path) -> Play:
    def run(scenario: Scenario, **options: Any) -> None:
        async def whole() -> None:
            async with running(runtime, tmp_path, **options) as lab:
                await scenario(lab)

        runtime.run(whole(), 60)

    return run


async def eventually(condition: Callable[[], object], limit_s: float = 15.0) -> None:
    async with asyncio.timeout(limit_s):
        while not condition():  # noqa: ASYNC110 - conditions of many kinds, with a deadline
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def following(source: Any) -> AsyncIterator[tuple[dict[ResourceRef, Any], list[ConnectionState]]]:
    rows: dict[ResourceRef, Any] = {}
    states: list[ConnectionState] = []

    async def follow() -> None:
        async for event in source.observe():
            if isinstance(event, ObjectsListed):
                rows.update({row.ref: row for row in event.rows})
            elif isinstance(event, ObjectsChanged):
                for ref in event.gone:
                    rows.pop(ref, None)
                rows.update({row.ref: row for row in event.rows})
            elif isinstance(event, ConnectionChanged) and states[-1:] != [event.status.state]:
                states.append(event.status.state)

    task = asyncio.create_task(follow())
    try:
        yield rows, states
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_pods_are_listed_and_followed_through_an_outage(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        lab.store.create(pod("web-1"))
        assert (await lab.connector.check()).startswith("Kubernetes v1.")
        async with following(lab.source("pods")) as (rows, states):
            await eventually(lambda: len(rows) == 1)
            lab.store.create(pod("web-2"))
            await eventually(lambda: len(rows) == 2)
            await lab.server.go_offline()
            await eventually(lambda: states[-1] is ConnectionState.FAILED)
            lab.store.create(pod("web-3"))
            lab.store.delete("pods", "cell-tokyo", "web-1")
            await lab.server.go_online()
            await eventually(lambda: {ref.name for ref in rows} == {"web-2", "web-3"})
            await eventually(lambda: states == [ConnectionState.LIVE, ConnectionState.FAILED, ConnectionState.LIVE])

    play(scenario)


def test_a_history_that_the_server_dropped_is_listed_anew(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        lab.store.create(pod("web-1"))
        async with following(lab.source("pods")) as (rows, _):
            await eventually(lambda: len(rows) == 1)
            await lab.server.go_offline()
            lab.store.delete("pods", "cell-tokyo", "web-1")
            lab.store.create(pod("web-2"))
            lab.store.compact()
            await lab.server.go_online()
            await eventually(lambda: {ref.name for ref in rows} == {"web-2"})

    play(scenario)


def test_an_expired_token_and_a_forbidden_namespace_are_told_and_recover(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        lab.store.create(pod("web-1"))
        lab.server.faults.expired_tokens.add(TOKEN)
        async with following(lab.source("pods")) as (rows, states):
            await eventually(lambda: states == [ConnectionState.FAILED])
            assert not rows
            lab.server.faults.heal()
            await eventually(lambda: len(rows) == 1)
            await eventually(lambda: states[-1] is ConnectionState.LIVE)

    play(scenario)


def test_all_topics_of_a_served_estate_are_observed_together(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        lab.store.create(pod("web-1"))
        seen: dict[str, ObjectsListed] = {}

        async def follow(topic: str) -> None:
            async for event in lab.source(topic).observe():
                if isinstance(event, ObjectsListed) and event.complete:
                    seen[topic] = event

        topics = [one.topic for one in lab.connector.sources()]
        first = ["workloads", "pods", "nodes", "autoscalers", "routes", "settings", "jobs", "quotas"]
        assert topics == [*first, "rollouts", "constraints", "disruption", "traffic-policies"]
        tasks = [asyncio.create_task(follow(topic)) for topic in topics]
        await eventually(lambda: set(seen) == set(topics))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    play(scenario)


def test_kinds_tables_and_objects_are_read_as_the_server_writes_them(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        for number in range(7):
            lab.store.create(pod(f"web-{number}", app="web" if number % 2 else "api"))
        reader = lab.connector.cluster
        kinds = {(kind.group, kind.kind): kind for kind in await reader.kinds()}
        assert kinds["", "Pod"].short_names == ("po",)
        assert kinds["apps", "Deployment"].namespaced is True
        assert kinds["", "Node"].namespaced is False
        assert kinds["keda.sh", "ScaledObject"].plural == "scaledobjects"
        table = await reader.table(kinds["", "Pod"])
        assert [column.name for column in table.columns][:3] == ["Name", "Ready", "Status"]
        assert [row.cells[0] for row in table.rows] == [f"web-{number}" for number in range(7)]
        assert table.remaining == 0
        assert len((await reader.table(PODS, "cell-tokyo", selector="app=web")).rows) == 3
        cut = await reader.table(PODS, limit=2)
        assert (len(cut.rows), cut.remaining) == (2, 5)
        body = json.loads(await reader.read(table.rows[0].ref))
        assert body["metadata"]["name"] == "web-0"

    play(scenario)


def test_what_is_missing_is_not_found_and_an_unknown_kind_says_so(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        reader = lab.connector.cluster
        for ref in (ResourceRef("lab", "Pod", "cell-tokyo", "none"), ResourceRef("lab", "Nothing", "", "x", "none.io")):
            with pytest.raises(ConnectorError) as caught:
                await reader.read(ref)
            assert caught.value.kind is ErrorKind.NOT_FOUND

    play(scenario)


def test_events_of_an_object_come_newest_first(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        for number, reason in enumerate(("Scheduled", "Pulled", "Started")):
            lab.store.create(
                {
                    "apiVersion": "v1",
                    "kind": "Event",
                    "metadata": {"name": f"e{number}", "namespace": "cell-tokyo"},
                    "involvedObject": {"kind": "Pod", "name": "web-1", "namespace": "cell-tokyo"},
                    "type": "Normal",
                    "reason": reason,
                    "message": f"{reason} it",
                    "count": number + 1,
                    "source": {"component": "kubelet"},
                    "firstTimestamp": "2026-01-05T09:00:00Z",
                    "lastTimestamp": f"2026-01-05T09:00:0{number}Z",
                }
            )
        events = await lab.connector.cluster.events(ResourceRef("lab", "Pod", "cell-tokyo", "web-1"))
        assert [one.reason for one in events] == ["Started", "Pulled", "Scheduled"]
        assert (events[0].count, events[0].source, events[0].last_at_s) == (3, "kubelet", 1767603602.0)
        assert await lab.connector.cluster.events(ResourceRef("lab", "Pod", "cell-tokyo", "other")) == ()

    play(scenario)


def test_logs_are_read_followed_and_of_the_previous_container(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        lab.store.create(pod("web-1"))
        ref, reader = ResourceRef("lab", "Pod", "cell-tokyo", "web-1"), lab.connector.cluster
        lab.backend.logs = [LogLine(1767603600.0 + number, f"line {number}") for number in range(5)]
        assert [line async for line in reader.logs(ref)] == [f"line {number}" for number in range(5)]
        assert [line async for line in reader.logs(ref, tail_lines=2)] == ["line 3", "line 4"]
        stamped = [line async for line in reader.logs(ref, tail_lines=1, timestamps=True)]
        assert stamped[0].startswith("2026-01-05T09:00:04")
        assert [line async for line in reader.logs(ref, previous=True)] == ["from before"]
        lines = reader.logs(ref, follow=True, tail_lines=1)
        assert await anext(lines) == "line 4"
        lab.backend.logs = [*lab.backend.logs, LogLine(1767603609.0, "new 日本")]
        assert await anext(lines) == "new 日本"
        await lines.aclose()  # type: ignore[attr-defined]
        with pytest.raises(ConnectorError) as caught:
            [line async for line in reader.logs(ResourceRef("lab", "Pod", "cell-tokyo", "none"))]
        assert caught.value.kind is ErrorKind.NOT_FOUND

    play(scenario)


def test_rights_are_asked_of_the_server(play: Play) -> None:
    async def administrator(lab: Lab) -> None:
        assert (await lab.connector.cluster.allowed("patch", PODS, "cell-tokyo")).allowed is True

    async def viewer(lab: Lab) -> None:
        assert (await lab.connector.cluster.allowed("patch", PODS, "cell-tokyo")).allowed is False
        with pytest.raises(ConnectorError) as caught:
            await lab.connector.cluster.table(PODS)
        assert caught.value.kind is ErrorKind.FORBIDDEN
        assert '"viewer" cannot list resource "pods"' in caught.value.message

    play(administrator)
    play(viewer, token="viewer-token")


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65536):
        writer.write(piece)
        await writer.drain()
    writer.close()


async def through(port: int, payload: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(payload)
        return await asyncio.wait_for(reader.readexactly(len(payload)), 10)
    finally:
        writer.close()


def test_a_forward_carries_bytes_and_survives_the_replacement_of_its_pod(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        async with await asyncio.start_server(echo, "127.0.0.1", 0) as behind:
            address = ("127.0.0.1", behind.sockets[0].getsockname()[1])
            lab.store.create(pod("web-1", app="web"))
            lab.backend.ports = {("web-1", 8080): address, ("web-2", 8080): address}
            forward = await lab.connector.cluster.forward("cell-tokyo", "pod/web-1", 8080)
            port = forward.local_port
            assert (forward.state, forward.error) == ("open", "")
            payload = bytes(range(256)) * 2000
            assert await through(port, payload) == payload

            lab.store.delete("pods", "cell-tokyo", "web-1")
            await eventually(lambda: forward.state == "reconnecting")
            assert "no pod with these labels is ready" in forward.error
            lab.store.create(pod("web-2", app="web"))
            assert await through(port, b"again") == b"again"
            assert (forward.state, forward.error, forward.local_port) == ("open", "", port)

            await forward.close()
            assert forward.state == "closed"
            with pytest.raises(OSError):  # noqa: PT011 - nobody listens any more, whatever the number
                await through(port, b"x")

    play(scenario)


def test_a_forward_to_a_service_finds_the_named_port_of_a_ready_pod(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        async with await asyncio.start_server(echo, "127.0.0.1", 0) as behind:
            lab.store.create(pod("web-0", ready=False, app="web"))
            lab.store.create(pod("web-1", app="web"))
            spec = {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]}
            metadata = {"name": "web", "namespace": "cell-tokyo"}
            lab.store.create({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})
            lab.backend.ports = {("web-1", 8080): ("127.0.0.1", behind.sockets[0].getsockname()[1])}
            forward = await lab.connector.cluster.forward("cell-tokyo", "service/web", 80)
            assert await through(forward.local_port, b"hello") == b"hello"

    play(scenario)


def test_what_cannot_be_forwarded_is_one_sentence(play: Play) -> None:
    async def scenario(lab: Lab) -> None:
        reader = lab.connector.cluster
        for target in ("web", "node/n1", "pod/../../secrets", "pod/"):
            with pytest.raises(UserError, match="is not a target for a port forward"):
                await reader.forward("cell-tokyo", target, 80)
        with pytest.raises(ConnectorError, match="does not have what was asked for"):
            await reader.forward("cell-tokyo", "pod/none", 80)
        lab.store.create(pod("web-1", ready=False))
        with pytest.raises(ConnectorError, match="the pod is not ready"):
            await reader.forward("cell-tokyo", "pod/web-1", 80)
        lab.store.create(pod("web-2"))
        async with await asyncio.start_server(echo, "127.0.0.1", 0) as taken:
            with pytest.raises(UserError, match=r"cannot be used: Address already in use\."):
                await reader.forward("cell-tokyo", "pod/web-2", 80, taken.sockets[0].getsockname()[1])

    play(scenario)
