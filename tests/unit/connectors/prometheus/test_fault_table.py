"""Every way a server can fail: kind, one sentence, bounded memory and time, recovery by itself, no secret shown."""

import asyncio
import socket
from dataclasses import dataclass

import pytest

from connectors.prometheus.connector import PrometheusConnector
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.fault_server import Asked, Behaviour, FaultServer, answering, response
from tests.fakes.prometheus_connection import Connect, FixedVault

GOOD = {"status": "success", "data": {"resultType": "scalar", "result": [1, "1"]}}
SECRET = "canary-secret-value"


async def _reset(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(response(200, b"x" * 100)[:-50])
    await writer.drain()
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    writer.transport.abort()


async def _silence(_asked: Asked, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def _truncated(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(response(200, b'{"status":"success","data":{"resultType"' + b" " * 100)[:-50])
    writer.close()


async def _endless(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n")
    for _ in range(10_000):
        writer.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
        await writer.drain()


@dataclass(frozen=True)
class Fault:
    """A behaviour and what the user must learn from it."""

    behaviour: Behaviour
    kind: ErrorKind
    says: str


def _redirect(location: str) -> Behaviour:
    return answering(302, b"", f"location: {location}")


FAULTS = {
    "reset": Fault(_reset, ErrorKind.UNREACHABLE, "broke the connection off"),
    "silence": Fault(_silence, ErrorKind.TIMEOUT, "did not answer in time"),
    "401": Fault(answering(401, b"{}"), ErrorKind.AUTH, "does not accept the credentials"),
    "403": Fault(answering(403, {"error": "tenant unknown"}), ErrorKind.FORBIDDEN, "tenant unknown"),
    "404": Fault(answering(404, b"nothing here", kind="text/plain"), ErrorKind.NOT_FOUND, "does not have"),
    "422": Fault(
        answering(422, {"status": "error", "errorType": "execution", "error": "too many samples"}),
        ErrorKind.REJECTED,
        "refused a query: too many samples",
    ),
    "429": Fault(answering(429, b"{}", "retry-after: 7"), ErrorKind.THROTTLED, "asks to slow down"),
    "500": Fault(answering(500, b"<html>oops</html>", kind="text/html"), ErrorKind.UNREACHABLE, "internal fault"),
    "503 busy": Fault(answering(503, b"no", kind="text/plain"), ErrorKind.UNREACHABLE, "internal fault"),
    "503 query timeout": Fault(
        answering(503, {"status": "error", "errorType": "timeout", "error": "query timed out"}),
        ErrorKind.TIMEOUT,
        "gave up on a query: query timed out",
    ),
    "truncated": Fault(_truncated, ErrorKind.UNREACHABLE, "broke the connection off"),
    "wrong JSON": Fault(answering(200, b'{"status":"success","data":'), ErrorKind.PROTOCOL, "cannot be read"),
    "other JSON": Fault(answering(200, ["hello"]), ErrorKind.PROTOCOL, "cannot be read"),
    "login page": Fault(answering(200, b"<html>log in", kind="text/html"), ErrorKind.PROTOCOL, "cannot be read"),
    "error with 200": Fault(
        answering(200, {"status": "error", "error": "partial outage"}), ErrorKind.PROTOCOL, "partial outage"
    ),
    "endless body": Fault(_endless, ErrorKind.PROTOCOL, "larger than"),
    "other host": Fault(_redirect("http://evil.example/steal"), ErrorKind.PROTOCOL, "redirects to"),
    "circle": Fault(_redirect("/api/v1/query"), ErrorKind.PROTOCOL, "circle"),
}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter limits, so that waiting for a silent server and filling memory do not take the test's time."""
    monkeypatch.setattr("connectors.prometheus.api._GRACE_S", 1.5)
    monkeypatch.setattr("connectors.prometheus.connector._MOST_BYTES", 4 << 20)


def _with_secret(connect: Connect, url: str) -> PrometheusConnector:
    return connect(
        url,
        auth={"kind": "bearer", "token": "keyring:prom/token"},
        vault=FixedVault(**{"prom/token": SECRET}),
    )


@pytest.mark.parametrize("name", sorted(FAULTS))
@pytest.mark.usefixtures("impatient")
def test_a_fault_has_its_kind_one_sentence_a_hint_and_passes(runtime: Runtime, connect: Connect, name: str) -> None:
    # proves the quality bar "each remote: refused, reset, silence, 401 ... redirect to another host"
    fault = FAULTS[name]
    with FaultServer(runtime, fault.behaviour) as server:
        connector = _with_secret(connect, server.url)
        with pytest.raises(ConnectorError) as caught:
            runtime.run(connector.metrics.instant("up", timeout_s=0.3 if name == "silence" else 10), 30)
        error = caught.value
        assert (error.kind, fault.says in error.message) == (fault.kind, True), str(error)
        assert error.message.count("Prometheus prom") == 1
        assert "\n" not in str(error)
        assert error.hint
        assert SECRET not in str(error)
        assert error.retry_after_s == (7.0 if name == "429" else None)
        server.behaviour = answering(200, GOOD)
        assert runtime.run(connector.metrics.query("up"), 20)[0].value == 1.0
        assert all("evil" not in asked.headers.get("host", "") for asked in server.asked)


def test_a_refused_connection_and_an_unknown_host(runtime: Runtime, connect: Connect) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
        for url, says in ((closed, "refused the connection"), ("http://no-such-host.invalid", "cannot be resolved")):
            with pytest.raises(ConnectorError, match=says) as caught:
                runtime.run(connect(url).metrics.query("up"), 20)
            assert caught.value.kind is ErrorKind.UNREACHABLE


def test_plain_http_where_tls_is_spoken_and_the_other_way_round(runtime: Runtime, connect: Connect) -> None:
    with FaultServer(runtime, answering(200, GOOD)) as server, pytest.raises(ConnectorError) as caught:
        runtime.run(connect(server.url.replace("http", "https")).metrics.query("up"), 20)
    assert caught.value.kind in (ErrorKind.PROTOCOL, ErrorKind.UNREACHABLE)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["401", "500", "wrong JSON", "endless body", "other host"])
@pytest.mark.usefixtures("impatient")
def test_calls_through_the_package_fail_the_same_way(runtime: Runtime, connect: Connect, name: str) -> None:
    fault = FAULTS[name]
    with FaultServer(runtime, fault.behaviour) as server:
        connector = _with_secret(connect, server.url)
        with pytest.raises(ConnectorError) as caught:
            runtime.run(connector.directory.label_names(), 30)
        assert (caught.value.kind, SECRET in str(caught.value)) == (fault.kind, False)
        server.behaviour = answering(200, {"status": "success", "data": ["job"]})
        assert runtime.run(connector.directory.label_names(), 20).names == ("job",)


def test_words_of_the_server_are_one_plain_scrubbed_line(runtime: Runtime, connect: Connect) -> None:
    hostile = "bad\n\x1b[31m query for " + SECRET + "\u202e" + "x" * 5000
    body = {"status": "error", "errorType": "bad_data", "error": hostile}
    with FaultServer(runtime, answering(400, body)) as server, pytest.raises(ConnectorError) as caught:
        runtime.run(_with_secret(connect, server.url).metrics.query("up"), 20)
    text = str(caught.value)
    assert SECRET not in text
    assert not any(character in text for character in "\n\x1b\u202e")
    assert len(text) < 600
