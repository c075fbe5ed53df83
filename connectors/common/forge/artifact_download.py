"""Artifacts of CI runs: often on another server, which the forge's redirect names and which needs no credentials."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from connectors.common.endpoint import Endpoint
from connectors.common.exchange import Request
from connectors.common.fault import ForeignRedirect, wrong_body
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from console.domain.audit.packed_result import MOST_PACKED
from console.kernel.i18n import t

_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, OSError, EOFError)


async def downloaded(client: HttpClient, place: str, params: Mapping[str, str] | None = None) -> bytes:
    """Return an artifact's bytes; raise ``ConnectorError``.

    A redirect elsewhere is followed once, without the forge's credentials, over TLS (or on this computer) only. What is
    there is trusted as any server of the internet: the forge's own authority and certificate are for the forge alone.
    """
    request = Request("GET", place, params or {}, headers={"accept": "*/*"}, most_bytes=MOST_PACKED)
    try:
        return (await client.send(request)).body
    except ForeignRedirect as redirect:
        if not _is_safe(redirect.target):
            raise
        peer = Peer(client.peer.name, redirect.origin, t("Further certificate authorities"), client.peer.auth_hint)
        other = HttpClient(_elsewhere(client.endpoint, redirect.origin), peer)
        try:
            return (await other.send(replace(request, path=redirect.target, params={}))).body
        finally:
            await other.close()


def unzipped(client: HttpClient, content: bytes, name: str) -> bytes:
    """Return a file of an archive by its name without folders; raise ``ConnectorError`` when it is not there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = next((one for one in archive.infolist() if one.filename.rpartition("/")[2] == name), None)
            if found is None:
                raise wrong_body(client.peer, t("the archive has no {name}", name=name))
            with archive.open(found) as stream:
                inner = stream.read(MOST_PACKED + 1)
    except (*_DAMAGED, NotImplementedError, RuntimeError) as error:
        raise wrong_body(client.peer, str(error)) from None
    if len(inner) > MOST_PACKED:
        raise wrong_body(client.peer, t("the archive is too large"))
    return inner


def _elsewhere(endpoint: Endpoint, origin: str) -> Endpoint:
    return replace(
        endpoint,
        url=origin,
        ca_file="",
        ca_pem=b"",
        certificate=None,
        certificate_file="",
        key_file="",
        server_name="",
    )


def _is_safe(target: str) -> bool:
    parts = urlsplit(target)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})
