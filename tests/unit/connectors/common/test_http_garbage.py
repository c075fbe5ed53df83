"""A finished exchange is freed at once: what only the collector frees lies between what lives for long (proves E3)."""

import asyncio
import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest

from connectors.common.endpoint import Endpoint
from connectors.common.http import HttpClient, Request
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from tests.fakes.raw_server import RawRequest, RawServer, answer

TIMES = 12
KINDS = frozenset({"Response", "Request", "Headers", "AsyncPoolRequest", "PoolByteStream", "BoundAsyncStream"})


@pytest.fixture
def no_collector() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    yield
    if was_on:
        gc.enable()


def _alive() -> Counter[str]:
    kinds = (type(one) for one in gc.get_objects())
    return Counter(one.__name__ for one in kinds if one.__name__ in KINDS and one.__module__.startswith("http"))


@pytest.mark.parametrize("flows", [False, True])
@pytest.mark.parametrize(("path", "code"), [("/fine", 200), ("/moved", 302), ("/gone", 404), ("/unknown", 401)])
def test_finished_exchanges_leave_nothing_for_the_collector(
    runtime: Runtime, no_collector: None, path: str, code: int, flows: bool
) -> None:
    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if request.path == "/moved":
            writer.write(answer(b"", 302, location="/fine"))
        else:
            writer.write(answer({"ok": True}, 200 if request.path == "/fine" else code))

    async def authorize(_renew: bool) -> dict[str, str]:
        return {"authorization": "Bearer x"}

    async def scenario() -> Counter[str]:
        async with RawServer(script) as server:
            http = HttpClient(Endpoint(server.url, tries=1), Peer("S", server.url), authorize)
            before = Counter[str]()
            for number in range(TIMES):
                with suppress(ConnectorError):
                    await http.send(Request("GET", path, flows=flows))
                if number == 1:
                    before = _alive()
            after = _alive()
            await http.close()
        return after - before

    assert runtime.run(scenario(), 20) == Counter()
