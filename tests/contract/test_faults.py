"""Every kind of connector against every fault of a remote: told, bounded, safe, and over when the fault is over.

Proves the quality bar's table of faults; a new kind joins with one entry in ``tests/contract/faults/probes.py``.
"""

import asyncio
import base64
import pkgutil
import re
import socket
import ssl
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme

import connectors
from connectors.common import http
from connectors.common.endpoint import MIB, Endpoint
from connectors.common.http import HttpClient
from connectors.registry import CONNECTORS
from console.bootstrap import load_connectors
from console.domain.connection_state import ConnectionState
from console.kernel.backoff import Backoff
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.contract.faults.fault import FAULTS, MOST_BYTES, Fault
from tests.contract.faults.probe import NAME, NETWORK, SECRET, Probe
from tests.contract.faults.probes import PROBES
from tests.contract.faults.watched import Watched
from tests.fakes.fault_server import Asked, Behaviour, FaultServer, answering
from tests.fakes.waiting import wait_until

NOT_REMOTE = {"keyring", "common"}
LONGEST_S = 6.0
REDIRECTS = (301, 302, 303, 307, 308)
IDS = [one.name for one in PROBES]
HASTE_S = 0.4


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test can reach in a moment; what the connector itself asked for must be bounded, too."""
    built = HttpClient.__init__

    def bounded(self: HttpClient, endpoint: Endpoint, *more: Any, **named: Any) -> None:
        assert endpoint.most_bytes <= 256 * MIB
        assert endpoint.read_s == NETWORK.read_timeout_s
        hasty = replace(endpoint, most_bytes=min(MOST_BYTES, endpoint.most_bytes), read_s=HASTE_S)
        built(self, hasty, *more, **named)

    monkeypatch.setattr(HttpClient, "__init__", bounded)
    monkeypatch.setattr(http, "Backoff", lambda **_: Backoff(first_s=0.01, most_s=0.05))
    monkeypatch.setattr(http, "_jitter_s", lambda: 0.0)


def failed(runtime: Runtime, work: Any) -> ConnectorError:
    """Return the failure of a call, judged by what holds for all: quick, one line, with name and hint, no secret."""
    began_s = time.monotonic()
    with pytest.raises(ConnectorError) as caught:
        runtime.run(work, 30)
    error = caught.value
    assert time.monotonic() - began_s < LONGEST_S
    assert NAME in error.message, str(error)
    assert error.hint, str(error)
    assert len(str(error)) < 900
    assert not set(str(error)) & set("\n\r\x1b\u202e")
    for hidden in (SECRET, base64.b64encode(SECRET.encode()).decode().rstrip("=")):
        assert hidden not in f"{error!r} {error} {error.__cause__}"
    return error


def saw_secret(asked: list[Asked]) -> bool:
    """Return whether a request carried the credentials, plain or as Basic."""
    for one in asked:
        text = f"{one.target} {' '.join(one.headers.values())} {one.body.decode('utf-8', 'replace')}"
        pairs = [base64.b64decode(word + "===") for word in re.findall(r"Basic ([A-Za-z0-9+/]+)", text)]
        if SECRET in text or any(SECRET.encode() in pair for pair in pairs):
            return True
    return False


def test_every_kind_of_connector_is_in_this_suite() -> None:
    kinds = {one.name for one in pkgutil.iter_modules(connectors.__path__) if one.ispkg} - NOT_REMOTE
    load_connectors(frozenset(kinds))
    assert {one.key for one in CONNECTORS} <= {one.kind for one in PROBES}


@pytest.mark.parametrize("probe", PROBES, ids=IDS)
def test_every_fault_is_told_within_bounds_and_over_when_it_is_over(
    runtime: Runtime, tmp_path: Path, probe: Probe, subtests: pytest.Subtests
) -> None:
    with FaultServer(runtime, probe.good) as server:
        connector = probe.build(runtime, server.url, tmp_path)
        try:
            runtime.run(probe.read(connector), 20)
            assert saw_secret(server.asked) == probe.sends_secret
            for fault in FAULTS:
                with subtests.test(fault=fault.name):
                    _meet(runtime, server, connector, probe, fault)
        finally:
            runtime.run(connector.close(), 10)


def _meet(runtime: Runtime, server: FaultServer, connector: Any, probe: Probe, fault: Fault) -> None:
    """Let one fault happen and pass."""
    expected = probe.differs.get(fault.name, fault.kind)
    server.behaviour = fault.behaviour()
    server.asked.clear()
    if expected is None:
        runtime.run(probe.read(connector), 20)
        return
    error = failed(runtime, probe.read(connector))
    assert error.kind is expected, str(error)
    if expected is fault.kind:
        assert fault.says in error.message
        assert error.retry_after_s == fault.retry_after_s
    assert 1 <= len(server.asked) <= 12
    server.behaviour = probe.good
    runtime.run(probe.read(connector), 20)


@pytest.mark.parametrize("probe", PROBES, ids=IDS)
def test_a_refused_connection_is_told_and_over_when_the_server_is_there(
    runtime: Runtime, tmp_path: Path, probe: Probe
) -> None:
    server = FaultServer(runtime, probe.good)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        server.port = unused.getsockname()[1]
    connector = probe.build(runtime, server.url, tmp_path)
    try:
        error = failed(runtime, probe.read(connector))
        assert error.kind is ErrorKind.UNREACHABLE
        assert "refused the connection" in error.message
        with server:
            runtime.run(probe.read(connector), 20)
    finally:
        runtime.run(connector.close(), 10)


@pytest.mark.parametrize("probe", PROBES, ids=IDS)
def test_a_certificate_of_an_unknown_authority_gets_no_credentials(
    runtime: Runtime, tmp_path: Path, probe: Probe
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
    with FaultServer(runtime, probe.good, tls) as server:
        connector = probe.build(runtime, server.url, tmp_path)
        try:
            error = failed(runtime, probe.read(connector))
            assert error.kind is ErrorKind.AUTH, str(error)
            assert "not signed by a known authority" in error.message
            assert server.asked == []
        finally:
            runtime.run(connector.close(), 10)


@pytest.mark.parametrize("probe", PROBES, ids=IDS)
def test_a_redirect_to_another_host_is_not_followed(runtime: Runtime, tmp_path: Path, probe: Probe) -> None:
    with FaultServer(runtime, probe.good) as thief, FaultServer(runtime, probe.good) as server:
        connector = probe.build(runtime, server.url, tmp_path)
        try:
            for status in REDIRECTS:
                server.behaviour = answering(status, b"", f"location: {thief.url}/steal")
                error = failed(runtime, probe.read(connector))
                assert error.kind is ErrorKind.PROTOCOL, f"{status}: {error}"
                assert "because the credentials would go there" in error.message
            assert thief.asked == []
            server.behaviour = probe.good
            runtime.run(probe.read(connector), 20)
        finally:
            runtime.run(connector.close(), 10)


WRITERS = [one for one in PROBES if one.write is not None]


@pytest.mark.parametrize("probe", WRITERS, ids=[one.name for one in WRITERS])
def test_what_changes_something_is_sent_once_however_it_fails(
    runtime: Runtime, tmp_path: Path, probe: Probe, subtests: pytest.Subtests
) -> None:
    assert probe.write is not None
    with FaultServer(runtime, probe.good) as server:
        connector = probe.build(runtime, server.url, tmp_path)
        try:
            for fault in FAULTS:
                if fault.name not in ("reset mid-body", "503", "silence", "truncated"):
                    continue
                with subtests.test(fault=fault.name):
                    server.asked.clear()
                    server.behaviour = _for_writes_only(fault.behaviour(), probe.good)
                    failed(runtime, probe.write(connector))
                    assert [one.method for one in server.asked if one.method != "GET"] == ["POST"]
        finally:
            runtime.run(connector.close(), 10)


def _for_writes_only(fault: Behaviour, good: Behaviour) -> Behaviour:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (good if asked.method == "GET" else fault)(asked, writer)

    return answer


OBSERVED = [one for one in PROBES if one.topic]


def test_sources_fail_once_leave_others_alone_do_not_hammer_and_recover_by_themselves(
    runtime: Runtime, tmp_path: Path
) -> None:
    assert len(OBSERVED) >= 9
    with ExitStack() as stack:
        watched = [stack.enter_context(Watched(runtime, one, tmp_path / one.name)) for one in OBSERVED]
        first, rest = watched[::2], watched[1::2]
        wait_until(lambda: all(one.state is ConnectionState.FAILED for one in watched), 20, "all to fail")
        for one in first:
            one.mend()
        wait_until(lambda: all(one.state is ConnectionState.LIVE and one.lists for one in first), 20, "some to recover")
        assert all(one.state is ConnectionState.FAILED for one in rest)
        for one in rest:
            one.mend()
        wait_until(lambda: all(one.state is ConnectionState.LIVE and one.lists for one in rest), 20, "all to recover")
        for one in watched:
            told = [status.state for status in one.statuses if status.state is not ConnectionState.CONNECTING]
            assert told == [ConnectionState.FAILED, ConnectionState.LIVE]
            assert NAME in one.statuses[-2].error
            assert SECRET not in str(one.statuses)
            assert one.asked <= 20
