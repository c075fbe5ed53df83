"""Logging in where a repository is cloned from: the token goes to git in its environment, never in a command line."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.kernel.secret import Secret

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class CloneLogin(NamedTuple):
    """``user`` is what the forge wants beside a token."""

    user: str
    token: Secret

    def environment(self, address: str) -> dict[str, str]:
        """Return what git needs for this address alone (nothing for ssh); raise ``UserError`` without encryption.

        The header belongs to the address' origin, and git follows no redirect with it.
        """
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"}:
            return {}
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise UserError(t("The address begins with http, which protects nothing."), t("Write https instead."))
        told = base64.b64encode(f"{self.user}:{self.token.reveal().strip()}".encode()).decode()
        origin = f"{parts.scheme}://{parts.netloc}"
        settings = {
            f"http.{origin}/.extraHeader": f"Authorization: Basic {told}",
            "http.followRedirects": "false",
            "credential.helper": "",
        }
        return {"GIT_CONFIG_COUNT": str(len(settings))} | {
            name: text
            for number, (key, value) in enumerate(settings.items())
            for name, text in ((f"GIT_CONFIG_KEY_{number}", key), (f"GIT_CONFIG_VALUE_{number}", value))
        }
