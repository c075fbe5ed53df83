"""The faults that scenarios inject, and who may talk to the server at all."""

import asyncio
import io
import socket
from contextlib import suppress

import aiohttp
import pytest

from console.lab.servers.kubernetes.api_faults import FaultAnswer
from console.lab.servers.kubernetes.server import MAX_BODY_BYTES
from tests.fakes.kubernetes_cluster import NAMESPACE, PODS, Cluster, small_cluster

pytestmark = pytest.mark.anyio


async def _status(cluster: Cluster, path: str = PODS, **more: str) -> int:
    return (await cluster.call("GET", path, **more))[0]


async def test_injected_answers_carry_their_reason_and_when_to_retry() -> None:
    async with small_cluster() as cluster:
        for code, reason in ((429, "TooManyRequests"), (503, "ServiceUnavailable"), (500, "InternalError")):
            cluster.server.faults.answer = FaultAnswer(code, retry_after_s=7)
            headers = {"Authorization": "Bearer admin-token"}
            async with cluster.session.get(PODS, headers=headers) as answer:
                body = await answer.json()
                assert (answer.status, body["reason"], answer.headers["Retry-After"]) == (code, reason, "7")
        cluster.server.faults.heal()
        assert await _status(cluster) == 200


async def test_a_flapping_server_fails_every_other_request() -> None:
    async with small_cluster() as cluster:
        cluster.server.faults.answer = FaultAnswer(503)
        cluster.server.faults.every_nth = 2
        assert [await _status(cluster) for _ in range(4)] == [200, 503, 200, 503]


async def test_expired_tokens_and_forbidden_namespaces_are_refused() -> None:
    async with small_cluster() as cluster:
        cluster.server.faults.expired_tokens.add("admin-token")
        assert await _status(cluster) == 401
        cluster.server.faults.heal()
        cluster.server.faults.forbidden_namespaces.add(NAMESPACE)
        status, body = await cluster.call("GET", PODS)
        assert (status, body["reason"]) == (403, "Forbidden")
        assert f'in the namespace "{NAMESPACE}"' in body["message"]
        assert await _status(cluster, "/api/v1/namespaces/default/pods") == 200


async def test_a_hanging_server_answers_when_it_is_healed() -> None:
    async with small_cluster() as cluster:
        cluster.server.faults.hanging = True
        waiting = asyncio.create_task(_status(cluster))
        done, _ = await asyncio.wait({waiting}, timeout=0.1)
        assert not done
        cluster.server.faults.heal()
        assert await waiting == 200


async def test_an_offline_server_refuses_connections_and_comes_back_on_its_port() -> None:
    async with small_cluster() as cluster:
        assert await _status(cluster) == 200
        await cluster.server.go_offline()
        with pytest.raises(aiohttp.ClientError):
            await _status(cluster)
        await cluster.server.go_online()
        assert await _status(cluster) == 200


@pytest.mark.parametrize("turns", range(6))
async def test_no_client_is_left_hanging_when_the_server_goes_offline_while_they_connect(turns: int) -> None:
    """Each is answered or cut off; asyncio alone forgets a connection that it accepts while its listener closes."""
    async with small_cluster() as cluster:
        port = int(cluster.url.rpartition(":")[2])
        clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]  # the kernel takes them at once
        for _ in range(turns):  # the loop accepts some of them
            await asyncio.sleep(0)
        await cluster.server.go_offline()

        async def hears_something(client: socket.socket) -> None:
            client.setblocking(False)
            with suppress(ConnectionError):
                await asyncio.get_running_loop().sock_recv(client, 1)

        async with asyncio.timeout(5):
            await asyncio.gather(*(hears_something(client) for client in clients))
        for client in clients:
            client.close()


async def test_reset_connections_end_without_an_answer() -> None:
    async with small_cluster() as cluster:
        cluster.server.faults.reset_connections = True
        with pytest.raises(aiohttp.ClientError):
            await _status(cluster)
        cluster.server.faults.heal()
        assert await _status(cluster) == 200


async def test_a_server_under_latency_answers_late() -> None:
    async with small_cluster() as cluster:
        cluster.server.faults.latency_s = 0.05
        started = asyncio.get_running_loop().time()
        assert await _status(cluster) == 200
        assert asyncio.get_running_loop().time() - started >= 0.05


async def test_only_known_tokens_get_in() -> None:
    async with small_cluster() as cluster:
        assert await _status(cluster, token="wrong") == 401
        assert (await cluster.session.get(PODS)).status == 401
        assert (await cluster.session.get("/livez")).status == 200
        assert (await cluster.session.get("/version")).status == 200
        assert (await cluster.session.get("/livez", headers={"Authorization": "Bearer wrong"})).status == 401
        assert (await cluster.session.get("/apis")).status == 401


async def test_other_host_names_are_refused() -> None:
    """A page in a browser cannot reach the lab by a name of its own (DNS rebinding)."""
    async with small_cluster() as cluster:
        status, body = await cluster.call("GET", PODS, headers={"Host": "evil.example.com"})
        assert (status, body["reason"]) == (403, "Forbidden")
        assert (await cluster.call("GET", PODS, headers={"Host": "localhost:1"}))[0] == 200


async def test_bodies_are_limited() -> None:
    async with small_cluster() as cluster:
        body = b'{"data":"' + b"x" * MAX_BODY_BYTES + b'"}'
        headers = {"Authorization": "Bearer admin-token"}
        path = f"/api/v1/namespaces/{NAMESPACE}/configmaps"
        async with cluster.session.post(path, data=io.BytesIO(body), headers=headers) as answer:
            assert (answer.status, (await answer.json())["reason"]) == (413, "RequestEntityTooLarge")


async def test_the_server_listens_on_loopback_only() -> None:
    async with small_cluster() as cluster:
        with pytest.raises(ValueError, match="loopback only"):
            await cluster.server.start(host="0.0.0.0")
