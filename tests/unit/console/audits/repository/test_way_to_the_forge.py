"""Git reaches a forge as the rest of the console does: its authority, its proxy, the user's settings. Proves G1.1."""

import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import trustme

from console.audits.repository.remote_head import remote_head
from console.kernel.clone_login import CloneLogin, CloneTrust
from console.kernel.errors import ConnectorError
from console.kernel.git_way import GIT_WAY, asking_environment

_COMMIT = "a" * 40
_TRUST = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSH_AUTH_SOCK")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class _Forge(BaseHTTPRequestHandler):
    """Advertises one branch, whatever is asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        lines = [f"{_COMMIT} HEAD\0symref=HEAD:refs/heads/main\n", f"{_COMMIT} refs/heads/main\n"]
        body = _packet("# service=git-upload-pack\n") + b"0000" + b"".join(map(_packet, lines)) + b"0000"
        self.send_response(200)
        self.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _packet(text: str) -> bytes:
    return f"{len(text) + 4:04x}{text}".encode()


class _Served:
    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Forge", (_Forge,), {"asked": self.asked}))
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self._thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@pytest.fixture(autouse=True)
def _no_way(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (*_TRUST, *_PROXIES, *(one.upper() for one in _PROXIES)):
        monkeypatch.delenv(name, raising=False)
    yield
    GIT_WAY.use("", "", Path())


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "company.pem"))
    return made


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def proxy() -> Iterator[_Served]:
    made = _Served()
    yield made
    made.close()


@pytest.fixture
def forge(tls: ssl.SSLContext) -> Iterator[_Served]:
    made = _Served(tls)
    yield made
    made.close()


@pytest.mark.parametrize("how", ["connection", "settings", "GIT_SSL_CAINFO", "SSL_CERT_FILE"])
def test_a_private_authority_is_trusted_where_it_is_named(
    forge: _Served, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, file = f"https://{forge.place}/a/b.git", str(tmp_path / "company.pem")
    with pytest.raises(ConnectorError):
        remote_head(address)
    login = None
    if how == "connection":
        monkeypatch.setenv("GIT_SSL_CAINFO", str(tmp_path / "another.pem"))
        login = CloneLogin("", None, CloneTrust(ca_file=file))
    elif how == "settings":
        GIT_WAY.use("", file, tmp_path / "cache")
    else:
        monkeypatch.setenv(how, file)
    assert remote_head(address, login=login) == _COMMIT


def test_a_further_authority_stands_beside_the_systems(
    forge: _Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the system has one file of authorities and no folder of them (Fedora, macOS)."""
    public, company, empty = tmp_path / "public.pem", tmp_path / "company.pem", tmp_path / "empty"
    empty.mkdir()
    known = trustme.CA()
    public.write_bytes(known.cert_pem.bytes().rstrip())
    paths = ssl.get_default_verify_paths()._replace(cafile=str(public), capath=str(empty))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    known.issue_cert("127.0.0.1").configure_cert(context)
    elsewhere = _Served(context)
    addresses = [f"https://{one.place}/a/b.git" for one in (forge, elsewhere)]
    try:
        GIT_WAY.use("", str(company), tmp_path / "cache")
        assert [remote_head(one) for one in addresses] == [_COMMIT] * 2
    finally:
        elsewhere.close()


def test_a_client_shows_its_certificate(tls: ssl.SSLContext, authority: trustme.CA, tmp_path: Path) -> None:
    authority.configure_trust(tls)
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.maximum_version = ssl.TLSVersion.TLSv1_2  # so that a refusal is part of the handshake
    own, ca_file = authority.issue_cert("ann@shop.example"), str(tmp_path / "company.pem")
    own.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    own.cert_chain_pems[0].write_to_path(str(tmp_path / "own.pem"))
    forge = _Served(tls)
    forge.server.handle_error = lambda *_: None  # type: ignore[method-assign] # the client that was refused
    try:
        address = f"https://{forge.place}/a/b.git"
        with pytest.raises(ConnectorError):
            remote_head(address, login=CloneLogin("", None, CloneTrust(ca_file)))
        shown = CloneTrust(ca_file, str(tmp_path / "own.pem"), str(tmp_path / "key.pem"))
        assert remote_head(address, login=CloneLogin("", None, shown)) == _COMMIT
    finally:
        forge.close()


@pytest.mark.parametrize("how", ["settings", "http_proxy", "ALL_PROXY"])
def test_git_goes_through_the_proxy_that_is_named(proxy: _Served, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if how == "settings":
        GIT_WAY.use(f"http://{proxy.place}", "", Path())
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", "forge.invalid")  # belongs to the environment's
    else:
        monkeypatch.setenv(how, f"http://{proxy.place}")
    assert remote_head("http://forge.invalid/a/b.git") == _COMMIT
    assert proxy.asked[0].startswith("http://forge.invalid/a/b.git/info/refs")


def test_the_environments_exceptions_count_and_loopback_asks_no_proxy(
    proxy: _Served, forge: _Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://{proxy.place}")
    monkeypatch.setenv("NO_PROXY", "forge.invalid")
    trusted = CloneLogin("", None, CloneTrust(str(tmp_path / "company.pem")))
    assert remote_head(f"https://{forge.place}/a/b.git", login=trusted) == _COMMIT
    with pytest.raises(ConnectorError, match="resolve"):
        remote_head("http://forge.invalid/a/b.git")
    assert proxy.asked == []
    monkeypatch.setenv("NO_PROXY", "*")
    assert asking_environment({})["no_proxy"] == "*"


def test_ssh_has_the_users_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_AUTH_SOCK", "/run/agent")
    assert asking_environment({})["SSH_AUTH_SOCK"] == "/run/agent"
