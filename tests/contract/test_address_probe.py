"""Asking addresses for the checks of runbooks: every status is an answer, everything else a fault. Proves L2.3."""

import asyncio
import ssl

import pytest
import trustme

from connectors.common.address_probe import AddressProbe
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.http_probe import HttpAnswer, HttpQuestion
from console.settings.network import Network
from tests.fakes.fault_server import Asked, FaultServer, answering


def ask(runtime: Runtime, url: str, method: str = "GET", timeout_s: float = 10.0, **headers: str) -> HttpAnswer:
    return runtime.run(AddressProbe(Network()).ask(HttpQuestion(method, url, headers, timeout_s)), 30)


@pytest.mark.parametrize("status", [200, 204, 404, 429, 500, 503])
def test_every_status_is_an_answer_and_is_asked_for_once(runtime: Runtime, status: int) -> None:
    with FaultServer(runtime, answering(status, b"" if status == 204 else b"hello")) as server:
        found = ask(runtime, f"{server.url}/health?q=a%20b", Accept="text/plain")
        assert found.status == status
        assert found.body == ("" if status == 204 else "hello")
        assert [(one.method, one.target, one.headers["accept"]) for one in server.asked] == [
            ("GET", "/health?q=a%20b", "text/plain")
        ]


def test_a_redirect_elsewhere_is_not_followed(runtime: Runtime) -> None:
    with FaultServer(runtime, answering(302, b"", "location: http://127.0.0.2:1/")) as server:
        with pytest.raises(ConnectorError):
            ask(runtime, server.url)
        assert len(server.asked) == 1


def test_nobody_there_and_an_answer_that_never_comes_are_unreachable(runtime: Runtime) -> None:
    async def silent(_asked: Asked, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    with FaultServer(runtime, silent) as server:
        with pytest.raises(ConnectorError) as late:
            ask(runtime, server.url, timeout_s=0.3)
        assert late.value.kind is ErrorKind.TIMEOUT
    with pytest.raises(ConnectorError) as gone:
        ask(runtime, server.url)
    assert gone.value.kind is ErrorKind.UNREACHABLE


def test_a_certificate_that_nobody_trusts_is_refused(runtime: Runtime) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with FaultServer(runtime, answering(200, b"hello"), context) as server, pytest.raises(ConnectorError):
        ask(runtime, server.url)


def test_an_address_that_is_none_is_told(runtime: Runtime) -> None:
    with pytest.raises(ConnectorError):
        ask(runtime, "http://[::1")
