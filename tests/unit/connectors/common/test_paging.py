"""Lists are read to their end in each server's way, never without end, and never from another host."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from connectors.common.endpoint import Endpoint
from connectors.common.http import HttpClient, Request
from connectors.common.paging import (
    Follow,
    Listing,
    by_cursor,
    by_header,
    by_link,
    by_next_url,
    by_page,
    by_skip,
    read_all,
)
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.raw_server import RawRequest, RawServer, answer

ITEMS = list(range(7))
Respond = Callable[[RawRequest, str], bytes]


class Page(msgspec.Struct):
    """Whatever a page may hold."""

    values: list[int]
    next: str | None = None
    total_pages: int | None = None


def read(
    runtime: Runtime,
    respond: Respond,
    follow: Callable[[HttpClient], Follow],
    params: dict[str, str | int | list[str]] | None = None,
    **bounds: int,
) -> tuple[Listing[int], list[RawRequest]]:
    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(respond(request, server.url))

    async def scenario() -> tuple[Listing[int], list[RawRequest]]:
        nonlocal server
        async with RawServer(script) as server:
            client = HttpClient(Endpoint(server.url + "/api", tries=1), Peer("Forge shop", server.url))
            try:
                first = Request("GET", "list", params or {"size": 3}, headers={"x-own": "1"})
                found = await read_all(client, first, Page, lambda page: page.values, follow(client), **bounds)
            finally:
                await client.close()
            return found, server.requests

    server: Any = None
    found, requests = runtime.run(scenario(), 20)
    assert all(one.headers["x-own"] == "1" for one in requests)
    return found, requests


def part(start: int, size: int = 3) -> list[int]:
    return ITEMS[start : start + size]


def linked(request: RawRequest, url: str) -> bytes:
    start = int(request.query.get("from", "0"))
    links = [f'<{url}/api/list?from=0>; rel="first"', f'<{url}/api/list?size=3&from={start + 3}>; rel="next"; x="1"']
    more = start + 3 < len(ITEMS)
    return answer({"values": part(start)}, link=", ".join(links if more else links[:1]))


def next_url(request: RawRequest, url: str) -> bytes:
    start = int(request.query.get("from", "0"))
    following = f"{url}/api/list?opaque=%2F&from={start + 3}" if start + 3 < len(ITEMS) else None
    return answer({"values": part(start), "next": following})


def numbered(request: RawRequest, _url: str) -> bytes:
    assert request.query["per_page"] == "3"
    return answer({"values": part(3 * int(request.query.get("page", "1")) - 3), "total_pages": 3})


def unnumbered(request: RawRequest, _url: str) -> bytes:
    return answer({"values": part(3 * int(request.query.get("page", "1")) - 3)})


def cursor(request: RawRequest, _url: str) -> bytes:
    start = int(request.query.get("cursor", "0"))
    return answer({"values": part(start), "next": str(start + 3) if start + 3 < len(ITEMS) else ""})


def header(request: RawRequest, _url: str) -> bytes:
    start = int(request.query.get("continuationToken", "0"))
    more = {"x_ms_continuationtoken": str(start + 3)} if start + 3 < len(ITEMS) else {}
    return answer({"values": part(start)}, **more)


def skipped(request: RawRequest, _url: str) -> bytes:
    return answer({"values": part(int(request.query.get("$skip", "0")), int(request.query["$top"]))})


def count(page: Page) -> int:
    return len(page.values)


WAYS: list[tuple[str, Respond, Callable[[HttpClient], Follow], dict[str, Any]]] = [
    ("Link", linked, by_link, {}),
    ("next in the body", next_url, lambda client: by_next_url(client, lambda page: page.next), {}),
    ("page", numbered, lambda _: by_page(count, 3, lambda page: page.total_pages), {"per_page": 3}),
    ("page without a total", unnumbered, lambda _: by_page(count, 3), {}),
    ("cursor", cursor, lambda _: by_cursor(lambda page: page.next), {}),
    ("header", header, lambda _: by_header(), {}),
    ("skip", skipped, lambda _: by_skip(count, 3), {"$top": 3}),
]


@pytest.mark.parametrize(("_way", "respond", "follow", "params"), WAYS, ids=[one[0] for one in WAYS])
def test_every_way_of_paging_reads_all_items_once(
    runtime: Runtime, _way: str, respond: Respond, follow: Callable[[HttpClient], Follow], params: dict[str, Any]
) -> None:
    found, requests = read(runtime, respond, follow, params)
    assert found == Listing(tuple(ITEMS), cut=False)
    assert len(requests) == 3


@pytest.mark.parametrize(("_way", "respond", "follow", "params"), WAYS, ids=[one[0] for one in WAYS])
def test_bounds_cut_and_say_so(
    runtime: Runtime, _way: str, respond: Respond, follow: Callable[[HttpClient], Follow], params: dict[str, Any]
) -> None:
    assert read(runtime, respond, follow, params, most_items=4)[0] == Listing((0, 1, 2, 3), cut=True)
    assert read(runtime, respond, follow, params, most_items=6)[0] == Listing((0, 1, 2, 3, 4, 5), cut=True)
    assert read(runtime, respond, follow, params, most_items=7)[0] == Listing(tuple(ITEMS), cut=False)
    found, requests = read(runtime, respond, follow, params, most_pages=2)
    assert (found, len(requests)) == (Listing((0, 1, 2, 3, 4, 5), cut=True), 2)
    assert not read(runtime, respond, follow, params, most_pages=3)[0].cut


def ways_to(target: str) -> tuple[tuple[Respond, Callable[[HttpClient], Follow]], ...]:
    """Return the ways in which a page can name the next one: by a header, and in its body."""

    def by_header_link(_request: RawRequest, _url: str) -> bytes:
        return answer({"values": [1]}, link=f'<{target}>; rel="next"')

    def by_body(_request: RawRequest, _url: str) -> bytes:
        return answer({"values": [1], "next": target})

    return (by_header_link, by_link), (by_body, lambda client: by_next_url(client, lambda page: page.next))


@pytest.mark.parametrize("target", ["http://evil.example/api/list", "//evil.example/list", "https://127.0.0.1/api"])
def test_pages_of_another_host_are_not_asked_for(runtime: Runtime, target: str) -> None:
    for respond, follow in ways_to(target):
        with pytest.raises(ConnectorError, match="because the credentials would go there") as caught:
            read(runtime, respond, follow)
        assert caught.value.kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize("target", ["http://[bad/items", "http://127.0.0.1:99999/items", "ftp://127.0.0.1/items"])
def test_a_next_page_at_an_address_that_is_none_is_a_fault_of_the_answer(runtime: Runtime, target: str) -> None:
    for respond, follow in ways_to(target):
        with pytest.raises(ConnectorError, match="it names an address that cannot be used") as caught:
            read(runtime, respond, follow)
        assert caught.value.kind is ErrorKind.PROTOCOL


def test_a_whole_address_of_another_origin_is_refused_by_the_client_itself(runtime: Runtime) -> None:
    async def scenario() -> None:
        client = HttpClient(Endpoint("http://127.0.0.1:1"), Peer("S", "u"))
        with pytest.raises(ConnectorError, match=r"redirects to http://evil.example"):
            await client.get("http://evil.example/x")

    runtime.run(scenario(), 5)


def test_pages_in_a_circle_end(runtime: Runtime) -> None:
    def circle(_request: RawRequest, _url: str) -> bytes:
        return answer({"values": [1], "next": "again"})

    with pytest.raises(ConnectorError, match="in a circle"):
        read(runtime, circle, lambda _: by_cursor(lambda page: page.next))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"values": ["a"]}', "$.values[0]"),
        (b'{"values": [1', "truncated"),
        (b"[]", "Expected `object`"),
        (b" <html>log in</html>", "it is a web page, not data"),
        (b"", "truncated"),
        (b"[" * 100_000, "cannot be read"),
    ],
)
def test_a_page_of_another_shape_is_a_fault_with_its_place(runtime: Runtime, body: bytes, says: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        read(runtime, lambda _request, _url: answer(body), by_link)
    assert caught.value.kind is ErrorKind.PROTOCOL
    assert says in caught.value.message
    assert caught.value.message.startswith("The answer of Forge shop")


@pytest.mark.parametrize("value", ["<" * 60_000, '<a>; rel="' + "next " * 8000, "<a>" + ";a=b" * 9000 + ";rel=prev"])
def test_a_hostile_link_header_costs_no_time(runtime: Runtime, value: str) -> None:
    found, requests = read(runtime, lambda _request, _url: answer({"values": [1]}, link=value), by_link)
    assert (found.items, len(requests)) == ((1,), 1)
