"""The address of a webhook; mostly all of it is secret, and only its origin may ever be shown."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from connectors.common.exchange import Answer, Request
from connectors.common.http import HttpClient
from connectors.notify.place import Place
from connectors.notify.telling import tell
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import register_secret


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
            parts = urlsplit(self._place.options.url or await self._secret_address())
            if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
                raise self._unusable()
            self._path = parts._replace(scheme="", netloc="", fragment="").geturl()
            self._client = self._place.client(f"{parts.scheme}://{parts.netloc}")
        return self._client

    async def _secret_address(self) -> str:
        reference = self._place.secret_reference()
        address = await self._place.with_secrets(lambda secrets: secrets.text(reference))
        register_secret(urlsplit(address).path)
        return address

    def _unusable(self) -> ConnectorError:
        return ConnectorError(
            ErrorKind.AUTH,
            t("The address of the channel {name} is no webhook address.", name=self._place.title),
            t("Copy the whole address from the service and store it again with: cell-console secret set NAME."),
        )
