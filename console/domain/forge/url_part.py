"""Taking a repository's address apart, and refusing what could harm."""

import re
from dataclasses import dataclass

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub

_WEB = re.compile(
    r"(?i:(https?|ssh|git\+ssh))://(?:([^/@]*)@)?(\[[0-9a-fA-F:.]+\]|[^/:@\[\]]+)(?::(\d{1,5}))?(/[^?#]*)?"
)
_SCP = re.compile(r"(?:([^/@:]+)@)?([^/:@\[\]]+):/?(?!/)([^?#]+)")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\ud800-\udfff\\]")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_USUAL_PORTS = {"http": "80", "https": "443", "ssh": "22"}
_LONGEST = 2000
_TOKEN_LENGTH = 32  # no account name is that long without being a token


@dataclass(frozen=True, slots=True)
class UrlPart:
    """``scheme`` is http, https or ssh, ``host`` in lower case; ``segments`` are those of the path, unescaped."""

    scheme: str
    user: str
    host: str
    port: str
    segments: tuple[str, ...]

    @property
    def is_ssh(self) -> bool:
        """Return whether git would use ssh."""
        return self.scheme == "ssh"

    @property
    def is_web(self) -> bool:
        """Return whether git would use http or https."""
        return not self.is_ssh

    @property
    def authority(self) -> str:
        """Return host and port as the address has them."""
        return f"{self.host}:{self.port}" if self.port else self.host


def split_url(text: str) -> UrlPart:
    """Return the parts of an address; raise ``UserError`` for one that is hostile, unsafe or of another kind."""
    text = text.strip()
    if len(text) > _LONGEST or _UNSEEN.search(text):
        raise UserError(t("The address has characters that no repository's address has."), _copy())
    if text.startswith("-"):
        raise UserError(t("An address does not begin with a dash."), _copy())
    scheme, user, host, port, path = _matched(text)
    _check_user(scheme, user)
    if not _HOST.fullmatch(host) or ".." in host or (port and not 0 < int(port) < 65536):
        raise UserError(t("The address has no usable host name."), _copy())
    port = "" if _USUAL_PORTS[scheme] == port else port
    segments = tuple(_unescaped(one) for one in path.strip("/").split("/"))
    if any(one in {"", ".", ".."} or (one.startswith("-") and one != "-") for one in segments):
        raise UserError(t("The address has a path that leads elsewhere."), _copy())
    return UrlPart(scheme, user, host, port, segments)


def _matched(text: str) -> tuple[str, str, str, str, str]:
    web = _WEB.fullmatch(text)
    if web:
        scheme, user, host, port, path = (part or "" for part in web.groups())
        return scheme.lower().removeprefix("git+"), user, host.lower(), port, path
    scp = None if "://" in text else _SCP.fullmatch(text)
    if scp is None:
        raise UserError(t("This is no https or ssh address of a repository."), _copy())
    user, host, path = (part or "" for part in scp.groups())
    return "ssh", user, host.lower(), "", path


def _check_user(scheme: str, user: str) -> None:
    """Refuse passwords and tokens; the sentence does not repeat them."""
    is_secret = ":" in user or "%" in user or (scheme != "ssh" and (len(user) >= _TOKEN_LENGTH or scrub(user) != user))
    if is_secret:
        raise UserError(
            t("The address contains credentials."),
            t("Leave them out: they belong into the keyring, and the token of the connection is used by itself."),
        )
    if user and not _USER.fullmatch(user):
        raise UserError(t("The address has a user name that is not usable."), _copy())


def _unescaped(segment: str) -> str:
    try:
        found = _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), segment.encode()).decode()
    except UnicodeDecodeError:
        found = ""
    if _UNSEEN.search(found.replace(" ", "")) or "/" in found:
        raise UserError(t("The address has a path that leads elsewhere."), _copy())
    return found


def _copy() -> str:
    return t("Copy it from the forge's “Clone” button.")
