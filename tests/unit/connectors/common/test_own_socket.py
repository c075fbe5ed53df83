"""A WebSocket stays with its server: no redirect carries what is said through it elsewhere (quality bar, endurance)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from connectors.audit_service.update_stream import UpdateStream
from connectors.common.endpoint import Endpoint
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.cluster import ClusterReader
from tests.fakes.kube_setup import connector, kubeconfig
from tests.fakes.raw_server import RawRequest, RawServer, answer

POD = {
    "metadata": {"name": "web", "namespace": "n"},
    "spec": {"containers": [{"name": "app", "ports": [{"containerPort": 80}]}]},
    "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]},
}


async def refuses(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
    writer.write(answer(b"", 403))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_live_updates_of_another_host_are_not_asked_for(runtime: Runtime, status: int) -> None:
    async def scenario() -> None:
        async with RawServer(refuses) as thief:

            async def redirects(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
                writer.write(answer(b"", status, location=f"{thief.url}/steal?token=x"))

            async with RawServer(redirects) as server:
                client = HttpClient(Endpoint(server.url), Peer("Audit service a", server.url))
                with pytest.raises(ConnectorError) as caught:
                    await anext(UpdateStream(client, None, runtime).updates())
                assert caught.value.kind is ErrorKind.PROTOCOL
                assert f"redirects to {thief.url}; this is not followed" in caught.value.message
                assert "steal" not in str(caught.value)
                assert thief.requests == []

    runtime.run(scenario(), 20)


def test_live_updates_may_move_within_their_server(runtime: Runtime) -> None:
    async def moves(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        moved = answer(b"", 307, location="/new/updates")
        writer.write(answer(b"", 401) if request.path == "/new/updates" else moved)

    async def scenario() -> None:
        async with RawServer(moves) as server:
            client = HttpClient(Endpoint(server.url), Peer("Audit service a", server.url))
            with pytest.raises(ConnectorError) as caught:
                await anext(UpdateStream(client, None, runtime).updates())
            assert caught.value.kind is ErrorKind.AUTH
            assert [one.path for one in server.requests] == ["/ws/audit-updates", "/new/updates"]

    runtime.run(scenario(), 20)


def test_live_updates_of_a_silent_server_are_given_up_so_that_polling_goes_on(runtime: Runtime) -> None:
    async def is_silent(_request: RawRequest, _writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async def scenario() -> None:
        async with RawServer(is_silent) as server:
            client = HttpClient(Endpoint(server.url, read_s=0.2), Peer("Audit service a", server.url))
            with pytest.raises(ConnectorError) as caught:
                await anext(UpdateStream(client, None, runtime).updates())
            assert caught.value.kind is ErrorKind.TIMEOUT

    runtime.run(scenario(), 20)


def test_what_goes_through_a_forward_never_goes_to_another_host(runtime: Runtime, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with RawServer(refuses) as thief:

            async def api(request: RawRequest, writer: asyncio.StreamWriter) -> None:
                moved = answer(b"", 302, location=f"{thief.url}/tunnel")
                writer.write(moved if request.path.endswith("/portforward") else answer(POD))

            async with RawServer(api) as server:
                built = connector(runtime, tmp_path, kubeconfig(server.url))
                await _through_forward(built)
                assert thief.requests == []

    runtime.run(scenario(), 30)


async def _through_forward(built: Any) -> None:
    """Say something through a forward, and see that it is not taken."""
    reader = built.offers(ClusterReader)
    forward = await reader.forward("n", "pod/web", 80, 0)
    try:
        taken, writer = await asyncio.open_connection("127.0.0.1", forward.local_port)
        writer.write(b"GET / HTTP/1.0\r\nauthorization: Bearer for-the-pod\r\n\r\n")
        assert await taken.read() == b""
        writer.close()
        assert "this is not followed" in forward.error
    finally:
        await forward.close()
        await built.close()
