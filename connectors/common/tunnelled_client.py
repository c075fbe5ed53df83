"""HTTP to a server inside a cluster, through a port-forward that is opened when first needed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from connectors.common.endpoint import Endpoint
from connectors.common.exchange import Request
from connectors.common.http import Authorize, HttpClient
from connectors.common.peer import Peer
from connectors.common.stream import Stream
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.ports.cluster import PortForward

Dig = Callable[[], Awaitable[PortForward]]


class TunnelledClient(HttpClient):
    """One forward for all requests; it reconnects by itself and ends with the client.

    ``endpoint.url`` gives scheme and path; its host and port are those of the forward, which no proxy leads to.
    """

    def __init__(self, endpoint: Endpoint, peer: Peer, authorize: Authorize | None, dig: Dig) -> None:
        super().__init__(replace(endpoint, proxy=""), peer, authorize)
        self._dig = dig
        self._digging = asyncio.Lock()
        self._forward: PortForward | None = None

    @asynccontextmanager
    async def open(self, request: Request) -> AsyncIterator[Stream]:
        """Open a streamed answer as ``HttpClient`` does; what is wrong with the way there is told as such."""
        forward = await self._dug()
        try:
            async with super().open(request) as stream:
                yield stream
        except ConnectorError as fault:
            if fault.kind in (ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT) and forward.error:
                raise self._broken(forward) from None
            raise

    async def _dug(self) -> PortForward:
        async with self._digging:
            if self._forward is None or self._forward.state == "closed":
                self._forward = await self._dig()
                scheme, _, rest = self.endpoint.url.partition("://")
                path = rest.partition("/")[2]
                url = f"{scheme}://127.0.0.1:{self._forward.local_port}/{path}"
                self.endpoint = replace(self.endpoint, url=url.rstrip("/"))
            return self._forward

    def _broken(self, forward: PortForward) -> ConnectorError:
        return ConnectorError(
            ErrorKind.UNREACHABLE,
            t("The way to {place} is interrupted: {why}", place=self.peer.place, why=forward.error),
            t("The console connects again by itself."),
        )

    async def close(self) -> None:
        """Close the connections and the forward."""
        await super().close()
        forward, self._forward = self._forward, None
        if forward is not None:
            await forward.close()
