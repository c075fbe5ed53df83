"""Results travel by PUT and GET, to a collector or to an object store, each of them once (proves G1.5)."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiohttp import web

from connectors.common.results.result_server import ResultAddress, ResultServer
from connectors.common.results.s3_signature import S3Key, signed_headers
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.runtime import Runtime
from console.kernel.secret import Secret
from console.services.audits.patient_delivery import deliver
from console.settings.network import Network

AT = datetime(2013, 5, 24, tzinfo=UTC)
KEY = S3Key("AKIAIOSFODNN7EXAMPLE", Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "us-east-1")
TASK = "0" * 20


def test_requests_are_signed_as_the_documentation_of_s3_shows() -> None:
    """The two examples of "Signature Calculations for the Authorization Header" that have one part."""
    url = "https://examplebucket.s3.amazonaws.com"
    get = signed_headers(KEY, "GET", f"{url}/test.txt", AT, more={"Range": "bytes=0-9"})
    assert get["authorization"].endswith("=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    more = {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"}
    put = signed_headers(KEY, "PUT", f"{url}/test$file.text", AT, b"Welcome to Amazon S3.", more)
    assert put["authorization"].endswith("=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")


class Store:
    """Objects by path with ``If-None-Match``, as S3 and the collector have it; ``busy`` answers 503 so many times."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.heads: list[dict[str, str]] = []
        self.busy = 0

    async def answer(self, request: web.BaseRequest) -> web.Response:
        self.heads.append(dict(request.headers))
        if self.busy > 0:
            self.busy -= 1
            return web.Response(status=503)
        if request.method == "GET":
            known = self.objects.get(request.path)
            return web.Response(status=404) if known is None else web.Response(body=known)
        if request.headers.get("If-None-Match") == "*" and request.path in self.objects:
            return web.Response(status=412)
        self.objects[request.path] = await request.read()
        return web.Response(status=200)


async def _through(store: Store, prefix: str, work: object) -> object:
    runner = web.ServerRunner(web.Server(store.answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    address = ResultAddress.parse(f"{prefix}http://127.0.0.1:{port}/bucket/of results?region=eu-1")
    results = ResultServer(address, Secret("KEYID:SECRETKEY"), Network(), SystemClock())
    try:
        return await work(results)  # type: ignore[operator]
    finally:
        await results.close()
        await runner.cleanup()


@pytest.mark.parametrize("prefix", ["", "s3+"])
def test_the_first_delivery_counts_and_can_be_fetched(runtime: Runtime, prefix: str) -> None:
    store = Store()

    async def work(results: ResultServer) -> None:
        assert await results.fetch(TASK) is None
        assert await results.deliver(TASK, b"first")
        assert not await results.deliver(TASK, b"second")
        assert await results.fetch(TASK) == b"first"

    runtime.run(_through(store, prefix, work), 30)
    assert list(store.objects) == [f"/bucket/of results/{TASK}.sarif.gz"]
    told = store.heads[0]["authorization"] if "authorization" in store.heads[0] else store.heads[0]["Authorization"]
    assert told.startswith("AWS4-HMAC-SHA256 Credential=KEYID/" if prefix else "Bearer KEYID:SECRETKEY")


def test_who_is_away_for_a_moment_is_waited_for(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    store.busy = 8  # more than the tries of one request
    slept: list[float] = []
    sleep = asyncio.sleep

    async def quick(seconds: float) -> None:
        slept.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", quick)
    assert runtime.run(_through(store, "", lambda results: deliver(results, TASK, b"late")), 60)
    assert list(store.objects.values()) == [b"late"]
    assert sum(slept) > 1


class Refusing:
    """Has no place for results."""

    tries = 0

    async def deliver(self, _task_id: str, _packed: bytes) -> bool:
        self.tries += 1
        raise ConnectorError(ErrorKind.AUTH, "no")

    async def fetch(self, _task_id: str) -> bytes | None:
        raise AssertionError

    async def close(self) -> None:
        pass


def test_a_refusal_is_not_waited_out(runtime: Runtime) -> None:
    refusing = Refusing()
    with pytest.raises(ConnectorError, match="no"):
        runtime.run(deliver(refusing, TASK, b""), 10)
    assert refusing.tries == 1


@pytest.mark.parametrize(
    "wrong", ["", "ftp://a/b", "http://far.example/results", "https://user:pass@host/x", "s3+http://far.example/b"]
)
def test_tokens_are_sent_nowhere_unprotected(wrong: str) -> None:
    with pytest.raises(UserError):
        ResultAddress.parse(wrong)
