"""Live updates of an audit service by WebSocket."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

import msgspec

from connectors.audit_service import wire
from connectors.common.fault import network_fault, status_fault, wrong_body
from connectors.common.http import Authorize, HttpClient
from connectors.common.own_socket import own_socket_session
from connectors.common.tls import tls_context
from connectors.common.transport import proxy_of
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.runtime import Runtime

if TYPE_CHECKING:
    import aiohttp

_PATH = "/ws/audit-updates"
_MOST_MESSAGE = 8 << 20
_HEARTBEAT_S = 20.0


class UpdateStream:
    """One connection for whoever iterates; it does not come back by itself, its users do that with back-off.

    ``client`` gives the address (that of a tunnel is known after its first request), ``authorize`` the credentials.
    """

    def __init__(self, client: HttpClient, authorize: Authorize | None, runtime: Runtime) -> None:
        self._client, self._authorize, self._runtime = client, authorize, runtime
        self._is_refused = False

    async def updates(self) -> AsyncGenerator[wire.Update, None]:
        """Yield messages, the first with all that is not over; raise ``ConnectorError`` when the connection ends."""
        import aiohttp  # noqa: PLC0415 - 0.3 CPU seconds, only where there is an audit service

        peer = self._client.peer
        try:
            async with own_socket_session(peer) as http:
                async with asyncio.timeout(self._client.endpoint.read_s):
                    socket = await self._connected(http)
                self._is_refused = False
                try:
                    async for message in socket:
                        if message.type is aiohttp.WSMsgType.TEXT:
                            yield self._read(message.data)
                finally:
                    await socket.close()
        except aiohttp.WSServerHandshakeError as error:
            self._is_refused = error.status == 401
            raise status_fault(error.status, error.headers or {}, b"", peer) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise network_fault(error, peer) from error
        raise ConnectorError(
            ErrorKind.UNREACHABLE,
            t("{place} broke the connection off.", place=peer.place),
            t("The console connects again by itself."),
        )

    async def _connected(self, http: "aiohttp.ClientSession") -> "aiohttp.ClientWebSocketResponse":
        import aiohttp  # noqa: PLC0415

        endpoint = self._client.endpoint
        options: dict[str, Any] = {"proxy": proxy_of(endpoint) or None}
        if endpoint.url.startswith("https"):
            options["ssl"] = await self._runtime.in_thread(tls_context, endpoint, self._client.peer)
            options["server_hostname"] = endpoint.server_name or None
        socket: aiohttp.ClientWebSocketResponse = await http.ws_connect(
            f"{endpoint.url.rstrip('/')}{_PATH}",
            headers=dict(await self._authorize(self._is_refused)) if self._authorize is not None else {},
            max_msg_size=_MOST_MESSAGE,
            heartbeat=_HEARTBEAT_S,
            timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
            **options,
        )
        return socket

    def _read(self, text: str) -> wire.Update:
        try:
            return msgspec.json.decode(text, type=prepared(wire.Update))
        except (msgspec.MsgspecError, RecursionError) as error:
            raise wrong_body(self._client.peer, str(error)) from None
