"""Logs and forwarded ports of pods."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from console.lab.servers.kubernetes.pod_backend import LogLine
from console.lab.servers.kubernetes.port_tunnel import TUNNEL_PROTOCOL
from tests.fakes.kubernetes_cluster import NAMESPACE, NOW_S, PODS, Cluster, small_cluster

pytestmark = pytest.mark.anyio
LOG = f"{PODS}/web-0/log"
FORWARD = f"{PODS}/web-0/portforward"
ADMIN = {"Authorization": "Bearer admin-token"}


def _speak(cluster: Cluster) -> None:
    cluster.backend.lines += [LogLine(NOW_S - age, f"line {age}") for age in (300, 20, 5)]
    cluster.backend.previous_lines.append(LogLine(NOW_S - 900, "before"))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({}, "line 300\nline 20\nline 5\n"),
        ({"tailLines": "1"}, "line 5\n"),
        ({"tailLines": "0"}, ""),
        ({"sinceSeconds": "60"}, "line 20\nline 5\n"),
        ({"sinceTime": "2025-11-20T00:53:15Z"}, "line 5\n"),
        ({"previous": "true"}, "before\n"),
        ({"limitBytes": "4"}, "line"),
        ({"timestamps": "true", "tailLines": "1"}, "2025-11-20T00:53:15.000000000Z line 5\n"),
        ({"container": "web", "tailLines": "1"}, "line 5\n"),
    ],
)
async def test_logs_are_cut_as_asked(query: dict[str, str], wanted: str) -> None:
    async with small_cluster() as cluster:
        _speak(cluster)
        assert await cluster.call("GET", LOG, params=query) == (200, wanted)


@pytest.mark.parametrize(
    "query", [{"container": "other"}, {"tailLines": "-1"}, {"sinceSeconds": "x"}, {"sinceTime": "yesterday"}]
)
async def test_log_options_that_make_no_sense_are_bad_requests(query: dict[str, str]) -> None:
    async with small_cluster() as cluster:
        status, body = await cluster.call("GET", LOG, params=query)
        assert (status, body["reason"]) == (400, "BadRequest")


async def test_a_container_that_has_not_begun_has_no_log_and_the_first_one_no_previous() -> None:
    """As the real server tells it: an empty log would say that the container is silent."""
    async with small_cluster() as cluster:
        status, body = await cluster.call("GET", LOG, params={"previous": "true"})
        assert (status, body["message"]) == (400, 'previous terminated container "web" in pod "web-0" not found')
        for reason, told in (
            ("ContainerCreating", "ContainerCreating"),
            ("ImagePullBackOff", "trying and failing to pull image"),
        ):
            states = [{"name": "web", "state": {"waiting": {"reason": reason}}, "lastState": {}}]
            cluster.store.patch_status("pods", NAMESPACE, "web-0", {"phase": "Pending", "containerStatuses": states})
            status, body = await cluster.call("GET", LOG, params={"follow": "true"})
            assert (status, body["message"]) == (400, f'container "web" in pod "web-0" is waiting to start: {told}')
        crashed = {"waiting": {"reason": "CrashLoopBackOff"}}
        states = [{"name": "web", "state": crashed, "lastState": {"terminated": {"exitCode": 1}}}]
        cluster.store.patch_status("pods", NAMESPACE, "web-0", {"phase": "Running", "containerStatuses": states})
        assert (await cluster.call("GET", LOG))[0] == 200
        cluster.store.patch("pods", NAMESPACE, "web-0", {"spec": {"nodeName": None}, "status": {"phase": "Pending"}})
        status, body = await cluster.call("GET", LOG)
        assert (status, body["message"]) == (400, "pod web-0 does not have a host assigned")


async def test_a_followed_log_goes_on_and_ends_with_its_pod() -> None:
    async with small_cluster() as cluster:
        _speak(cluster)
        query = {"follow": "true", "tailLines": "1"}
        async with cluster.session.get(LOG, params=query, headers=ADMIN) as answer:
            assert await answer.content.readline() == b"line 5\n"
            cluster.backend.lines += [LogLine(NOW_S, "fresh"), LogLine(NOW_S, "fresher")]
            assert await answer.content.readline() == b"fresh\n"
            assert await answer.content.readline() == b"fresher\n"
            cluster.store.delete("pods", NAMESPACE, "web-0")
            assert await answer.content.read() == b""


async def test_a_pod_of_several_containers_wants_one_named() -> None:
    async with small_cluster() as cluster:
        containers = [{"name": "web", "image": "a"}, {"name": "proxy", "image": "b"}]
        cluster.store.patch("pods", NAMESPACE, "web-0", {"spec": {"containers": containers}})
        status, body = await cluster.call("GET", LOG)
        assert status == 400
        assert "choose one of: [web proxy]" in body["message"]


@asynccontextmanager
async def _echo(cluster: Cluster, port: int) -> AsyncIterator[None]:
    writers: list[asyncio.StreamWriter] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        while line := await reader.readline():
            writer.write(b"echo " + line)
            await writer.drain()
        writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with listener:
        cluster.backend.ports[port] = listener.sockets[0].getsockname()[:2]
        yield
    for writer in writers:
        writer.close()
        await writer.wait_closed()


async def test_numbered_channels_forward_a_port_both_ways() -> None:
    """The protocol of the Python client: channel 0 carries data, 1 errors, both begin with the port."""
    async with (
        small_cluster() as cluster,
        _echo(cluster, 80),
        cluster.session.ws_connect(
            FORWARD, params={"ports": "80"}, headers=ADMIN, protocols=("v4.channel.k8s.io",)
        ) as socket,
    ):
        assert socket.protocol == "v4.channel.k8s.io"
        assert await socket.receive_bytes() == b"\x00" + struct.pack("<H", 80)
        assert await socket.receive_bytes() == b"\x01" + struct.pack("<H", 80)
        await socket.send_bytes(b"\x00hello\n")
        assert await socket.receive_bytes() == b"\x00echo hello\n"


async def test_a_closed_port_is_told_on_the_error_channel() -> None:
    async with (
        small_cluster() as cluster,
        cluster.session.ws_connect(
            FORWARD, params={"ports": "81"}, headers=ADMIN, protocols=("v4.channel.k8s.io",)
        ) as socket,
    ):
        await socket.receive_bytes()
        await socket.receive_bytes()
        error = await socket.receive_bytes()
        assert error[0] == 1
        assert b"connection refused" in error


async def test_garbage_in_a_tunnel_ends_it() -> None:
    async with (
        small_cluster() as cluster,
        cluster.session.ws_connect(FORWARD, headers=ADMIN, protocols=(TUNNEL_PROTOCOL,)) as socket,
    ):
        await socket.send_bytes(b"\x80\x02\x00\x01" + b"\x00" * 40)
        message = await socket.receive(timeout=5)
        assert message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}


async def test_forwarding_needs_a_running_pod_and_a_websocket() -> None:
    async with small_cluster() as cluster:
        status, body = await cluster.call("GET", FORWARD, params={"ports": "80"})
        assert (status, body["message"]) == (400, "Upgrade request required")
        cluster.store.patch_status("pods", NAMESPACE, "web-0", {"phase": "Pending"})
        status, body = await cluster.call("GET", FORWARD, params={"ports": "80"})
        assert "pod is not running" in body["message"]


async def test_only_loopback_addresses_are_reached() -> None:
    async with small_cluster() as cluster:
        cluster.backend.ports[80] = ("192.0.2.1", 80)
        async with cluster.session.ws_connect(
            FORWARD, params={"ports": "80"}, headers=ADMIN, protocols=("v4.channel.k8s.io",)
        ) as socket:
            frames = [await socket.receive_bytes() for _ in range(3)]
            assert b"connection refused" in frames[2]
