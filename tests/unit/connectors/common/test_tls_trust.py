"""TLS is always verified; every way in which trust fails says which option to set. Proves C5, C6."""

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme

from connectors.common import tls as tls_module
from connectors.common.endpoint import ClientCertificate, Endpoint
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.raw_server import RawRequest, RawServer, answer

AUTHORITY = trustme.CA()


def server_tls(host: str = "127.0.0.1", *, ask_for: trustme.CA | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(host).configure_cert(context)
    if ask_for is not None:
        ask_for.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def get(runtime: Runtime, tls: ssl.SSLContext | None, endpoint: Callable[[str], Endpoint]) -> int:
    async def good(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer({}))

    async def scenario() -> int:
        async with RawServer(good, tls=tls) as server:
            http = HttpClient(endpoint(server.url), Peer("Server prod", server.url, "tls.ca_file of the connection"))
            try:
                return (await http.get("/x")).status
            finally:
                await http.close()

    return runtime.run(scenario(), 20)


def trusting(**more: Any) -> Callable[[str], Endpoint]:
    return lambda url: Endpoint(url, ca_pem=AUTHORITY.cert_pem.bytes(), tries=1, **more)


def refusal(runtime: Runtime, tls: ssl.SSLContext | None, endpoint: Callable[[str], Endpoint]) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        get(runtime, tls, endpoint)
    return caught.value


def test_an_authority_among_comments_in_any_language_is_trusted_from_data_as_from_a_file(
    runtime: Runtime, tmp_path: Path
) -> None:
    """As in bundles that name their authorities above them (C2); kubectl reads what stands between the marks."""
    named = "# Főtanúsítvány, 社内認証局\n".encode() + AUTHORITY.cert_pem.bytes()
    file = tmp_path / "ca.pem"
    file.write_bytes(named)
    assert get(runtime, server_tls(), lambda url: Endpoint(url, ca_pem=named)) == 200
    assert get(runtime, server_tls(), lambda url: Endpoint(url, ca_file=str(file))) == 200


def test_a_private_authority_is_trusted_from_data_and_from_a_file(runtime: Runtime, tmp_path: Path) -> None:
    assert get(runtime, server_tls(), trusting()) == 200
    file = tmp_path / "ca.pem"
    file.write_bytes(AUTHORITY.cert_pem.bytes())
    assert get(runtime, server_tls(), lambda url: Endpoint(url, ca_file=str(file))) == 200


def test_further_authorities_are_trusted_beside_the_systems_but_not_beside_the_connections_own(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = trustme.CA()
    system, further = tmp_path / "system.pem", tmp_path / "company.pem"
    system.write_bytes(AUTHORITY.cert_pem.bytes())
    further.write_bytes(company.cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(system))
    inside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    company.issue_cert("127.0.0.1").configure_cert(inside)
    for server in (server_tls(), inside):
        assert get(runtime, server, lambda url: Endpoint(url, further_ca_file=str(further), tries=1)) == 200
    for own in ({"ca_file": str(system)}, {"ca_pem": AUTHORITY.cert_pem.bytes()}):
        fault = refusal(
            runtime, inside, lambda url, own=own: Endpoint(url, further_ca_file=str(further), tries=1, **own)
        )
        assert "is not signed by a known authority" in fault.message
    private = trustme.CA().cert_pem.bytes()
    fault = refusal(runtime, server_tls(), lambda url: Endpoint(url, ca_pem=private, tries=1))
    assert "is not signed by a known authority" in fault.message


@pytest.mark.parametrize(
    ("content", "sentence", "hint"),
    [
        (None, "company.pem of Server prod does not exist.", "Correct the path in Further certificate authorities."),
        (
            b"none",
            "is not a readable PEM certificate.",
            "Put the PEM certificate into Further certificate authorities.",
        ),
    ],
)
def test_unusable_further_authorities_are_told_with_their_setting(
    runtime: Runtime, tmp_path: Path, content: bytes | None, sentence: str, hint: str
) -> None:
    file = tmp_path / "company.pem"
    if content is not None:
        file.write_bytes(content)
    fault = refusal(runtime, server_tls(), lambda url: Endpoint(url, further_ca_file=str(file), tries=1))
    assert fault.message.endswith(sentence)
    assert fault.hint == hint


def test_an_unknown_authority_is_refused_and_the_sentence_names_the_option(runtime: Runtime) -> None:
    fault = refusal(runtime, server_tls(), lambda url: Endpoint(url, tries=1))
    assert fault.kind is ErrorKind.AUTH
    assert "is not signed by a known authority" in fault.message
    assert fault.hint == "Name its certificate authority in tls.ca_file of the connection."


def test_a_certificate_for_another_host_is_refused_unless_its_name_is_given(runtime: Runtime) -> None:
    fault = refusal(runtime, server_tls("kubernetes.default"), trusting())
    assert "is not valid for it" in fault.message
    assert "server name" in fault.hint
    assert get(runtime, server_tls("kubernetes.default"), trusting(server_name="kubernetes.default")) == 200


def test_an_expired_certificate_is_told_as_such(runtime: Runtime) -> None:
    from datetime import UTC, datetime

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC)).configure_cert(context)
    assert "has expired" in refusal(runtime, context, trusting()).message


def test_a_plain_server_behind_https_is_told_as_a_protocol_fault(runtime: Runtime) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(64)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")
        writer.close()

    async def scenario() -> ConnectorError:
        async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
            url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            http = HttpClient(trusting()(url), Peer("Server prod", url))
            with pytest.raises(ConnectorError) as caught:
                await http.get("/x")
            await http.close()
            return caught.value

    fault = runtime.run(scenario(), 20)
    assert fault.kind is ErrorKind.PROTOCOL
    assert "does not speak TLS" in fault.message


def test_a_client_certificate_is_presented_from_memory_and_from_files(runtime: Runtime, tmp_path: Path) -> None:
    mine = AUTHORITY.issue_cert("me@example.com")
    chain, key = b"".join(one.bytes() for one in mine.cert_chain_pems), mine.private_key_pem.bytes()
    tls = server_tls(ask_for=AUTHORITY)
    assert get(runtime, tls, trusting(certificate=ClientCertificate(chain, key))) == 200
    (tmp_path / "c.pem").write_bytes(chain)
    (tmp_path / "k.pem").write_bytes(key)
    files = {"certificate_file": str(tmp_path / "c.pem"), "key_file": str(tmp_path / "k.pem")}
    assert get(runtime, tls, trusting(**files)) == 200


def test_a_missing_client_certificate_is_an_auth_fault(runtime: Runtime) -> None:
    fault = refusal(runtime, server_tls(ask_for=AUTHORITY), trusting())
    assert fault.kind in {ErrorKind.AUTH, ErrorKind.UNREACHABLE}
    assert "TLS handshake" in fault.message or "broke the connection off" in fault.message


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"ca_file": "/none/ca.pem"}, "certificate authority file /none/ca.pem of Server prod does not exist"),
        ({"ca_pem": b"no certificate"}, "is not a readable PEM certificate"),
        ({"certificate_file": "/none/c.pem"}, "client certificate file /none/c.pem of Server prod does not exist"),
        ({"certificate": ClientCertificate(b"x", b"y")}, "client certificate of Server prod or its key cannot be used"),
    ],
)
def test_unusable_certificate_files_are_told_in_one_sentence(
    runtime: Runtime, options: dict[str, Any], sentence: str
) -> None:
    fault = refusal(runtime, server_tls(), lambda url: Endpoint(url, **options))
    assert fault.kind is ErrorKind.AUTH
    assert sentence in fault.message


def test_a_private_key_from_memory_leaves_no_file_behind(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mine = AUTHORITY.issue_cert("me@example.com")
    pair = ClientCertificate(mine.cert_chain_pems[0].bytes(), mine.private_key_pem.bytes())
    assert get(runtime, server_tls(), trusting(certificate=pair)) == 200
    assert list(tmp_path.iterdir()) == []
    assert "PRIVATE" not in repr(pair)


def test_a_disk_without_room_holds_no_client_certificate_back(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clusters with certificates in their kubeconfig "could not be reached" then (endurance, disk full)."""
    import errno
    import sys
    import tempfile

    def refuse(**_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    mine = AUTHORITY.issue_cert("me@example.com")
    pair = ClientCertificate(mine.cert_chain_pems[0].bytes(), mine.private_key_pem.bytes())
    asking = server_tls(ask_for=AUTHORITY)
    monkeypatch.setattr(tls_module, "_OWN_FILES", str(tmp_path / "none"))  # as on other systems
    assert get(runtime, asking, trusting(certificate=pair)) == 200
    monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
    fault = refusal(runtime, asking, trusting(certificate=pair))
    assert fault.kind is ErrorKind.AUTH
    assert fault.message == "The client certificate of Server prod cannot be shown: No space left on device."
    monkeypatch.undo()
    if sys.platform == "linux":
        monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
        assert get(runtime, asking, trusting(certificate=pair)) == 200


@pytest.mark.parametrize("error", [AttributeError, OSError])
def test_where_no_file_can_be_in_memory_the_client_certificate_goes_by_the_disk(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """An old C library has no such call, a sandbox may refuse it (C2)."""

    def refuse(_name: str) -> int:
        raise error

    monkeypatch.setattr(tls_module.os, "memfd_create", refuse, raising=False)
    mine = AUTHORITY.issue_cert("me@example.com")
    pair = ClientCertificate(mine.cert_chain_pems[0].bytes(), mine.private_key_pem.bytes())
    assert get(runtime, server_tls(ask_for=AUTHORITY), trusting(certificate=pair)) == 200
