"""Whatever the lab listens on is for this computer and for bearers of its token only.

Proves quality bar "Endurance": lab listeners are loopback only, need a token, check Host and limit bodies.
"""

import contextlib
import socket
import ssl
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import yaml

from tests.fakes.lab import LabForTests

OPEN_PATHS = (b"/livez", b"/readyz", b"/healthz", b"/version")  # as kube-apiserver, they tell nothing about the lab
PATIENCE_S = 5.0
REFUSALS = frozenset({b"400", b"401", b"403"})
SIGN_IN = frozenset({b"203", b"302"})


@pytest.fixture(scope="session")
def listeners(lab: LabForTests) -> list[tuple[str, int]]:
    """Address and port of everything that processes of the lab listen on."""
    lab.wait_for_scrape()
    processes = psutil.Process().children(recursive=True)
    found = set()
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            words = process.cmdline()
            if "lab" in words or str(lab.at.estate_file.parent) in " ".join(words):
                connections = process.net_connections("inet")
                found |= {(one.laddr.ip, one.laddr.port) for one in connections if one.status == "LISTEN"}
    mail = {port for kind, port in _special_ports(lab) if kind == "mail"}
    return sorted(one for one in found if one[1] not in mail)  # SMTP: tests/unit/connectors/notify/test_mail.py


def _special_ports(lab: LabForTests) -> set[tuple[str, int]]:
    """Ports that speak no HTTP (mail), or that send who shows no token to a sign-in page, as the real service does."""
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    mail = [one["smtp"].rpartition(":")[2] for one in estate["notifications"] if one["kind"] == "email"]
    azure = [urlsplit(one["url"]).port for one in estate["azure_devops"]]
    return {("mail", int(port)) for port in mail} | {("azure", int(port or 0)) for port in azure}


@contextlib.contextmanager
def _open(port: int, *, tls: bool) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as plain:
        if not tls:
            yield plain
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with context.wrap_socket(plain) as secure:
            yield secure


def _ask(port: int, request: bytes) -> bytes:
    """Return the head of the answer, over TLS or in the clear, whichever the port speaks; empty: neither answers."""
    for tls in (True, False):
        with contextlib.suppress(OSError), _open(port, tls=tls) as connection:
            connection.sendall(request)
            answer = connection.recv(4096)
            if answer.startswith(b"HTTP/1.1 ") and b"HTTP request to an HTTPS" not in answer:
                return answer.partition(b"\r\n\r\n")[0]
    return b""


def _request(path: bytes, *headers: bytes, method: bytes = b"GET") -> bytes:
    return b"\r\n".join([method + b" " + path + b" HTTP/1.1", *headers, b"Connection: close", b"", b""])


def test_every_port_is_on_loopback(listeners: list[tuple[str, int]]) -> None:
    assert len(listeners) >= 4
    assert {address for address, _port in listeners} <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize(
    "authorization",
    [None, b"Bearer ", b"Bearer wrong", b"Bearer \xff\xfe", b"Basic YTpi", b"Basic \xff", b"Negotiate " + b"A" * 4000],
)
def test_no_port_answers_without_its_token(
    lab: LabForTests, listeners: list[tuple[str, int]], authorization: bytes | None
) -> None:
    sign_in = {port for kind, port in _special_ports(lab) if kind == "azure"}
    for _address, port in listeners:
        refusals = REFUSALS | SIGN_IN if port in sign_in else REFUSALS
        headers = [b"Host: 127.0.0.1:%d" % port]
        if authorization is not None:
            headers.append(b"Authorization: " + authorization)
        for path in (b"/", b"/metrics", b"/api/v1/query?query=up", b"/api/v2/alerts", b"/-/quit", b"/debug/pprof/"):
            head = _ask(port, _request(path, *headers))
            assert head.split(b" ")[1] in refusals, (port, path, head)


def test_no_port_answers_to_another_name_or_another_origin(listeners: list[tuple[str, int]]) -> None:
    for _address, port in listeners:
        head = _ask(port, _request(b"/version", b"Host: evil.example", b"Origin: http://evil.example"))
        assert head.split(b" ")[1:2] in ([b"401"], [b"403"], [b"421"], [b"400"]), (port, head)
        own = b"Host: 127.0.0.1:%d" % port
        asks = (b"Origin: http://evil.example", b"Access-Control-Request-Method: DELETE")
        for request in (_request(b"/", own, *asks, method=b"OPTIONS"), _request(b"/version", own, *asks)):
            assert b"access-control-allow" not in _ask(port, request).lower(), port


def test_an_endless_body_is_cut_off(listeners: list[tuple[str, int]]) -> None:
    head = b"POST /api/v1/namespaces HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    for _address, port in listeners:
        for tls in (True, False):
            deadline = time.monotonic() + PATIENCE_S
            with contextlib.suppress(OSError), _open(port, tls=tls) as connection:
                connection.sendall(head % port)
                while time.monotonic() < deadline:
                    connection.sendall(piece)
            assert time.monotonic() < deadline, f"{port} takes a body without end"


def test_files_of_the_lab_are_for_its_user_alone(lab: LabForTests) -> None:
    folder = lab.at.estate_file.parent
    for one in (folder, lab.at.kubeconfig, lab.at.estate_file, *_secret_files(folder)):
        assert stat.S_IMODE(one.lstat().st_mode) & 0o077 == 0, one


def _secret_files(folder: Path) -> list[Path]:
    """Everything but the time series, whose files a cache of an earlier session may have brought along."""
    return [one for one in folder.rglob("*") if one.is_file() and "blocks" not in one.parts]
