"""What a refusing HTTP status means, one entry per status."""

from collections.abc import Callable
from dataclasses import dataclass

from console.kernel.errors import ErrorKind
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status of 400 or more: who said it, in which words (may be empty), and how credentials are renewed."""

    status: int
    place: str
    words: str
    auth_hint: str

    @property
    def tail(self) -> str:
        """Return the server's words in brackets, ready to be put before the full stop."""
        return f" ({self.words})" if self.words else ""


Told = tuple[ErrorKind, str, str]


def _unauthorized(one: Refusal) -> Told:
    return (
        ErrorKind.AUTH,
        t("{place} does not accept the credentials{words}.", place=one.place, words=one.tail),
        t("They may have expired: renew {option}.", option=one.auth_hint or t("the credentials")),
    )


def _forbidden(one: Refusal) -> Told:
    return (
        ErrorKind.FORBIDDEN,
        t("{place} forbids this: {words}.", place=one.place, words=one.words or t("no reason given")),
        t("Ask for the right, or leave it out; the rest goes on."),
    )


def _missing(one: Refusal) -> Told:
    return (
        ErrorKind.NOT_FOUND,
        t("{place} does not have what was asked for{words}.", place=one.place, words=one.tail),
        t("It may have been deleted, or the address is not right."),
    )


def _proxy(one: Refusal) -> Told:
    return (
        ErrorKind.AUTH,
        t("The proxy on the way to {place} asks for credentials.", place=one.place),
        t("Put user name and password into the proxy's address."),
    )


def _slow(one: Refusal) -> Told:
    return (
        ErrorKind.TIMEOUT,
        t("{place} ran out of time{words}.", place=one.place, words=one.tail),
        t("The console tries again by itself."),
    )


def _conflict(one: Refusal) -> Told:
    return (
        ErrorKind.PROTOCOL,
        t("{place} reports a conflict: {words}.", place=one.place, words=one.words or t("the object has changed")),
        t("Read it again, then decide anew."),
    )


def _gone(one: Refusal) -> Told:
    return (
        ErrorKind.PROTOCOL,
        t("{place} no longer has what was asked for{words}.", place=one.place, words=one.tail),
        t("It has been removed or turned off there, or is too old: look there, or ask anew."),
    )


def _throttled(one: Refusal) -> Told:
    return (
        ErrorKind.THROTTLED,
        t("{place} asks to slow down{words}.", place=one.place, words=one.tail),
        t("The console waits and tries again by itself."),
    )


def _other(one: Refusal) -> Told:
    if one.status >= 500:
        return (
            ErrorKind.UNREACHABLE,
            t(
                "{place} has an internal fault, status {status}{words}.",
                place=one.place,
                status=one.status,
                words=one.tail,
            ),
            t("The console tries again by itself."),
        )
    message = t(
        "{place} rejected the request, status {status}{words}.", place=one.place, status=one.status, words=one.tail
    )
    return ErrorKind.PROTOCOL, message, t("Correct what was asked for.")


_MEANINGS: dict[int, Callable[[Refusal], Told]] = {
    401: _unauthorized,
    403: _forbidden,
    404: _missing,
    407: _proxy,
    408: _slow,
    409: _conflict,
    410: _gone,
    429: _throttled,
    504: _slow,
}


def meaning(refusal: Refusal) -> Told:
    """Return kind, sentence and hint of a refusal."""
    return _MEANINGS.get(refusal.status, _other)(refusal)
