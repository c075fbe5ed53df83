"""Credentials of the moment."""

import base64
from dataclasses import dataclass

from connectors.common.endpoint import ClientCertificate
from connectors.kubernetes.impersonation import Impersonation
from connectors.kubernetes.repeated_headers import Headers
from console.kernel.secret import Secret


@dataclass(frozen=True, slots=True)
class Ticket:
    """A token or a certificate or both, good until ``expires_at_s`` (unix seconds, ``None``: until refused).

    Whose rights count belongs to it: credentials must not be presented without.
    """

    token: Secret | None = None
    certificate: ClientCertificate | None = None
    expires_at_s: float | None = None
    username: str = ""
    password: Secret | None = None
    impersonation: Impersonation | None = None

    @property
    def headers(self) -> Headers:
        """Return the request headers that carry it."""
        return (*self._signed(), *(self.impersonation.headers if self.impersonation is not None else ()))

    @property
    def is_sendable(self) -> bool:
        """Return whether a header can carry the token: letters beyond ASCII and line breaks end it."""
        text = self.token.reveal() if self.token is not None else ""
        return text.isascii() and text.isprintable()

    def _signed(self) -> Headers:
        if self.token is not None:
            return (("authorization", f"Bearer {self.token.reveal()}"),)
        if self.username and self.password is not None:
            pair = f"{self.username}:{self.password.reveal()}".encode()
            encoded = Secret(base64.b64encode(pair).decode("ascii"))
            return (("authorization", f"Basic {encoded.reveal()}"),)
        return ()
