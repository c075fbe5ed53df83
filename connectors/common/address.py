"""How a path becomes an address, and what a server may name as one."""

from urllib.parse import urljoin, urlsplit

from connectors.common.fault import wrong_body
from connectors.common.peer import Peer
from console.kernel.i18n import t

_WEB = ("http://", "https://")


def address_below(base: str, path: str, peer: Peer) -> str:
    """Return the address of ``path`` below ``base``; only what begins with http:// or https:// is one already.

    ``v1:check`` is a path, whatever looks like a scheme in it. Raise ``ConnectorError`` for an address that is none.
    """
    if path.lower().startswith(_WEB):
        return told_address(base, path, peer)
    return urljoin(base.rstrip("/") + "/", "./" + path.lstrip("/"))


def told_address(base: str, reference: str, peer: Peer) -> str:
    """Return the address that a server refers to from ``base``; raise ``ConnectorError`` (protocol) when it is none."""
    try:
        address = urljoin(base, reference)
        parts = urlsplit(address)
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # e.g. a port above 65535, or a bracket that is not closed
        is_usable = False
    if not is_usable:
        raise wrong_body(peer, t("it names an address that cannot be used"))
    return address
