"""How the options of a Prometheus connection become an address, trust and credentials."""

import asyncio
import base64
import re
from collections.abc import Mapping
from pathlib import Path

from connectors.common.endpoint import MIB, Endpoint
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from connectors.registry import BuildContext
from console.estate.schema.connection import BasicAuth, BearerAuth, Prometheus
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import register_secret

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_REFERENCES = ("keyring:", "env:", "file:")
_MOST_BYTES = 256 * MIB  # a range of 200 series x 10,000 points is 63 MB
_UNLOCK_S = 120.0  # somebody may have to type the keyring's password


class Access:
    """Builds the HTTP client of one connection; secrets are read when the first request needs them."""

    def __init__(self, options: Prometheus, context: BuildContext) -> None:
        self._options = options
        self._context = context
        self._title = options.title or options.key
        self._headers: Mapping[str, str] | None = None

    def client(self) -> HttpClient:
        """Return a client; does no I/O."""
        options, network = self._options, self._context.network
        peer = Peer(
            name=t("Prometheus {name}", name=self._title),
            url=options.url,
            ca_hint="tls.ca_file",
            auth_hint="auth",
        )
        endpoint = Endpoint(
            url=options.url,
            ca_file=self._path(options.tls.ca_file or network.ca_file),
            certificate_file=self._path(options.tls.client_cert_file),
            key_file=self._path(options.tls.client_key_file),
            server_name=options.tls.server_name,
            proxy=network.proxy,
            connect_s=network.connect_timeout_s,
            read_s=network.read_timeout_s,
            most_bytes=_MOST_BYTES,
        )
        needs_headers = options.auth is not None or bool(options.headers)
        return HttpClient(endpoint, peer, self._authorize if needs_headers else None)

    def _path(self, name: str) -> str:
        """Return a file named in the estate relative to the estate's folder."""
        return str(self._context.folder / Path(name).expanduser()) if name else ""

    async def _authorize(self, renew: bool) -> Mapping[str, str]:
        """Return the credentials' headers, read anew after a 401: token files rotate."""
        if self._headers is None or renew:
            try:
                async with asyncio.timeout(_UNLOCK_S):
                    self._headers = await self._context.runtime.in_thread(self._read_headers)
            except TimeoutError:
                raise ConnectorError(
                    ErrorKind.AUTH,
                    t("The secrets of Prometheus {name} could not be read in time.", name=self._title),
                    t("Answer the keyring's prompt to unlock it."),
                ) from None
        return self._headers

    def _read_headers(self) -> dict[str, str]:
        headers = {}
        for name, value in self._options.headers.items():
            text = self._secret(value) if value.startswith(_REFERENCES) else value
            headers[name] = self._header(name, text)
        auth = self._options.auth
        if isinstance(auth, BearerAuth):
            headers["Authorization"] = self._header("auth", f"Bearer {self._secret(auth.token).strip()}")
        elif isinstance(auth, BasicAuth):
            pair = f"{auth.username}:{self._secret(auth.password)}".encode()
            encoded = base64.b64encode(pair).decode("ascii")
            register_secret(encoded)
            headers["Authorization"] = f"Basic {encoded}"
        return headers

    def _secret(self, reference: str) -> str:
        return self._context.vault.resolve(reference).reveal()

    def _header(self, name: str, value: str) -> str:
        """Refuse what would end the header's line or cannot be sent, without repeating the value."""
        if value.isascii() and value.isprintable() and _HEADER_NAME.fullmatch(name):
            return value
        raise ConnectorError(
            ErrorKind.AUTH,
            t(
                "The secret for {option} of Prometheus {name} cannot be sent as a header.",
                option=name,
                name=self._title,
            ),
            t("Store it again without line breaks, and check the header's name."),
        )
