"""Credentials of a connection: secrets by reference become request headers at the moment of use."""

import asyncio
import base64
import re
from collections.abc import Callable, Mapping

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import register_secret
from console.kernel.runtime import Runtime
from console.ports.vault import SecretVault

Build = Callable[["Secrets"], Mapping[str, str]]
"""Returns headers from secrets; runs in a thread, because a keyring may ask the user."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNLOCK_S = 120.0  # somebody may have to type the keyring's password


class Secrets:
    """Reads secrets by reference and makes header values of them; ``owner`` names the connection in sentences."""

    def __init__(self, vault: SecretVault, owner: str) -> None:
        self._vault = vault
        self._owner = owner

    def text(self, reference: str) -> str:
        """Return a secret without the line end that files have; raise ``ConnectorError`` (auth). Blocks."""
        return self._vault.resolve(reference).reveal().strip()

    def bearer(self, reference: str) -> str:
        """Return the value of an ``Authorization`` header with a token."""
        return f"Bearer {self.text(reference)}"

    def basic(self, username: str, reference: str) -> str:
        """Return the value of an ``Authorization`` header with a user name and a password."""
        encoded = base64.b64encode(f"{username}:{self.text(reference)}".encode()).decode("ascii")
        register_secret(encoded)
        return f"Basic {encoded}"

    def checked(self, option: str, headers: Mapping[str, str]) -> dict[str, str]:
        """Refuse what would end a header's line or cannot be sent, without repeating the value."""
        for name, value in headers.items():
            if not (value.isascii() and value.isprintable() and _HEADER_NAME.fullmatch(name)):
                raise ConnectorError(
                    ErrorKind.AUTH,
                    t("The secret for {option} of {name} cannot be sent as a header.", option=option, name=self._owner),
                    t("Store it again without line breaks, and check the header's name."),
                )
        return dict(headers)


class Credentials:
    """Headers of one connection, read when the first request needs them and anew after a 401: tokens rotate.

    Pass it to ``HttpClient`` as ``authorize``. ``option`` is what the user would change in the estate file.
    """

    def __init__(self, runtime: Runtime, vault: SecretVault, owner: str, option: str, build: Build) -> None:
        self._runtime = runtime
        self._secrets = Secrets(vault, owner)
        self._owner = owner
        self._option = option
        self._build = build
        self._headers: Mapping[str, str] | None = None
        self._turn = asyncio.Lock()  # one thread for all who wait: a keyring's prompt may stand for long

    async def __call__(self, renew: bool) -> Mapping[str, str]:
        """Return the headers; raise ``ConnectorError`` (auth) when a secret is not there."""
        known = self._headers
        if known is not None and not renew:
            return known
        try:
            async with asyncio.timeout(_UNLOCK_S), self._turn:
                if self._headers is None or self._headers is known:  # else somebody has just read them
                    self._headers = await self._runtime.in_thread(self._read)
                return self._headers
        except TimeoutError:
            raise ConnectorError(
                ErrorKind.AUTH,
                t("The secrets of {name} could not be read in time.", name=self._owner),
                t("Answer the keyring's prompt to unlock it."),
            ) from None

    def _read(self) -> dict[str, str]:
        return self._secrets.checked(self._option, self._build(self._secrets))
