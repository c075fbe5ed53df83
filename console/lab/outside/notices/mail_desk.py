"""A real SMTP server on loopback: STARTTLS first, then a log-in, then mail."""

import asyncio
import email
import email.policy
import hmac
import logging
import ssl
from typing import TYPE_CHECKING

from console.lab.loopback.loopback_site import LOOPBACK
from console.lab.outside.notices.inbox import Inbox

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER = "lab"
_MOST_BYTES = 1024 * 1024


class MailDesk:
    """Takes mail from ``USER`` with a password; ``tls`` is the server's certificate."""

    def __init__(self, inbox: Inbox, password: str, tls: ssl.SSLContext) -> None:
        self._inbox = inbox
        self._password = password.encode()
        self._tls = tls
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self) -> None:
        """Listen on a free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, LOOPBACK, 0)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening. Safe when it does not."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _protocol(self) -> "SMTP":
        from aiosmtpd.smtp import SMTP  # noqa: PLC0415 - with the first connection, not while the lab starts

        # It warns of its own use of what it has deprecated, at every login, on the lab's terminal.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        return SMTP(
            self,
            data_size_limit=_MOST_BYTES,
            hostname="localhost",
            ident="Lab SMTP",
            tls_context=self._tls,
            require_starttls=True,
            auth_required=True,
            authenticator=self._authenticate,
            timeout=30,
        )

    def _authenticate(
        self, _server: "SMTP", _session: "Session", _envelope: "Envelope", mechanism: str, given: "LoginPassword"
    ) -> "AuthResult":
        from aiosmtpd.smtp import AuthResult, LoginPassword  # noqa: PLC0415 - loaded by now

        is_right = (
            mechanism in {"LOGIN", "PLAIN"}
            and isinstance(given, LoginPassword)
            and hmac.compare_digest(given.login, USER.encode())
            and hmac.compare_digest(given.password, self._password)
        )
        return AuthResult(success=is_right, handled=False)

    async def handle_DATA(self, _server: "SMTP", _session: "Session", envelope: "Envelope") -> str:  # noqa: N802 - its name
        """Take a letter, as aiosmtpd calls it."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        letter = email.message_from_bytes(content, policy=email.policy.default)
        body = letter.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        self._inbox.add("email", str(letter["subject"]), text, f"to {', '.join(envelope.rcpt_tos)}")
        return "250 OK"
