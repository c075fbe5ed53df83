"""Where a webhook may send events."""

from urllib.parse import urlsplit

from console.domain.webhook.shown_address import shown_address
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def refuse_open_address(url: str) -> None:
    """Raise ``ChangeRefused`` for an address without encryption, unless it is on this computer."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise ChangeRefused(
        t("A webhook to {url} would send events without encryption.", url=shown_address(url)),
        t("Use an address that begins with https."),
    )
