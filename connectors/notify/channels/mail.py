"""E-mail over SMTP with TLS; nothing is ever sent in the clear."""

import base64
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from hashlib import sha256

from connectors.common.credentials import Secrets
from connectors.common.endpoint_of import endpoint_of
from connectors.common.fault import network_fault, unusable_address, wrong_body
from connectors.common.http import HttpClient
from connectors.common.tls import tls_context
from connectors.notify.bounded_smtp import BoundedSmtp, BoundedSmtpTls, EndlessReply
from connectors.notify.place import Place
from connectors.notify.wording import body_of, title_of
from console.domain.notification import Message, Receipt
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import register_secret, scrub
from console.kernel.visible_text import visible_line

_TLS_PORT, _SUBMISSION_PORT = 465, 587
_MOST_TITLE, _MOST_TEXT, _MOST_WORDS = 200, 20_000, 200


class Mail:
    """Port 465 begins with TLS; every other port must offer STARTTLS, else nothing is sent."""

    def __init__(self, place: Place) -> None:
        self._place = place
        host, _, port = place.options.smtp.rpartition(":")
        self._host, self._port = (host, int(port)) if host and port.isdigit() else (place.options.smtp, 0)
        self._port = self._port or _SUBMISSION_PORT
        self._peer = place.peer(f"smtp://{self._host}:{self._port}")

    @property
    def clients(self) -> tuple[HttpClient, ...]:
        """Return nothing: no HTTP is spoken."""
        return ()

    async def send(self, message: Message) -> Receipt:
        """Hand a message to the mail server; it has arrived there when this returns."""
        letter = letter_of(message, self._sender(), self._place.options.recipients)
        refused = await self._place.context.runtime.in_thread(self._hand_over, letter)
        count = len(self._place.options.recipients) - len(refused)
        detail = t("handed to {host}, recipients: {count}", host=self._host, count=count)
        if refused:
            detail = t("{detail}; refused: {names}", detail=detail, names=", ".join(sorted(refused)))
        return Receipt(detail, str(letter["Message-ID"]))

    async def check(self) -> str:
        """Log in at the mail server without sending anything."""
        self._sender()
        return await self._place.context.runtime.in_thread(self._greet)

    def _sender(self) -> str:
        options = self._place.options
        if not options.smtp or not options.sender or not options.recipients:
            raise ConnectorError(
                ErrorKind.PROTOCOL,
                t("The channel {name} needs smtp, sender and recipients.", name=self._place.title),
                t("Add them to it in the estate file."),
            )
        return options.sender

    def _hand_over(self, letter: EmailMessage) -> dict[str, tuple[int, bytes]]:
        with self._connected() as server:
            return server.send_message(letter)

    def _greet(self) -> str:
        with self._connected() as server:
            server.noop()
            return t("mail server {host}:{port}, TLS {version}", host=self._host, port=self._port, version=_tls(server))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Yield a server behind verified TLS, logged in where the estate names a secret."""
        endpoint = endpoint_of(f"https://{self._host}:{self._port}", self._place.context, self._place.options.tls)
        trust = tls_context(endpoint, self._peer)
        try:
            with self._dial(trust, endpoint.connect_s) as server:
                assert server.sock is not None
                server.sock.settimeout(endpoint.read_s)
                if self._port != _TLS_PORT:
                    self._upgrade(server, trust)
                self._log_in(server)
                yield server
        except (smtplib.SMTPException, OSError) as error:
            raise self._fault(error) from error
        except UnicodeError:  # of a host name with impossible parts
            raise unusable_address(self._peer) from None

    def _dial(self, trust: ssl.SSLContext, wait_s: float) -> smtplib.SMTP:
        if self._port == _TLS_PORT:
            return BoundedSmtpTls(self._host, self._port, timeout=wait_s, context=trust)
        return BoundedSmtp(self._host, self._port, timeout=wait_s)

    def _upgrade(self, server: smtplib.SMTP, trust: ssl.SSLContext) -> None:
        server.ehlo()
        if not server.has_extn("starttls"):
            raise ConnectorError(
                ErrorKind.PROTOCOL,
                t("{place} does not offer encryption (STARTTLS), so nothing was sent.", place=self._peer.place),
                t("Use the server's submission port (587 or 465)."),
            )
        server.starttls(context=trust)
        server.ehlo()

    def _log_in(self, server: smtplib.SMTP) -> None:
        options = self._place.options
        if options.secret is None:
            return
        password = Secrets(self._place.context.vault, self._place.title).text(options.secret)
        for sent in (password, f"\0{options.username}\0{password}"):  # as LOGIN and PLAIN write it
            register_secret(base64.b64encode(sent.encode()).decode("ascii"))
        try:
            server.login(options.username, password)
        except UnicodeError:  # it holds what was to be encoded: the password must not travel with it
            raise ConnectorError(
                ErrorKind.AUTH,
                t("The user name and the password for {place} may hold only ASCII characters.", place=self._peer.place),
                t("Store the password again with: cell-console secret set NAME."),
            ) from None

    def _fault(self, error: Exception) -> ConnectorError:
        passing = isinstance(error, smtplib.SMTPResponseException) and 400 <= error.smtp_code < 500
        if isinstance(error, smtplib.SMTPAuthenticationError) and not passing:
            return ConnectorError(
                ErrorKind.AUTH,
                t("{place} does not accept the user name or the password.", place=self._peer.place),
                t("Store the password again with: cell-console secret set NAME."),
            )
        if isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
            words = visible_line(scrub(str(error)), _MOST_WORDS)
            kind = ErrorKind.UNREACHABLE if passing else ErrorKind.PROTOCOL
            return ConnectorError(
                kind,
                t("{place} refused the message: {words}.", place=self._peer.place, words=words),
                t("Check sender and recipients of the channel."),
            )
        if isinstance(error, smtplib.SMTPServerDisconnected):
            return self._silenced(error.__context__)
        if isinstance(error, smtplib.SMTPException):
            words = visible_line(scrub(str(error)), _MOST_WORDS)
            sentence = t("{place} does not speak SMTP as expected: {words}.", place=self._peer.place, words=words)
            return ConnectorError(ErrorKind.PROTOCOL, sentence, t("Check host and port of the channel."))
        return network_fault(error, self._peer)

    def _silenced(self, cause: BaseException | None) -> ConnectorError:
        """Return why there is no reply: ``smtplib`` says of everything that the connection was closed."""
        if isinstance(cause, EndlessReply):
            return wrong_body(self._peer, t("it does not end"))
        return network_fault(cause if isinstance(cause, TimeoutError) else ConnectionResetError(), self._peer)


def _tls(server: smtplib.SMTP) -> str:
    sock = server.sock
    return str(sock.version() or "") if isinstance(sock, ssl.SSLSocket) else ""


def letter_of(message: Message, sender: str, recipients: tuple[str, ...]) -> EmailMessage:
    """Return the letter; messages about one matter form one thread. Header values cannot begin new lines."""
    thread = f"<{sha256(message.matter.encode()).hexdigest()[:32]}@cell-console.invalid>"
    letter = EmailMessage()
    letter["Subject"] = title_of(message, _MOST_TITLE)
    letter["From"] = visible_line(sender)
    letter["To"] = ", ".join(visible_line(one) for one in recipients)
    letter["Date"] = format_datetime(datetime.fromtimestamp(message.at_s, UTC))
    letter["Message-ID"] = make_msgid(domain="cell-console.invalid")
    letter["In-Reply-To"] = letter["References"] = thread
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body_of(message, _MOST_TEXT))
    return letter
