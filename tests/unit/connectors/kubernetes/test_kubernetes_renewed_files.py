"""Certificates, keys and authorities in files are read again when they were renewed. Proves C6."""

import asyncio
import base64
import os
import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from connectors.kubernetes.session import ClusterSession
from connectors.registry import BuildContext
from console.estate.schema.connection import Cluster
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from console.settings.network import Network
from tests.fakes.kube_setup import FilesOnly, kubeconfig
from tests.fakes.raw_server import RawRequest, RawServer, answer

FILES = {"client-certificate": "me.pem", "client-key": "me.key"}


def session(runtime: Runtime, folder: Path, **network: Any) -> ClusterSession:
    build = BuildContext(runtime, FilesOnly(), SystemClock(), folder, network=Network(**network))
    return ClusterSession(Cluster(key="lab", kubeconfig="config"), build)


def issue(authority: trustme.CA, folder: Path, name: str) -> None:
    mine = authority.issue_cert(name)
    (folder / "me.pem").write_bytes(mine.cert_chain_pems[0].bytes())
    (folder / "me.key").write_bytes(mine.private_key_pem.bytes())


class Guests:
    """Notes under which name a client's certificate was issued."""

    def __init__(self) -> None:
        self.names: list[str] = []

    async def __call__(self, _request: RawRequest, writer: asyncio.StreamWriter) -> None:
        shown = writer.get_extra_info("peercert")
        self.names.append(dict(shown["subjectAltName"])["email"])
        writer.write(answer({"gitVersion": "v1.36.0"}))


def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.configure_trust(tls)
    tls.verify_mode = ssl.CERT_REQUIRED
    return tls


@pytest.mark.parametrize("half", [False, True])
def test_a_renewed_client_certificate_is_presented_without_a_restart(
    runtime: Runtime, tmp_path: Path, half: bool
) -> None:
    """``half``: the key is in the kubeconfig itself, so that a new certificate does not belong to it any more."""
    authority, guests = trustme.CA(), Guests()
    (tmp_path / "ca.pem").write_bytes(authority.cert_pem.bytes())
    issue(authority, tmp_path, "before@example.com")
    user = dict(FILES)
    if half:
        key = base64.b64encode((tmp_path / "me.key").read_bytes()).decode()
        user = {"client-certificate": "me.pem", "client-key-data": key}

    async def scenario() -> None:
        async with RawServer(guests, tls=server_tls(authority)) as server:
            text = kubeconfig(server.url, user=user, cluster={"certificate-authority": "ca.pem"})
            (tmp_path / "config").write_text(text)
            one = session(runtime, tmp_path)
            await one.get("/version")
            first = await one.client()
            assert await one.client() is first
            issue(authority, tmp_path, "afterwards@example.com")
            if half:
                with pytest.raises(ConnectorError, match="cannot be used"):
                    await one.get("/version")
            else:
                await one.get("/version")
            await one.close()

    runtime.run(scenario(), 30)
    assert guests.names == ["before@example.com", *([] if half else ["afterwards@example.com"])]


def test_a_renewed_authority_is_trusted_without_a_restart(runtime: Runtime, tmp_path: Path) -> None:
    old, new, guests = trustme.CA(), trustme.CA(), Guests()
    (tmp_path / "ca.pem").write_bytes(old.cert_pem.bytes())
    issue(new, tmp_path, "me@example.com")

    async def scenario() -> None:
        async with RawServer(guests, tls=server_tls(new)) as server:
            text = kubeconfig(server.url, user=dict(FILES), cluster={"certificate-authority": "ca.pem"})
            (tmp_path / "config").write_text(text)
            one = session(runtime, tmp_path)
            with pytest.raises(ConnectorError, match="The certificate of"):
                await one.get("/version")
            (tmp_path / "ca.pem").write_bytes(new.cert_pem.bytes())
            await one.get("/version")
            await one.close()

    runtime.run(scenario(), 30)
    assert guests.names == ["me@example.com"]


@pytest.mark.parametrize("name", ["me.pem", "me.key", "ca.pem", "further.pem"])
def test_time_and_size_of_each_file_decide_whether_a_client_is_used_again(
    runtime: Runtime, tmp_path: Path, name: str
) -> None:
    for one in ("me.pem", "me.key", "ca.pem", "further.pem"):
        (tmp_path / one).write_text("old")
        os.utime(tmp_path / one, ns=(5, 5))
    cluster = {"certificate-authority": "ca.pem"}
    (tmp_path / "config").write_text(kubeconfig("https://127.0.0.1:1", user=dict(FILES), cluster=cluster))

    async def scenario() -> None:
        asked = session(runtime, tmp_path, ca_file=str(tmp_path / "further.pem"))
        first = await asked.client()
        assert await asked.client() is first
        os.utime(tmp_path / name, ns=(6, 6))
        second = await asked.client()
        (tmp_path / name).write_text("longer")
        os.utime(tmp_path / name, ns=(6, 6))
        third = await asked.client()
        (tmp_path / name).unlink()
        fourth = await asked.client()
        assert len({first, second, third, fourth}) == 4
        assert await asked.client() is fourth
        await asked.close()

    runtime.run(scenario(), 20)


def test_a_kubeconfig_that_is_written_anew_with_the_same_content_keeps_the_client(
    runtime: Runtime, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text(kubeconfig("https://127.0.0.1:1"))

    async def scenario() -> None:
        asked = session(runtime, tmp_path)
        first = await asked.client()
        os.utime(tmp_path / "config", ns=(6, 6))
        assert await asked.client() is first
        await asked.close()

    runtime.run(scenario(), 20)
