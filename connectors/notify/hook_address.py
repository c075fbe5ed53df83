"""The address of a webhook; mostly all of it is secret, and only its origin may ever be shown."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

from connectors.common.exchange import Answer, Request
from connectors.common.http import HttpClient
from connectors.notify.place import Place
from connectors.notify.telling import tell
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import register_secret

_ORDINARY = re.compile(r"[A-Za-z]{0,12}|[\d.:-]{0,20}")  # ``true``, ``2016-06-01``: masked, they would be everywhere
_WORD = r"(?:[A-Za-z]{0,12}\d{0,2}|\d{0,4}|[A-Za-z\d]{0,3})"
_WORDS = re.compile(rf"{_WORD}(?:[-_./ ]{_WORD})*+")  # ``checkout-api``, ``prod-eu``: names of what is told of
_TELLING = re.compile(
    r"(?i)(?!thread).*(?:key|token|secret|code|sig|sign|signature|passw(?:or)?[dt]|passphrase|pass|pwd|pw|auth|h?mac|hash)"
)
"""Names of parameters behind which even words may be the secret; Google's ``threadKey`` is a title."""


class HookAddress:
    """From the channel's ``url`` or, without one, its secret, read when it is first needed."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._path = ""
        self._client: HttpClient | None = None

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return the client, once there is one."""
        return (self._client,) if self._client is not None else ()

    async def origin(self) -> str:
        """Return where it leads, without what is secret of it."""
        return (await self._open()).endpoint.url

    async def get(self) -> Answer:
        """Ask the address itself, which some services answer without telling anybody."""
        client = await self._open()
        return await client.send(Request("GET", self._path))

    async def send(self, request: Request) -> Answer:
        """Send a request to the address; its own path is replaced, its parameters join those of the address."""
        client = await self._open()
        return await tell(client, self._addressed(request))

    async def post(self, body: object, params: dict[str, str] | None = None) -> Answer:
        """Send a JSON body once; when the service asks to wait a little, once more."""
        return await self.send(Request("POST", "", params or {}, json=body))

    def _addressed(self, request: Request) -> Request:
        if not request.params:  # as it was stored, to the letter: it may be signed
            return replace(request, path=self._path)
        path, _, query = self._path.partition("?")
        return replace(request, path=path, params={**parse_qs(query, keep_blank_values=True), **request.params})

    async def _open(self) -> HttpClient:
        if self._client is None:
            address = self._place.options.url or await self._secret_address()
            try:
                parts = urlsplit(address)
            except ValueError:  # a bracket that is not closed
                raise self._unusable() from None
            if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
                raise self._unusable()
            self._path = parts._replace(scheme="", netloc="", fragment="").geturl()
            self._client = self._place.client(f"{parts.scheme}://{parts.netloc}")
        return self._client

    async def _secret_address(self) -> str:
        reference = self._place.secret_reference()
        address = await self._place.with_secrets(lambda secrets: secrets.text(reference))
        with suppress(ValueError):
            for part in _secret_parts(address):
                register_secret(part)
        return address

    def _unusable(self) -> ConnectorError:
        return ConnectorError(
            ErrorKind.AUTH,
            t("The address of the channel {name} is no webhook address.", name=self._place.title),
            t("Copy the whole address from the service and store it again with: cell-console secret set NAME."),
        )


def _secret_parts(address: str) -> Iterator[str]:
    """Yield what a server may repeat of an address alone: its path, its query, and each value there as it may write it.

    The key of some services stands in the query (Azure's ``sig``, Google's ``key``).
    """
    parts = urlsplit(address)
    yield from (parts.path, parts.query)
    for field in parts.query.split("&"):
        name, _, value = field.partition("=")
        plain = unquote_plus(value)
        is_harmless = _ORDINARY.fullmatch(value) or (_WORDS.fullmatch(plain) and not _TELLING.fullmatch(name))
        if not is_harmless:
            yield from (value, unquote(value), plain)
