"""Live updates of the lab's audit service: one message with all that is not over, then one per change."""

import asyncio
from contextlib import suppress

from aiohttp import WSCloseCode, web

from console.lab.outside.audits.task_book import TaskBook

_HEARTBEAT_S = 20.0
_PAUSE_S = 0.1  # changes that come together are told together


class UpdateHub:
    """Every connection keeps the version that it was told last, so that a slow one misses nothing and holds nobody."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._sockets: set[web.WebSocketResponse] = set()

    def tell(self) -> None:
        """Let all connections look for what is new."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def answer(self, request: web.BaseRequest, book: TaskBook) -> web.WebSocketResponse:
        """Serve one connection until it ends; what it sends is not looked at."""
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_S, max_msg_size=1024)
        await socket.prepare(request)
        self._sockets.add(socket)
        telling = asyncio.create_task(self._tell(socket, book))
        try:
            async for _ in socket:
                pass
        finally:
            telling.cancel()
            self._sockets.discard(socket)
        return socket

    async def close(self) -> None:
        """End all connections."""
        for one in tuple(self._sockets):
            with suppress(ConnectionError):
                await one.close(code=WSCloseCode.GOING_AWAY)

    async def _tell(self, socket: web.WebSocketResponse, book: TaskBook) -> None:
        told = book.version
        tasks = [one.told() for one in book if not one.state.is_over]
        with suppress(ConnectionError):
            while True:
                changed = self._changed
                await socket.send_json({"version": told, "tasks": tasks})
                if book.version == told:
                    await changed.wait()
                    await asyncio.sleep(_PAUSE_S)
                tasks = [one.told() for one in book if one.version > told]
                told = book.version
