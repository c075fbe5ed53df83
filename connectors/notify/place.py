"""Where a channel of the estate is: its options, its name in sentences, and the HTTP client that leads there."""

from collections.abc import Callable
from dataclasses import dataclass

from connectors.common.credentials import Build, Credentials, Secrets
from connectors.common.endpoint_of import endpoint_of
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from connectors.registry import BuildContext
from console.estate.schema.service_connection import Notification
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """What every channel is built from."""

    options: Notification
    context: BuildContext

    @property
    def title(self) -> str:
        """Return the channel's name for people."""
        return self.options.title or self.options.key

    def peer(self, url: str) -> Peer:
        """Return who is spoken to; ``url`` must not hold a secret."""
        return Peer(t("channel {name}", name=self.title), url, ca_hint="tls.ca_file", auth_hint="secret")

    def client(self, url: str, build: Build | None = None) -> HttpClient:
        """Return a client of a server whose address is no secret; ``build`` makes its headers from secrets."""
        endpoint = endpoint_of(url, self.context, self.options.tls, most_bytes=MOST_BYTES)
        return HttpClient(endpoint, self.peer(url), self._credentials(build) if build is not None else None)

    def _credentials(self, build: Build) -> Credentials:
        owner = t("channel {name}", name=self.title)
        return Credentials(self.context.runtime, self.context.vault, owner, "secret", build)

    def secret_reference(self) -> str:
        """Return the reference of the channel's secret; raise ``ConnectorError`` when the estate names none."""
        if self.options.secret is None:
            raise ConnectorError(
                ErrorKind.AUTH,
                t("The channel {name} names no secret.", name=self.title),
                t("Add secret: keyring:NAME to it in the estate file, then store it: cell-console secret set NAME."),
            )
        return self.options.secret

    async def with_secrets(self, read: Callable[[Secrets], str]) -> str:
        """Return what ``read`` makes of secrets, in a thread: a keyring may ask the user."""
        secrets = Secrets(self.context.vault, self.title)
        return await self.context.runtime.in_thread(read, secrets)
