"""The one place where failures of HTTP, TLS and the network become a ``ConnectorError``."""

import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from connectors.common.peer import Peer
from connectors.common.refusal import Refusal, meaning
from connectors.common.throttle import is_throttling, retry_after_s, throttled_for_s
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.redact import scrub

_MOST_WORDS = 300
_MOST_CAUSES = 30
_MOST_REASONS = 5
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


class HttpFault(ConnectorError):  # noqa: N818 - the product's word for it
    """A refused request, with its HTTP ``status`` for callers that tell 404, 409 and 410 apart.

    ``body`` is how the answer begins, for protocols that explain themselves there; it is never shown as it is.
    """

    def __init__(
        self,
        status: int,
        kind: ErrorKind,
        message: str,
        hint: str = "",
        *,
        retry_after_s: float | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(kind, message, hint, retry_after_s=retry_after_s)
        self.status = status
        self.body = body


def network_fault(error: BaseException, peer: Peer) -> ConnectorError:
    """Return what an exception of httpx, aiohttp, ssl or the operating system means for the user."""
    if isinstance(error, ConnectorError):
        return error
    chain = list(_causes(error))
    for cause in chain:
        fault = _known_cause(cause, peer)
        if fault is not None:
            return fault
    return _by_name(chain, peer)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and everything that it stands for, outermost first, groups included."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_CAUSES:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        waiting.extend(cause for cause in (one.__cause__, one.__context__) if cause is not None)


def _known_cause(cause: BaseException, peer: Peer) -> ConnectorError | None:
    for types, fault in _KNOWN:
        if isinstance(cause, types):
            return fault(cause, peer)
    return None


def _certificate_fault(cause: BaseException, peer: Peer) -> ConnectorError:
    assert isinstance(cause, ssl.SSLCertVerificationError)
    reason = cause.verify_message or "not trusted"
    if cause.verify_code in {18, 19, 20, 21}:  # self-signed, or issued by an authority that is not known here
        message = t(
            "The certificate of {place} is not signed by a known authority ({reason}).", place=peer.place, reason=reason
        )
        return ConnectorError(
            ErrorKind.AUTH, message, t("Name its certificate authority in {option}.", option=peer.ca_hint)
        )
    if cause.verify_code == 10:
        message = t("The certificate of {place} has expired.", place=peer.place)
        return ConnectorError(
            ErrorKind.AUTH, message, t("Renew the server's certificate, or correct this computer's clock.")
        )
    message = t("The certificate of {place} is not valid for it ({reason}).", place=peer.place, reason=reason)
    return ConnectorError(
        ErrorKind.AUTH, message, t("Use the host name of the certificate, or set the TLS server name.")
    )


def _tls_fault(cause: BaseException, peer: Peer) -> ConnectorError:
    assert isinstance(cause, ssl.SSLError)
    reason = (cause.reason or "").replace("_", " ").lower()
    if "certificate required" in reason or "alert" in reason:
        message = t("{place} refused the TLS handshake ({reason}).", place=peer.place, reason=reason)
        return ConnectorError(ErrorKind.AUTH, message, t("Check the client certificate and its key."))
    if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _interrupted(cause, peer)
    message = t("{place} does not speak TLS as expected ({reason}).", place=peer.place, reason=reason or "no handshake")
    return ConnectorError(
        ErrorKind.PROTOCOL, message, t("Check the port, and whether the address begins with http or https.")
    )


def _unresolved(_cause: BaseException, peer: Peer) -> ConnectorError:
    return ConnectorError(
        ErrorKind.UNREACHABLE,
        t("The host name of {place} cannot be resolved.", place=peer.place),
        t("Check the address, the network and the VPN."),
    )


def _refused(_cause: BaseException, peer: Peer) -> ConnectorError:
    return ConnectorError(
        ErrorKind.UNREACHABLE,
        t("{place} refused the connection.", place=peer.place),
        t("Check that it runs and that address and port are right."),
    )


def _interrupted(_cause: BaseException, peer: Peer) -> ConnectorError:
    return ConnectorError(
        ErrorKind.UNREACHABLE,
        t("{place} broke the connection off.", place=peer.place),
        t("The console connects again by itself."),
    )


def _silent(_cause: BaseException, peer: Peer) -> ConnectorError:
    return ConnectorError(
        ErrorKind.TIMEOUT,
        t("{place} did not answer in time.", place=peer.place),
        t("Check the network, the VPN and the load of the server; the console tries again by itself."),
    )


_KNOWN: tuple[
    tuple[type[BaseException] | tuple[type[BaseException], ...], Callable[[BaseException, Peer], ConnectorError]], ...
] = (
    (ssl.SSLCertVerificationError, _certificate_fault),
    (ssl.SSLError, _tls_fault),
    (socket.gaierror, _unresolved),
    (ConnectionRefusedError, _refused),
    ((ConnectionResetError, BrokenPipeError), _interrupted),
    (TimeoutError, _silent),
)


def _by_name(chain: list[BaseException], peer: Peer) -> ConnectorError:
    """Judge library exceptions by their names, so that httpx and aiohttp need not be imported here."""
    names = {parent.__name__ for one in chain for parent in type(one).__mro__}
    if names & {"TimeoutException", "ServerTimeoutError"}:
        return _silent(chain[0], peer)
    if names & {"RemoteProtocolError", "ReadError", "WriteError", "ClientPayloadError", "ServerDisconnectedError"}:
        return _interrupted(chain[0], peer)
    if "DecodingError" in names:
        return wrong_body(peer, t("its compression is damaged"))
    if names & {"InvalidURL", "UnsupportedProtocol", "LocalProtocolError"}:
        return unusable_address(peer)
    message = t("{place} cannot be reached.", place=peer.place)
    hint = t("Check the address, the network and the VPN.")
    if names & {"ProxyError", "ClientProxyConnectionError"}:
        message = t("The proxy on the way to {place} refused to connect.", place=peer.place)
        hint = t("Check the proxy's address, user name and password.")
    return ConnectorError(ErrorKind.UNREACHABLE, message, hint)


def unusable_address(peer: Peer) -> ConnectorError:
    """Return the fault of an address that the user gave and that is none."""
    message = t("The address {url} of {name} is not usable.", url=peer.url, name=peer.name)
    return ConnectorError(ErrorKind.PROTOCOL, message, t("Correct the address."))


def wrong_body(peer: Peer, why: str) -> ConnectorError:
    """Return the fault of an answer that is cut off or not of the promised shape."""
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("The answer of {place} cannot be read: {why}.", place=peer.place, why=_one_line(why)),
        t("Check that the address belongs to the right server and that no gateway answers in its place."),
    )


def not_understood(error: Exception, peer: Peer) -> ConnectorError:
    """Return the fault of an answer that the program itself failed over; the log has the details."""
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("An answer of {place} could not be processed ({error}).", place=peer.place, error=type(error).__name__),
        t("The console reads it again by itself; the log has the details."),
    )


def too_large(peer: Peer, most_bytes: int) -> ConnectorError:
    """Return the fault of an answer that was cut because it did not end."""
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("The answer of {place} is larger than {size} MiB and was cut off.", place=peer.place, size=most_bytes >> 20),
        t("Narrow what is asked for, e.g. to fewer namespaces or a shorter range."),
    )


class ForeignRedirect(ConnectorError):  # noqa: N818 - what it is
    """A redirect to another server, by its ``origin``: some lead to a sign-in page.

    ``target`` is the whole address, which may hold a signature and is shown nowhere; empty when there is none.
    """

    def __init__(self, origin: str, message: str, hint: str, target: str = "") -> None:
        super().__init__(ErrorKind.PROTOCOL, message, hint)
        self.origin = origin
        self.target = target


def foreign_redirect(peer: Peer, host: str, target: str = "") -> ForeignRedirect:
    """Return the fault of a redirect that would carry the credentials to somebody else."""
    return ForeignRedirect(
        host,
        t(
            "{place} redirects to {host}; this is not followed, because the credentials would go there.",
            place=peer.place,
            host=_one_line(host),
        ),
        t("If that host is right, enter it as the address."),
        target,
    )


def climbing_path(peer: Peer) -> ConnectorError:
    """Return the fault of a request whose name, given by somebody, would climb out of the place it belongs to."""
    return ConnectorError(
        ErrorKind.NOT_FOUND,
        t("{place} has nothing of that name: “.” and “..” are no names.", place=peer.place),
        t("Correct the name."),
    )


def status_fault(status: int, headers: Mapping[str, str], body: bytes, peer: Peer) -> HttpFault:
    """Return what an HTTP status of 400 or more means, with the server's own words where it gave any."""
    meant = 429 if is_throttling(status, headers, body) else status
    wait_s = throttled_for_s(status, headers) if meant == 429 else retry_after_s(headers)
    kind, message, hint = meaning(Refusal(meant, peer.place, server_words(body), peer.auth_hint))
    return HttpFault(status, kind, message, hint, retry_after_s=wait_s, body=body)


def server_words(body: bytes) -> str:
    """Return the server's own explanation from a JSON or text body as one scrubbed line; HTML says nothing."""
    text = body[:64_000].decode("utf-8", "replace").strip()
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return "" if text.startswith(("<", "{", "[")) else _words(text)
    if isinstance(answer, dict):
        inner = answer.get("error")  # Bitbucket wraps it: {"type": "error", "error": {"message": ...}}
        for place in (answer, inner if isinstance(inner, dict) else {}):
            for key in ("message", "error", "detail"):
                if isinstance(place.get(key), str):
                    return _words(place[key])
        return _words("; ".join(islice(_reasons(answer), _MOST_REASONS)))
    return _words(text) if isinstance(answer, str) else ""


def _reasons(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield what Jira (``errorMessages``, ``errors`` by field) and GraphQL (``errors`` with messages) explain."""
    told, errors = answer.get("errorMessages"), answer.get("errors")
    for one in [*_list(told), *_list(errors)]:
        words = one.get("message") if isinstance(one, dict) else one
        if isinstance(words, str):
            yield words.rstrip(". ")
    if isinstance(errors, dict):
        yield from (f"{field}: {words}" for field, words in errors.items() if isinstance(words, str))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _words(text: str) -> str:
    return _one_line(text).rstrip(". ")


def _one_line(text: str) -> str:
    line = scrub(_CONTROL.sub(" ", text)).strip()  # before it is cut: half a secret would not be recognised
    return line if len(line) <= _MOST_WORDS else line[: _MOST_WORDS - 1] + "…"
