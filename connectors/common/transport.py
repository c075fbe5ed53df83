"""Building the httpx clients of an endpoint."""

import ipaddress
import os
import socket
import ssl
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.common.endpoint import Endpoint
from connectors.common.peer import Peer
from connectors.common.tls import tls_context
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    import httpx

USER_AGENT = "cell-console"
LOCATION = "location"
"""The extension of a response that holds where it redirects to."""
_MOST_CONNECTIONS = 512


def build_clients(endpoint: Endpoint, peer: Peer) -> "tuple[httpx.AsyncClient, httpx.AsyncClient]":
    """Return a client for answers and one for bodies that flow (the same one behind a proxy).

    They verify TLS, follow no redirect and read no environment but the proxies'.
    """
    tls = tls_context(endpoint, peer) if endpoint.url.startswith("https") else None
    usual = _client(endpoint, _transport(endpoint, peer, tls))
    if proxy_of(endpoint):
        return usual, usual
    from connectors.common.direct_transport import DirectTransport  # noqa: PLC0415 - loads httpx

    return usual, _client(endpoint, DirectTransport(tls, _keep_alive()))


def _client(endpoint: Endpoint, transport: "httpx.AsyncBaseTransport") -> "httpx.AsyncClient":
    import httpx  # noqa: PLC0415 - costs 0.2 CPU seconds, so not before the first request

    from connectors.common.no_cookies import NoCookies  # noqa: PLC0415 - as httpx, which it is for

    return httpx.AsyncClient(
        timeout=httpx.Timeout(endpoint.read_s, connect=endpoint.connect_s, pool=endpoint.connect_s),
        trust_env=False,
        follow_redirects=False,
        event_hooks={"response": [_take_location]},
        transport=transport,
        cookies=NoCookies(),
        headers={
            "user-agent": USER_AGENT,
            "accept": "application/json",
            "accept-encoding": "identity" if endpoint.is_loopback else "gzip",
        },
    )


async def _take_location(response: "httpx.Response") -> None:
    """Move a redirect's address out of the sight of httpx: it follows none here, but fails over one that is none."""
    if response.has_redirect_location:
        response.extensions[LOCATION] = response.headers.pop("location")


def _transport(endpoint: Endpoint, peer: Peer, tls: ssl.SSLContext | None) -> "httpx.AsyncHTTPTransport":
    import httpx  # noqa: PLC0415

    proxy = proxy_of(endpoint)
    try:
        return httpx.AsyncHTTPTransport(
            verify=tls if tls is not None else True,
            limits=httpx.Limits(max_connections=_MOST_CONNECTIONS, max_keepalive_connections=32, keepalive_expiry=60.0),
            socket_options=_keep_alive(),
            proxy=httpx.Proxy(proxy) if proxy else None,
            trust_env=False,
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        raise ConnectorError(
            ErrorKind.UNREACHABLE,
            t("The proxy address of {name} is not usable.", name=peer.name),
            t("Use http://host:port or https://host:port."),
        ) from None


def proxy_of(endpoint: Endpoint) -> str:
    """Return the connection's own proxy, else the usual one, else the environment's (HTTPS_PROXY, ALL_PROXY, NO_PROXY).

    For loopback only the connection's own counts: another computer's loopback is not the one that is meant.
    """
    if endpoint.proxy or endpoint.is_loopback:
        return endpoint.proxy
    if endpoint.usual_proxy:
        return endpoint.usual_proxy
    parts = urlsplit(endpoint.url)
    if parts.hostname is None or urllib.request.proxy_bypass(parts.netloc.rpartition("@")[2]):
        return ""
    if _lies_in_exempt_network(parts.hostname):
        return ""
    proxies = urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    return proxy if "://" in proxy or not proxy else f"http://{proxy}"


def _lies_in_exempt_network(host: str) -> bool:
    """Return whether NO_PROXY names a network of this address (10.0.0.0/8), as kubectl and curl read it.

    ``urllib`` knows names and single addresses alone.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    named = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    for one in (part.strip() for part in named.split(",") if "/" in part):
        with suppress(ValueError):
            if address in ipaddress.ip_network(one, strict=False):
                return True
    return False


def _keep_alive() -> list[tuple[int, int, int]]:
    """Let the kernel notice within a minute that the other side of a silent watch has gone."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1), (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
    for name, value in (("TCP_KEEPIDLE", 20), ("TCP_KEEPALIVE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            options.append((socket.IPPROTO_TCP, getattr(socket, name), value))
    return options
