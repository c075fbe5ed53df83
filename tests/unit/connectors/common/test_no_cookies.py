"""No server makes a connection carry its cookies: odd or many ones would lock it out (quality bar, endurance)."""

import asyncio

import pytest

from connectors.common.endpoint import Endpoint
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from console.kernel.runtime import Runtime
from tests.fakes.raw_server import RawRequest, RawServer

COOKIES = [b"session=of-a-gateway; Path=/", b"a=caf\xe9", "a=日本".encode(), b"a=b; expires=Wed, 99-Jan-9999999999999"]


@pytest.mark.parametrize("flows", [False, True])
@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_is_never_sent_back(runtime: Runtime, cookie: bytes, flows: bool) -> None:
    async def sets(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\nset-cookie: " + cookie + b"\r\n\r\n{}")

    async def scenario() -> None:
        async with RawServer(sets) as server:
            client = HttpClient(Endpoint(server.url, tries=1), Peer("Jira shop", server.url))
            for _ in range(3):
                assert (await client.get("/x", flows=flows)).body == b"{}"
            await client.close()
            assert [one.headers.get("cookie") for one in server.requests] == [None] * 3

    runtime.run(scenario(), 20)
