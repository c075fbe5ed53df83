"""Logging in where a repository is cloned from: all of it goes to git in its environment, never in a command line."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.redact import register_secret

if TYPE_CHECKING:
    from console.kernel.secret import Secret

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class CloneTrust(NamedTuple):
    """Files: certificate authorities, and the client's certificate and key. Empty ones are the usual, or none."""

    ca_file: str = ""
    certificate_file: str = ""
    key_file: str = ""

    def environment(self) -> dict[str, str]:
        """Return what git needs of it."""
        names = ("GIT_SSL_CAINFO", "GIT_SSL_CERT", "GIT_SSL_KEY")
        return {name: file for name, file in zip(names, self, strict=True) if file}


class CloneLogin(NamedTuple):
    """``user`` is what the forge wants beside a token; without a token what everybody may is read."""

    user: str
    token: Secret | None
    trust: CloneTrust = CloneTrust()

    def environment(self, address: str) -> dict[str, str]:
        """Return what git needs for this address alone (nothing for ssh); raise ``UserError`` without encryption.

        The header belongs to the address' origin, and git follows no redirect with it.
        """
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"}:
            return {}
        if self.token is None:
            return self.trust.environment()
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise UserError(t("The address begins with http, which protects nothing."), t("Write https instead."))
        told = base64.b64encode(f"{self.user}:{self.token.reveal().strip()}".encode()).decode()
        register_secret(told)
        origin = f"{parts.scheme}://{parts.netloc}"
        settings = {
            f"http.{origin}/.extraHeader": f"Authorization: Basic {told}",
            "http.followRedirects": "false",
            "credential.helper": "",
        }
        return (
            self.trust.environment()
            | {"GIT_CONFIG_COUNT": str(len(settings))}
            | {
                name: text
                for number, (key, value) in enumerate(settings.items())
                for name, text in ((f"GIT_CONFIG_KEY_{number}", key), (f"GIT_CONFIG_VALUE_{number}", value))
            }
        )
