"""An artifact on another server: what proves or identifies the forge is neither shown there nor believed of it."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from connectors.common.endpoint import Endpoint
from connectors.common.forge.artifact_download import downloaded, unzipped
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.damaged_archive import damaged_archives
from tests.fakes.raw_server import RawRequest, RawServer, answer

FORGE, SYSTEM, COMPANY = trustme.CA(), trustme.CA(), trustme.CA()


@dataclass
class Seen:
    """What the store saw of who asks."""

    headers: Mapping[str, str]
    certificate: object


def tls_of(authority: trustme.CA, verify: ssl.VerifyMode) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    FORGE.configure_trust(context)
    context.verify_mode = verify
    return context


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Files of the forge's connection and of the settings; the system trusts one authority of its own."""
    mine = FORGE.issue_cert("me@example.com")
    files = {
        "ca_file": FORGE.cert_pem.bytes(),
        "further_ca_file": COMPANY.cert_pem.bytes(),
        "certificate_file": b"".join(one.bytes() for one in mine.cert_chain_pems),
        "key_file": mine.private_key_pem.bytes(),
        "system": SYSTEM.cert_pem.bytes(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "system"))
    return {name: str(tmp_path / name) for name in files if name != "system"}


def fetched(runtime: Runtime, store_authority: trustme.CA, trusted: dict[str, str]) -> tuple[bytes, Seen]:
    seen: list[Seen] = []

    async def redirects(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"", 302, location=f"{store.url}/bucket/file?signature=x"))

    async def gives(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        seen.append(Seen(request.headers, writer.get_extra_info("peercert")))
        writer.write(answer(b"packed"))

    async def authorize(_renew: bool) -> Mapping[str, str]:
        return {"authorization": "Bearer of-the-forge"}

    async def scenario() -> bytes:
        async with (
            RawServer(gives, tls=tls_of(store_authority, ssl.CERT_OPTIONAL)) as opened,
            RawServer(redirects, tls=tls_of(FORGE, ssl.CERT_REQUIRED)) as forge,
        ):
            nonlocal store
            store = opened
            endpoint = Endpoint(forge.url, tries=1, **trusted)
            client = HttpClient(endpoint, Peer("Forge shop", forge.url, "tls.ca_file", "token"), authorize)
            try:
                return await downloaded(client, "artifact")
            finally:
                await client.close()

    store: RawServer
    return runtime.run(scenario(), 20), seen[0]


@pytest.mark.parametrize("authority", [SYSTEM, COMPANY], ids=["system", "further"])
def test_the_store_is_trusted_as_the_settings_say_and_learns_nothing_of_the_forge(
    runtime: Runtime, trusted: dict[str, str], authority: trustme.CA
) -> None:
    content, seen = fetched(runtime, authority, trusted)
    assert content == b"packed"
    assert "authorization" not in seen.headers
    assert not seen.certificate


def test_the_forges_own_authority_vouches_for_no_other_server(runtime: Runtime, trusted: dict[str, str]) -> None:
    with pytest.raises(ConnectorError, match="is not signed by a known authority") as caught:
        fetched(runtime, FORGE, trusted)
    assert caught.value.hint == "Name its certificate authority in Further certificate authorities."


DAMAGED = damaged_archives("result.gz")


@pytest.mark.parametrize("archive", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_archive_is_a_fault_of_the_answer(archive: bytes) -> None:
    """Proves the quality bar's row on hostile answers."""
    client = HttpClient(Endpoint("https://forge.example"), Peer("Forge shop", "https://forge.example"))
    with pytest.raises(ConnectorError, match="cannot be read") as caught:
        unzipped(client, archive, "result.gz")
    assert caught.value.kind is ErrorKind.PROTOCOL
