"""Credentials and trust, against a real Prometheus with TLS and passwords, and against a server that notes headers."""

import ssl
from pathlib import Path

import pytest
import trustme

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.redact import scrub
from console.kernel.runtime import Runtime
from tests.fakes.fault_server import FaultServer, answering
from tests.fakes.prometheus_connection import Connect, FixedVault
from tests.fakes.real_prometheus import real_prometheus

ONE = {"status": "success", "data": {"resultType": "scalar", "result": [1, "1"]}}
# The published example of Prometheus' documentation ("Securing Prometheus with basic auth"): the password is "test".
WEB = """
basic_auth_users: {admin: "$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay"}
tls_server_config:
  cert_file: server.pem
  key_file: server.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ca.pem
"""


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    """A private authority with a server and a client certificate in the test's folder."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name, certificate in (
        ("server", authority.issue_cert("127.0.0.1")),
        ("client", authority.issue_cert("console@example.org")),
    ):
        certificate.cert_chain_pems[0].write_to_path(tmp_path / f"{name}.pem")
        certificate.private_key_pem.write_to_path(tmp_path / f"{name}.key")
    return authority


def test_private_authority_client_certificate_and_password_open_a_real_server(
    runtime: Runtime, connect: Connect, authority: trustme.CA, tmp_path: Path
) -> None:
    # proves issue 2 deliverable 5: basic, client certificate, private CA
    tls = {"ca_file": "ca.pem", "client_cert_file": "client.pem", "client_key_file": "client.key"}
    auth = {"kind": "basic", "username": "admin", "password": "keyring:prom/admin"}
    vault = FixedVault(**{"prom/admin": "test"})
    with real_prometheus(tmp_path, web_config=WEB) as server:
        good = connect(server.url, tls=tls, auth=auth, vault=vault, folder=tmp_path)
        assert runtime.run(good.check()).startswith("Prometheus 2.")
        assert runtime.run(good.directory.label_names()).names is not None

        wrong = connect(server.url, tls=tls, auth=auth, vault=FixedVault(**{"prom/admin": "wrong"}), folder=tmp_path)
        with pytest.raises(ConnectorError, match="does not accept the credentials") as caught:
            runtime.run(wrong.check())
        assert caught.value.kind is ErrorKind.AUTH

        bare = connect(server.url, tls={"ca_file": "ca.pem"}, auth=auth, vault=vault, folder=tmp_path)
        with pytest.raises(ConnectorError) as caught:
            runtime.run(bare.check())
        # With TLS 1.3 the server refuses after the handshake, and the reset may overtake its reason.
        assert caught.value.kind in (ErrorKind.AUTH, ErrorKind.UNREACHABLE)

        stranger = connect(server.url, folder=tmp_path)
        with pytest.raises(ConnectorError, match="not signed by a known authority") as caught:
            runtime.run(stranger.check())
        assert "tls.ca_file" in caught.value.hint


def test_bearer_token_and_custom_headers_are_sent_and_no_text_shows_them(runtime: Runtime, connect: Connect) -> None:
    vault = FixedVault(**{"prom/token": "s3cret-bearer", "prom/tenant": "s3cret-tenant"})
    with FaultServer(runtime, answering(200, ONE)) as server:
        connector = connect(
            server.url,
            auth={"kind": "bearer", "token": "keyring:prom/token"},
            headers={"X-Scope-OrgID": "keyring:prom/tenant", "X-Plain": "hello"},
            vault=vault,
        )
        runtime.run(connector.metrics.query("1"))
    headers = server.asked[0].headers
    assert headers["authorization"] == "Bearer s3cret-bearer"
    assert (headers["x-scope-orgid"], headers["x-plain"]) == ("s3cret-tenant", "hello")
    assert scrub("token s3cret-bearer of s3cret-tenant").count("s3cret") == 0


def test_secrets_are_read_with_the_first_request_and_anew_after_a_401(runtime: Runtime, connect: Connect) -> None:
    vault = FixedVault(**{"prom/token": "old-token-1"})

    async def rotated(asked, writer):  # type: ignore[no-untyped-def]
        is_new = asked.headers["authorization"] == "Bearer new-token-2"
        await answering(*((200, ONE) if is_new else (401, b"{}")))(asked, writer)

    with FaultServer(runtime, rotated) as server:
        connector = connect(server.url, auth={"kind": "bearer", "token": "keyring:prom/token"}, vault=vault)
        assert vault.asked == []
        vault.secrets["prom/token"] = "new-token-2"
        runtime.run(connector.metrics.query("1"))
        vault.secrets["prom/token"] = "old-token-1"
        runtime.run(connector.metrics.query("1"))
        assert len(vault.asked) == 1
        server.behaviour = answering(401, b"{}")
        with pytest.raises(ConnectorError) as caught:
            runtime.run(connector.metrics.query("1"))
    assert caught.value.kind is ErrorKind.AUTH
    assert len(vault.asked) == 2


@pytest.mark.parametrize("headers", [{"X-Scope-OrgID": "東京"}, {"X Scope": "tokyo"}])
def test_an_own_header_that_cannot_be_sent_is_told_where_it_stands(
    runtime: Runtime, connect: Connect, headers: dict[str, str]
) -> None:
    with FaultServer(runtime, answering(200, ONE)) as server:
        connector = connect(server.url, headers=headers)
        with pytest.raises(ConnectorError, match=r"The secret for headers of .* cannot be sent") as caught:
            runtime.run(connector.metrics.query("1"))
        assert "the header's name" in caught.value.hint


@pytest.mark.parametrize("value", ["two\r\nX-Injected: 1", "nul\0", "日本語"])
def test_a_secret_that_would_break_the_header_is_refused_without_showing_it(
    runtime: Runtime, connect: Connect, value: str
) -> None:
    with FaultServer(runtime, answering(200, ONE)) as server:
        connector = connect(
            server.url,
            auth={"kind": "bearer", "token": "keyring:prom/token"},
            vault=FixedVault(**{"prom/token": value}),
        )
        with pytest.raises(ConnectorError, match="cannot be sent as a header") as caught:
            runtime.run(connector.metrics.query("1"))
        assert server.asked == []
    assert value not in str(caught.value)


def test_a_keyring_prompt_that_nobody_answers_does_not_hang_the_connection(
    runtime: Runtime, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    answered = threading.Event()

    class Prompting(FixedVault):
        def resolve(self, reference: str):  # type: ignore[no-untyped-def]
            answered.wait(20)
            return super().resolve(reference)

    monkeypatch.setattr("connectors.common.credentials._UNLOCK_S", 0.05)
    auth = {"kind": "bearer", "token": "keyring:prom/token"}
    with FaultServer(runtime, answering(200, ONE)) as server:
        connector = connect(server.url, auth=auth, vault=Prompting(**{"prom/token": "late-secret"}))
        try:
            with pytest.raises(ConnectorError, match="could not be read in time") as caught:
                runtime.run(connector.metrics.query("1"))
        finally:
            answered.set()
    assert caught.value.kind is ErrorKind.AUTH


def test_a_certificate_for_another_name_is_refused_unless_the_estate_names_it(
    runtime: Runtime, connect: Connect, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("prometheus.internal").configure_cert(context)
    with FaultServer(runtime, answering(200, ONE), context) as server:
        with pytest.raises(ConnectorError, match="not valid for it") as caught:
            runtime.run(connect(server.url, tls={"ca_file": "ca.pem"}, folder=tmp_path).metrics.query("1"))
        assert caught.value.kind is ErrorKind.AUTH
        tls = {"ca_file": "ca.pem", "server_name": "prometheus.internal"}
        assert runtime.run(connect(server.url, tls=tls, folder=tmp_path).metrics.query("1"))
