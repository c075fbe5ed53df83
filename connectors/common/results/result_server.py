"""Results over HTTP: PUT and GET below one address, to a collector with a token or to an S3-compatible store."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from connectors.common.endpoint import Endpoint
from connectors.common.exchange import Request
from connectors.common.fault import HttpFault
from connectors.common.http import HttpClient
from connectors.common.origin import origin_of
from connectors.common.peer import Peer
from connectors.common.results.s3_signature import S3Key, signed_headers
from console.domain.audit.packed_result import MOST_PACKED
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t
from console.kernel.secret import Secret
from console.settings.network import Network

_S3 = "s3+"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_USUAL_REGION = "us-east-1"
_THERE = frozenset({409, 412})
_FIRST = {"if-none-match": "*", "content-type": "application/gzip"}

Headers = Callable[[str, str, bytes, Mapping[str, str]], Mapping[str, str]]


class ResultAddress(NamedTuple):
    """``https://host/path``, or ``s3+https://host/bucket/prefix?region=R`` for a store; below it lie the objects."""

    url: str
    is_s3: bool
    region: str

    @staticmethod
    def parse(text: str) -> "ResultAddress":
        """Return an address; raise ``UserError`` for what is none, or would send a token unprotected."""
        plain = text.removeprefix(_S3)
        parts = urlsplit(plain)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            raise UserError(
                t("{address} is no address for results.", address=repr(text[:200])),
                t("Write https://host/path, or s3+https://host/bucket/prefix?region=REGION."),
            )
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise UserError(t("The address begins with http, which protects nothing."), t("Write https instead."))
        region = parse_qs(parts.query).get("region", [_USUAL_REGION])[0]
        url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        return ResultAddress(url, text.startswith(_S3), region)


class ResultServer:
    """Implements ``console.ports.result_exchange.ResultExchange``; tries again what is idempotent, as all of it is.

    ``token`` is a bearer token; for a store it is ``KEY_ID:SECRET``.
    """

    def __init__(self, address: ResultAddress, token: Secret, network: Network, clock: Clock) -> None:
        self._address, self._token, self._clock = address, token, clock
        origin = origin_of(address.url)
        endpoint = Endpoint(
            url=origin, further_ca_file=network.ca_file, usual_proxy=network.proxy,
            connect_s=network.connect_timeout_s, most_bytes=MOST_PACKED, tries=5,
        )  # fmt: skip
        self._client = HttpClient(endpoint, Peer(t("the store of results"), origin), clock=clock)

    async def deliver(self, task_id: str, packed: bytes) -> bool:
        """Bring a result unless there is one; a second delivery changes nothing."""
        try:
            await self._send("PUT", task_id, packed, _FIRST)
        except HttpFault as fault:
            if fault.status in _THERE:
                return False
            raise
        return True

    async def fetch(self, task_id: str) -> bytes | None:
        """Return a result as it is kept."""
        try:
            return await self._send("GET", task_id, b"", {})
        except ConnectorError as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise

    async def _send(self, method: str, task_id: str, body: bytes, more: Mapping[str, str]) -> bytes:
        url = f"{self._address.url}/{task_id}.sarif.gz"
        headers = {name: value for name, value in self._headers(method, url, body, more).items() if name != "host"}
        path = urlsplit(url).path
        request = Request(method, path, headers=headers, content=body or None, idempotent=True)
        return (await self._client.send(request)).body

    def _headers(self, method: str, url: str, body: bytes, more: Mapping[str, str]) -> Mapping[str, str]:
        told = self._token.reveal().strip()
        if not self._address.is_s3:
            return {**more, "authorization": f"Bearer {told}"}
        key_id, _, secret = told.partition(":")
        key = S3Key(key_id, Secret(secret), self._address.region)
        return signed_headers(key, method, url, self._clock.now(), body, more)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()
