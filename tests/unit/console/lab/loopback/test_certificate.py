"""The lab's certificate is good for loopback, and only with its own authority."""

import asyncio
import ssl
import stat
from pathlib import Path

import pytest

from console.lab.loopback.certificate import new_certificate

pytestmark = pytest.mark.anyio


async def _handshake(context: ssl.SSLContext, server: ssl.SSLContext, name: str) -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    listening = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=server)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
        writer.close()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_its_authority_vouches_for_loopback(name: str, tmp_path: Path) -> None:
    made = new_certificate()
    trust = ssl.create_default_context(cadata=made.authority_pem)
    trust.verify_flags |= ssl.VERIFY_X509_STRICT
    await _handshake(trust, made.server_context(tmp_path), name)


async def test_another_name_and_another_authority_are_refused(tmp_path: Path) -> None:
    made = new_certificate()
    server = made.server_context(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError):
        await _handshake(ssl.create_default_context(cadata=made.authority_pem), server, "lab.example")
    with pytest.raises(ssl.SSLCertVerificationError):
        await _handshake(ssl.create_default_context(cadata=new_certificate().authority_pem), server, "127.0.0.1")


async def test_the_key_is_a_private_file(tmp_path: Path) -> None:
    new_certificate().server_context(tmp_path / "tls")
    (file,) = (tmp_path / "tls").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
