"""Sessions for WebSockets that stay with their server."""

from typing import TYPE_CHECKING, Any

from connectors.common.address import told_address
from connectors.common.fault import foreign_redirect
from connectors.common.origin import origin_of
from connectors.common.peer import Peer

if TYPE_CHECKING:
    import aiohttp


def own_socket_session(peer: Peer) -> "aiohttp.ClientSession":
    """Return a session in which a redirect to another host raises ``ConnectorError`` (protocol) instead.

    aiohttp follows each redirect of a handshake, and what is said through the socket would go to whoever is there.
    """
    import aiohttp  # noqa: PLC0415 - 0.3 CPU seconds, only where there is a WebSocket

    async def stay(_session: aiohttp.ClientSession, _context: Any, asked: aiohttp.TraceRequestRedirectParams) -> None:
        headers = asked.response.headers
        asked.response.close()
        target = told_address(str(asked.url), headers.get("location") or headers.get("uri") or "", peer)
        if origin_of(target) != origin_of(str(asked.url)):
            raise foreign_redirect(peer, origin_of(target))

    trace = aiohttp.TraceConfig()
    trace.on_request_redirect.append(stay)
    return aiohttp.ClientSession(trust_env=False, trace_configs=[trace], cookie_jar=aiohttp.DummyCookieJar())
