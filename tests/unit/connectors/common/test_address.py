"""Addresses with brackets, colons and ports that are none: each is asked for, or told, as what it is."""

import asyncio

import pytest

from connectors.common.address_probe import AddressProbe
from connectors.common.endpoint import Endpoint
from connectors.common.fault import ForeignRedirect
from connectors.common.http import HttpClient, Request
from connectors.common.origin import origin_of
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.http_probe import HttpQuestion
from console.settings.network import Network
from tests.fakes.raw_server import RawRequest, RawServer, answer


async def good(request: RawRequest, writer: asyncio.StreamWriter) -> None:
    moved = request.path == "/moved"
    host = request.headers["host"]
    writer.write(answer(b"", 302, location=f"http://{host}/there") if moved else answer({}))


def asked_of(runtime: Runtime, base: str, *requests: Request, host: str = "127.0.0.1") -> list[str]:
    """Return the paths that a server on ``host`` saw; ``base`` is what its address ends with."""

    async def scenario() -> list[str]:
        async with RawServer(good, host=host) as server:
            client = HttpClient(Endpoint(server.url + base, tries=1), Peer("Server prod", server.url + base))
            try:
                for request in requests:
                    await client.send(request)
            finally:
                await client.close()
            return [one.path for one in server.requests]

    return runtime.run(scenario(), 20)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://[::1]:40501/x", "http://[::1]:40501"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]:443"),
        ("https://user@Host.example/x", "https://host.example:443"),
        ("http://127.0.0.1:81", "http://127.0.0.1:81"),
    ],
)
def test_an_origin_is_an_address_that_can_be_used_again(url: str, origin: str) -> None:
    assert origin_of(url) == origin == origin_of(origin)


def test_a_server_at_an_ipv6_address_is_asked_and_its_redirects_are_followed(runtime: Runtime) -> None:
    moved = Request("GET", "/moved")
    assert asked_of(runtime, "", moved, host="::1") == ["/moved", "/there"]
    assert asked_of(runtime, "", Request("GET", "/flowing", flows=True), host="::1") == ["/flowing"]


def test_a_probe_asks_an_ipv6_address_and_a_path_with_a_colon(runtime: Runtime) -> None:
    async def scenario() -> list[str]:
        async with RawServer(good, host="::1") as server:
            for path in ("/health", "/v1:check"):
                found = await AddressProbe(Network()).ask(HttpQuestion("GET", server.url + path, {}, 10.0))
                assert found.status == 200
            return [one.path for one in server.requests]

    assert runtime.run(scenario(), 20) == ["/health", "/v1:check"]


@pytest.mark.parametrize(
    ("base", "path", "asked"),
    [
        ("", "/v1:check", "/v1:check"),
        ("", "v1:check", "/v1:check"),
        ("/v1:check", "", "/v1:check/"),
        ("/v1:check", "mailto:x", "/v1:check/mailto:x"),
        ("/api", "http:x", "/api/http:x"),
        ("/api", "//evil.example/x", "/api/evil.example/x"),
        ("/api", "a?next=http://evil.example/", "/api/a"),
    ],
)
def test_only_a_whole_web_address_is_taken_for_one(runtime: Runtime, base: str, path: str, asked: str) -> None:
    assert asked_of(runtime, base, Request("GET", path)) == [asked]


def test_a_whole_address_of_the_same_server_is_asked_and_one_of_another_is_not(runtime: Runtime) -> None:
    async def scenario() -> list[str]:
        async with RawServer(good, host="::1") as server:
            client = HttpClient(Endpoint(server.url, tries=1), Peer("Server prod", server.url))
            await client.get(f"{server.url}/whole")
            for other in (f"http://[::2]:{server.port}/x", f"HTTP://127.0.0.1:{server.port}/x", "https://[::1]/x"):
                with pytest.raises(ForeignRedirect) as caught:
                    await client.get(other)
                assert caught.value.origin == origin_of(other)
            await client.close()
            return [one.path for one in server.requests]

    assert runtime.run(scenario(), 20) == ["/whole"]


@pytest.mark.parametrize("url", ["http://[bad", "https://host:99999/api", "http://xn--zzzzzz-"])
def test_an_address_of_the_user_that_is_none_is_told_as_such(runtime: Runtime, url: str) -> None:
    async def scenario() -> ConnectorError:
        with pytest.raises(ConnectorError) as caught:
            await HttpClient(Endpoint(url), Peer("Server prod", url)).get("/x")
        return caught.value

    fault = runtime.run(scenario(), 10)
    assert (fault.kind, fault.hint) == (ErrorKind.PROTOCOL, "Correct the address.")
    assert fault.message == f"The address {url} of Server prod is not usable."


@pytest.mark.parametrize("path", ["http://host:99999/x", "http://[bad/x"])
def test_a_path_that_is_an_unusable_address_is_a_fault_of_the_answer_it_came_from(runtime: Runtime, path: str) -> None:
    with pytest.raises(ConnectorError, match="it names an address that cannot be used"):
        asked_of(runtime, "", Request("GET", path))
